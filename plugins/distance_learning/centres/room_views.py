"""Pages of a centre's rooms and equipment, and of its look at its own quality."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.distance_learning.centres import forms, quality, queries, rooms
from plugins.distance_learning.centres.manage_views import CENTRE
from plugins.distance_learning.permissions import MANAGE
from plugins.distance_learning.views import MAX_ID, bp


@bp.route(f"{CENTRE}/rooms/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_room(centre_id: int) -> Any:
    """Add a room."""
    return _room(centre_id, None)


@bp.route(f"{CENTRE}/rooms/<int(max={MAX_ID}):room_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_room(centre_id: int, room_id: int) -> Any:
    """Change a room."""
    return _room(centre_id, room_id)


def _room(centre_id: int, room_id: int | None) -> Any:
    centre = queries.own_centre(current_region(), current_user(), centre_id)
    room = rooms.own_room(centre, room_id) if room_id is not None else None
    form = forms.RoomForm(obj=room) if room else forms.RoomForm(data={"is_active": True, "kind": "study"})
    return _saved(form, centre, room, lambda facts: rooms.save_room(region=current_region(), centre=centre, room=room, facts=facts), "room")


@bp.route(f"{CENTRE}/equipment/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_equipment(centre_id: int) -> Any:
    """Add equipment."""
    return _equipment(centre_id, None)


@bp.route(f"{CENTRE}/equipment/<int(max={MAX_ID}):equipment_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_equipment(centre_id: int, equipment_id: int) -> Any:
    """Change equipment."""
    return _equipment(centre_id, equipment_id)


def _equipment(centre_id: int, equipment_id: int | None) -> Any:
    centre = queries.own_centre(current_region(), current_user(), centre_id)
    found = rooms.own_equipment(centre, equipment_id) if equipment_id is not None else None
    form = forms.EquipmentForm(obj=found) if found else forms.EquipmentForm(data={"is_active": True, "amount": 1})
    return _saved(
        form,
        centre,
        found,
        lambda facts: rooms.save_equipment(region=current_region(), centre=centre, equipment=found, facts=facts),
        "equipment",
    )


def _saved(form: Any, centre: Any, row: Any, save: Any, kind: str) -> Any:
    status = 200
    if request.method == "POST":
        status = 422
        if row is not None and form.version.data != str(row.version):
            status, form.version.data = 409, str(row.version)
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    save(form.facts())
                flash(_("Ändringen är sparad."), "success")
                return redirect(url_for("distance_learning.manage_centre", centre_id=centre.id))
            except DomainError as error:
                form.add_error(error)
    return render_template("distance_learning/manage/thing.html", form=form, centre=centre, row=row, kind=kind), status


@bp.get(f"{CENTRE}/quality")
@requires(GET=MANAGE)
def centre_quality(centre_id: int) -> str:
    """What was answered last, what is missing, and what was answered before."""
    region = current_region()
    centre = queries.own_centre(region, current_user(), centre_id)
    checks = quality.checks_of(centre)
    rows = quality.answered(quality.criteria(region), checks[0]) if checks else []
    return render_template(
        "distance_learning/manage/quality.html",
        centre=centre,
        rows=rows,
        checks=checks,
        due=quality.is_due(region, checks[0] if checks else None),
        answers=quality.ANSWERS,
    )


@bp.route(f"{CENTRE}/quality/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def check_quality(centre_id: int) -> Any:
    """Look at the quality, criterion by criterion, beginning with what was answered last."""
    region = current_region()
    centre = queries.own_centre(region, current_user(), centre_id)
    checks = quality.checks_of(centre)
    rows = quality.answered(quality.criteria(region), checks[0] if checks else None)
    form = forms.check_form(rows, request.form if request.method == "POST" else None)
    if form.validate_on_submit():
        with atomic():
            quality.keep_check(region=region, centre=centre, answers=forms.check_answers(form, rows), actor=current_user())
        flash(_("Granskningen är sparad."), "success")
        return redirect(url_for("distance_learning.centre_quality", centre_id=centre.id))
    page = render_template("distance_learning/manage/check.html", form=form, centre=centre, rows=rows)
    return (page, 422) if request.method == "POST" else page
