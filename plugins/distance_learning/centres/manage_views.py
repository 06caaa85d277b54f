"""Pages where a manager keeps a learning centre: what is said of it, its hours and days off, and whether it is published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.clock import now, today
from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.users.queries import organisations_where
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.distance_learning.centres import forms, hours, quality, queries, register, service, words
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.parts import manager_parts
from plugins.distance_learning.permissions import MANAGE
from plugins.distance_learning.publishing.queries import courses_at
from plugins.distance_learning.views import MAX_ID, bp

CENTRE = f"/manage/<int(max={MAX_ID}):centre_id>"
SECTIONS: dict[str, Callable[..., Any]] = {
    "about": lambda centre, formdata: forms.AboutForm(formdata, obj=centre),
    "contact": lambda centre, formdata: forms.ContactForm(formdata, obj=centre),
    "place": lambda centre, formdata: forms.PlaceForm(current_region(), formdata=formdata, obj=centre),
    "offer": lambda centre, formdata: forms.OfferForm(formdata, obj=centre),
    "hours": forms.hours_form,
}


@bp.get("/manage")
@requires(GET=MANAGE)
def manage() -> str:
    """The centres that one keeps, and those of the register that have no page yet."""
    region, user = current_region(), current_user()
    return render_template(
        "distance_learning/manage/centres.html",
        centres=queries.managed_centres(region, user),
        waiting=register.without_page(region, user),
        may_add=organisations_where(user, region, MANAGE).everywhere,
    )


@bp.route("/manage/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_centre() -> Any:
    """Make a page: of a centre in the register, filled with what stands there, or of another."""
    region, user = current_region(), current_user()
    organisation_id = request.values.get("organisation", type=int)
    organisation = of_region(region, organisation_id) if organisation_id else None
    if organisation is not None:
        register.guard(region, user, organisation.id)
    else:
        register.guard(region, user, None)
    filled = {"name": organisation.name, "municipality_code": organisation.municipality_code} if organisation else {}
    form = forms.NewCentreForm(region, data=filled)
    if form.validate_on_submit():
        try:
            with atomic():
                made = service.make_centre(
                    region=region,
                    name=" ".join(form.name.data.split()),
                    municipality_code=form.municipality_code.data,
                    organisation=organisation,
                    **(register.known_of(organisation) if organisation else {}),
                )
            flash(_("Sidan är gjord. Fyll i det som saknas, och publicera den sedan."), "success")
            return redirect(url_for("distance_learning.manage_centre", centre_id=made.id))
        except DomainError as error:
            form.add_error(error)
    page = render_template("distance_learning/manage/new.html", form=form, organisation=organisation)
    return (page, 422) if request.method == "POST" else page


@bp.get(CENTRE)
@requires(GET=MANAGE)
def manage_centre(centre_id: int) -> str:
    """One's centre: what is said of it, what is missing, and the way to change each thing."""
    region, user = current_region(), current_user()
    centre = queries.own_centre(region, user, centre_id)
    checks = quality.checks_of(centre)
    latest = checks[0] if checks else None
    return render_template(
        "distance_learning/manage/centre.html",
        centre=centre,
        words=words,
        state=words.open_state(centre, now()),
        rooms=queries.rooms_of(centre, all_of_them=True),
        equipment=queries.equipment_of(centre, all_of_it=True),
        closures=[closure for closure in hours.closures(centre.closures) if closure.last >= today()],
        courses=courses_at(centre),
        latest=latest,
        missing=[row for row in quality.answered(quality.criteria(region), latest) if not row.met] if latest else [],
        due=quality.is_due(region, latest),
        parts=manager_parts(region, user, centre),
    )


@bp.route(f"{CENTRE}/<any(about, contact, place, offer, hours):section>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_centre(centre_id: int, section: str) -> Any:
    """Change one part of what is said. Somebody else's change in between is told, and what was typed stays."""
    region = current_region()
    centre = queries.own_centre(region, current_user(), centre_id, lock=request.method == "POST")
    form = SECTIONS[section](centre, request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.version.data != str(centre.version):
            status, form.version.data = 409, str(centre.version)
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate() and (facts := _facts(section, form)) is not None:
            try:
                with atomic():
                    service.change_centre(region=region, centre=centre, facts=facts)
                flash(_("Ändringen är sparad."), "success")
                return redirect(url_for("distance_learning.manage_centre", centre_id=centre.id))
            except DomainError as error:
                form.add_error(error)
    return render_template("distance_learning/manage/edit.html", form=form, centre=centre, section=section), status


def _facts(section: str, form: Any) -> dict[str, Any] | None:
    """What was filled in; None when something in it cannot be read, with the fault at its field."""
    if section == "hours":
        spans = form.spans()
        return None if spans is None else {"opening_hours": hours.stored(spans)}
    found = {name: value.strip() if isinstance(value, str) else value for name, value in form.data.items() if name != "version"}
    found = {name: "" if value is None and name not in ("latitude", "longitude") else value for name, value in found.items()}
    if section == "contact":
        try:
            found["url"] = form.facts_of_url()
        except DomainError as error:
            form.add_error(error)
            return None
    return found


@bp.route(f"{CENTRE}/closures", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def closures(centre_id: int) -> Any:
    """Days off: those that are known, and one more."""
    region = current_region()
    centre = queries.own_centre(region, current_user(), centre_id, lock=request.method == "POST")
    form = forms.ClosureForm()
    if form.validate_on_submit():
        first: Any = form.first.data
        try:
            with atomic():
                service.add_closure(region=region, centre=centre, first=first, last=form.last.data or first, reason=form.reason.data or "")
            flash(_("Den stängda tiden är sparad."), "success")
            return redirect(url_for("distance_learning.closures", centre_id=centre.id))
        except DomainError as error:
            form.add_error(error)
    page = render_template(
        "distance_learning/manage/closures.html",
        form=form,
        centre=centre,
        rows=[closure for closure in hours.closures(centre.closures) if closure.last >= today()],
        words=words,
    )
    return (page, 422) if request.method == "POST" else page


@bp.post(f"{CENTRE}/closures/remove")
@requires(POST=MANAGE)
@once
def remove_closure(centre_id: int) -> Any:
    """It is open after all."""
    region = current_region()
    centre = queries.own_centre(region, current_user(), centre_id, lock=True)
    with atomic():
        service.remove_closure(
            region=region, centre=centre, first=request.form.get("first", "")[:10], last=request.form.get("last", "")[:10]
        )
    flash(_("Den stängda tiden är borttagen."))
    return redirect(url_for("distance_learning.closures", centre_id=centre.id))


@bp.post(f"{CENTRE}/publish")
@requires(POST=MANAGE)
@once
def publish_centre(centre_id: int) -> Any:
    """Show the page to everybody, or take it down."""
    region = current_region()
    centre: LearningCentre = queries.own_centre(region, current_user(), centre_id, lock=True)
    published = request.form.get("published") == "1"
    try:
        with atomic():
            service.publish_centre(region=region, centre=centre, published=published)
        flash(_("Sidan är publicerad.") if published else _("Sidan visas inte längre för andra."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("distance_learning.manage_centre", centre_id=centre.id))
