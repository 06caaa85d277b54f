"""What is kept about a person: for the person, and for the administrators of a region."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from core.db import atomic, utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.records import erasing, export, people
from core.records.forms import EraseForm, OpenForm, PersonForm
from core.records.rows import person
from core.records.views import grants
from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from core.users.service import normalise_email
from core.web.access import requires, signed_in
from core.web.context import current_region, require_user
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_people", __name__)
MANAGE, PROTECTED = "core.records.manage", "core.person.protected"
ADMIN = "/r/<region>/admin/persons"


@bp.get("/account/my-data")
@signed_in("GET")
def my_data() -> str:
    """What is kept about me, why, and what I can do about it."""
    return render_template("records/my_data.html", touched=erasing.report(require_user()))


@bp.post("/account/my-data")
@signed_in("POST")
@recent_sign_in()
@once
def ask_for_my_data() -> Any:
    """Ask for the file; that is logged."""
    with atomic():
        export.note(require_user())
    grants.give("mine")
    return redirect(url_for("core_people.my_file"))


@bp.get("/account/my-data/file")
@signed_in("GET")
def my_file() -> Any:
    """The file, for who has just asked for it."""
    if grants.given("mine") is None:
        return redirect(url_for("core_people.my_data"))
    return _file(require_user(), None)


def _file(user: User, region: Region | None) -> Response:
    parts = export.collect(user, region=region)
    page = render_template("records/export.html", parts=parts, person=user.email, moment=utcnow())
    answer = Response(export.archive(user, parts, page), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename="personuppgifter.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route(f"{ADMIN}/", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def find() -> Any:
    """Whose data. The address stands in no link and no log."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            grants.give("person", normalise_email(form.email.data))
            return redirect(url_for("core_people.found"))
        except DomainError as error:
            form.add_error(error)
    return render_template("records/find_person.html", form=form, protected=people.protected_of(current_region()) if _may_protect() else [])


def _may_protect() -> bool:
    return may(require_user(), current_region(), PROTECTED)


def _chosen() -> User | None:
    address = grants.given("person")
    return person(address) if address else None


@bp.get(f"{ADMIN}/found")
@requires(GET=MANAGE)
def found() -> Any:
    """What the region keeps about the person."""
    user = _chosen()
    if user is None:
        return redirect(url_for("core_people.find"))
    return render_template("records/person.html", **_about(user), form=EraseForm())


def _hidden(user: User) -> bool:
    """Whether the person is as one of whom nothing is kept: protected, and not to be opened by who asks."""
    return bool(people.protected_addresses([user.email])) and not _may_protect()


def _about(user: User) -> dict[str, Any]:
    region = current_region()
    touched = [] if _hidden(user) else erasing.report(user, region=region)
    return {
        "email": user.email,
        "touched": touched,
        "obstacles": erasing.obstacles(user) if touched else [],
        "may_protect": _may_protect(),
        "elsewhere": bool(touched) and erasing.elsewhere(user, region),
    }


@bp.post(f"{ADMIN}/export")
@requires(POST=MANAGE)
@recent_sign_in()
@once
def ask_for_export() -> Any:
    """Ask for the file with what the region keeps; that is logged."""
    user = _chosen()
    if user is None or _hidden(user):
        return redirect(url_for("core_people.find"))
    with atomic():
        export.note(user, region=current_region())
    grants.give("export", user.email)
    return redirect(url_for("core_people.exported"))


@bp.get(f"{ADMIN}/export")
@requires(GET=MANAGE)
def exported() -> Any:
    """The file, for who has just asked for it."""
    address = grants.given("export")
    return redirect(url_for("core_people.find")) if address is None else _file(person(address), current_region())


@bp.post(f"{ADMIN}/erase")
@requires(POST=MANAGE)
@recent_sign_in()
@once
def erase() -> Any:
    """Erase the person, if no other region has to do with them."""
    user, form = _chosen(), EraseForm()
    if user is None or _hidden(user):
        return redirect(url_for("core_people.find"))
    about = _about(user)
    if form.validate():
        try:
            with atomic():
                erasing.erase_in(user, region=current_region(), actor=require_user(), despite=(form.despite.data or "").strip())
            flash(_("Personen är raderad. Det som lagen kräver finns kvar utan namn och adress."), "success")
            return redirect(url_for("core_people.find"))
        except DomainError as error:
            form.add_error(error)
    return render_template("records/person.html", **about, form=form)


@bp.post(f"{ADMIN}/protect")
@requires(POST=PROTECTED)
@recent_sign_in()
@once
def protect() -> Any:
    """Mark the person as protected."""
    user = _chosen()
    if user is None:
        return redirect(url_for("core_people.find"))
    try:
        with atomic():
            people.protect(email=user.email, region=current_region())
        flash(_("Personen är skyddad och visas inte längre i listor, utdrag och loggar."), "success")
    except DomainError as error:
        flash(error.message, "info")
    return redirect(url_for("core_people.find"))


@bp.route(f"{ADMIN}/protected/<int:person_id>", methods=["GET", "POST"])
@requires(GET=PROTECTED, POST=PROTECTED)
@recent_sign_in(methods=("POST",))
@once
def protected(person_id: int) -> Any:
    """One protected person: shown for a few minutes to who says why. Each time is logged."""
    region, form = current_region(), OpenForm()
    row = people.own(person_id, region)
    if form.validate_on_submit():
        with atomic():
            people.open_protected(person_id=person_id, region=region, reason=form.reason.data)
        grants.give(f"protected:{person_id}")
        return redirect(url_for("core_people.protected", person_id=person_id))
    shown = row if grants.given(f"protected:{person_id}") is not None else None
    return render_template("records/protected.html", form=form, shown=shown, person_id=person_id)


@bp.post(f"{ADMIN}/protected/<int:person_id>/lift")
@requires(POST=PROTECTED)
@recent_sign_in()
@once
def unprotect(person_id: int) -> Any:
    """The protection has ended."""
    with atomic():
        people.unprotect(person_id=person_id, region=current_region())
    flash(_("Skyddet är borttaget."), "success")
    return redirect(url_for("core_people.find"))
