"""Pages of support for those who give it: their times, their groups, and the region's check-list."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.records.people import protected_addresses
from core.web.access import requires
from core.web.context import current_region, current_user, require_user
from core.web.submission import once
from plugins.distance_learning.centres.queries import managed_centres, own_centre
from plugins.distance_learning.exams.forms import choices
from plugins.distance_learning.permissions import SUPPORT
from plugins.distance_learning.support import check_lists, queries, service
from plugins.distance_learning.support.forms import LANGUAGES, CheckListForm, GroupForm, SlotForm, WriteForm
from plugins.distance_learning.support.models import SupportKind
from plugins.distance_learning.support.views import ID
from plugins.distance_learning.support.visits import KIND_LABELS
from plugins.distance_learning.views import bp
from plugins.distance_learning.visiting.times import span


@bp.get("/support/manage")
@requires(GET=SUPPORT)
def support_board() -> str:
    """The coming times and the groups of one's own centres."""
    region, user = current_region(), current_user()
    ids = [centre.id for centre in managed_centres(region, user, SUPPORT)]
    rows = queries.own_slots(region, ids)
    return render_template(
        "distance_learning/support/board.html",
        rows=rows,
        hidden=protected_addresses(booking.email for _slot, _centre, booking in rows if booking),
        groups=queries.groups(region, centre_ids=ids),
        kinds=KIND_LABELS,
        span=span,
    )


@bp.route("/support/new", methods=["GET", "POST"])
@requires(GET=SUPPORT, POST=SUPPORT)
@once
def new_support_slot() -> Any:
    """Offer a time to talk."""
    region, user = current_region(), require_user()
    form, status = SlotForm(formdata=request.form if request.method == "POST" else None), 200
    form.centre.choices = [(centre.id, centre.name) for centre in managed_centres(region, user, SUPPORT)]
    form.kind.choices = choices(KIND_LABELS)
    if request.method == "POST":
        status = 422
        if form.validate():
            starts_at, ends_at = form.span
            try:
                with atomic():
                    service.open_slot(
                        region=region,
                        centre=own_centre(region, user, form.centre.data, SUPPORT),
                        user=user,
                        kind=SupportKind(form.kind.data),
                        starts_at=starts_at,
                        ends_at=ends_at,
                        place=form.place.data or "",
                        video_url=form.video_url.data or "",
                    )
                flash(_("Tiden går nu att boka."), "success")
                return redirect(url_for("distance_learning.support_board"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    back = url_for("distance_learning.support_board")
    return render_template("distance_learning/support/new_slot.html", form=form, back_url=back), status


@bp.post(f"/support/{ID}:slot_id>/cancel")
@requires(POST=SUPPORT)
@once
def cancel_support_slot(slot_id: int) -> Any:
    """Take back a time; whoever has it is told."""
    region, user = current_region(), current_user()
    queries.own_slot(region, user, slot_id)  # another's is not found
    try:
        with atomic():
            slot = queries.own_slot(region, user, slot_id, lock=True)
            service.cancel_slot(region=region, slot=slot)
        flash(_("Tiden är inställd."), "success")
    except DomainError as error:
        flash(error.message, "info")
    return redirect(url_for("distance_learning.support_board"))


@bp.route("/groups/new", methods=["GET", "POST"])
@requires(GET=SUPPORT, POST=SUPPORT)
@once
def new_group() -> Any:
    """Start a study group."""
    return _save_group(None)


@bp.route(f"/groups/{ID}:group_id>/edit", methods=["GET", "POST"])
@requires(GET=SUPPORT, POST=SUPPORT)
@once
def edit_group(group_id: int) -> Any:
    """Change a group, see who is in it, and write to them."""
    return _save_group(group_id)


def _save_group(group_id: int | None) -> Any:
    region, user = current_region(), current_user()
    group = queries.own_group(region, user, group_id) if group_id is not None else None
    writes = request.form.get("do") == "write" and group is not None
    form = GroupForm(group, formdata=request.form if request.method == "POST" and not writes else None)
    write = WriteForm(formdata=request.form if writes else None)
    if group is None:
        form.centre.choices = [(centre.id, centre.name) for centre in managed_centres(region, user, SUPPORT)]
    used, status = (write if writes else form), 200
    if request.method == "POST":
        status = 422
        if used.validate():
            try:
                with atomic():
                    locked = queries.own_group(region, user, group_id, lock=True) if group_id is not None else None
                    if writes and locked is not None:
                        told = service.write_to_group(region=region, group=locked, text=write.text.data)
                        flash(ngettext("Mejlet går till %(n)s person.", "Mejlet går till %(n)s personer.", told, n=told))
                    else:
                        centre_id = locked.centre_id if locked is not None else form.centre.data
                        centre = own_centre(region, user, centre_id, SUPPORT)
                        service.save_group(region=region, group=locked, centre=centre, **form.facts())
                        flash(_("Läsgruppen är sparad."), "success")
                return redirect(url_for("distance_learning.support_board"))
            except DomainError as error:
                used.add_error(error)
                status = error.status
    page = render_template(
        "distance_learning/support/edit_group.html",
        group=group,
        names=queries.member_names(group) if group else (),
        count=queries.member_count(group) if group else 0,
        form=form,
        write=write,
        used=used,
        back_url=url_for("distance_learning.support_board"),
    )
    return page, status


@bp.route("/check-list/edit", methods=["GET", "POST"])
@requires(GET=SUPPORT, POST=SUPPORT)
@once
def edit_check_list() -> Any:
    """Write the region's own check-list in a language."""
    region = current_region()
    tongue = "en" if request.args.get("language") == "en" else "sv"
    form, status = CheckListForm(formdata=request.form if request.method == "POST" else None), 200
    if request.method != "POST":
        form.points.data = "\n".join(check_lists.items(region, tongue))
    elif form.validate():
        try:
            with atomic():
                check_lists.save(region=region, language=tongue, lines=(form.points.data or "").splitlines())
            flash(_("Checklistan är sparad."), "success")
            return redirect(url_for("distance_learning.check_list", language=tongue))
        except DomainError as error:
            form.add_error(error)
            status = error.status
    else:
        status = 422
    back = url_for("distance_learning.check_list", language=tongue)
    return render_template("distance_learning/support/edit_check_list.html", form=form, tongue=LANGUAGES[tongue], back_url=back), status
