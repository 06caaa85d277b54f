"""Pages where employers keep their own places, and coordinators everybody's."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.queries import of_region
from core.organisations.service import in_region
from core.taxonomy import queries as taxonomy
from core.users.queries import may, organisations_where
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.internships.kinds.queries import kind as kind_of
from plugins.internships.offers import queries, service, words
from plugins.internships.offers.filter_form import FilterForm
from plugins.internships.offers.forms import OfferForm, QuotaForm, WithdrawForm
from plugins.internships.offers.models import OfferSource
from plugins.internships.offers.supervisors import employers_of, supervisors_of
from plugins.internships.periods.queries import collecting, taking_late
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import COORDINATE, PLACES
from plugins.internships.views import MAX_ID, bp

ONE = f"/places/<int(max={MAX_ID}):offer_id>"


@bp.get("/offers")
@requires(GET=COORDINATE)
def offers() -> str:
    """Everybody's offers, narrowed by what is in the address."""
    region = current_region()
    form = FilterForm(region, request.args)
    filters = form.filters()
    arguments = filters.arguments()
    return render_template(
        "internships/offers/list.html",
        form=form,
        page=queries.listing(region, filters, number=request.args.get("page", 1, type=int)),
        words=words,
        name_of=name_of,
        chips=[
            (label, url_for("internships.offers", **{key: value for key, value in arguments.items() if key != name}))
            for name, label in form.chosen()
        ],
        open_periods=collecting(region),
    )


@bp.get("/places")
@requires(GET=PLACES)
def places() -> str:
    """One's own places, and the periods in which more can be offered."""
    region, user = current_region(), require_user()
    reach = organisations_where(user, region, PLACES)
    return render_template(
        "internships/offers/own.html",
        page=queries.own_places(region, user, number=request.args.get("page", 1, type=int)),
        open_periods=collecting(region),
        words=words,
        name_of=name_of,
        everywhere=reach.everywhere,
        acts_for_nobody=not reach.everywhere and not reach.organisations,
    )


@bp.route("/places/new", methods=["GET", "POST"])
@requires(GET=PLACES, POST=PLACES)
@once
def new_place() -> Any:
    """Offer places in a period that collects."""
    region, user = current_region(), require_user()
    mine = employers_of(region, user)
    wanted = request.args.get("period", "")
    periods = [*collecting(region), *(taking_late(region) if may(user, region, COORDINATE) else ())]
    form = OfferForm(
        region,
        None,
        request.form if request.method == "POST" else None,
        periods=periods,
        organisations=mine,
        data={"period_id": wanted, "contact_name": user.name, "contact_email": user.email} if mine is not None else {"period_id": wanted},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.make_offer(
                        region=region,
                        period=period_of(int(form.period_id.data), lock=True),
                        organisation=_employer(form),
                        source=OfferSource.OWN_PAGE,
                        facts=form.facts(),
                    )
                flash(_("Platsen är sparad som utkast. Läs igenom den, och öppna den sedan."), "success")
                return redirect(url_for("internships.place", offer_id=made.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/offers/edit.html", form=form, offer=None, open_periods=periods), status


def _employer(form: Any) -> Organisation:
    """The employer that was chosen or typed."""
    if "orgnr" in form:
        return in_region(current_region(), form.orgnr.data, field="orgnr")
    return of_region(current_region(), int(form.organisation_id.data))


@bp.get(ONE)
@requires(GET=PLACES)
def place(offer_id: int) -> str:
    """One offer: what it says, who shares it, and what can be done with it."""
    region, user = current_region(), require_user()
    found = queries.own_place(region, user, offer_id)
    period = period_of(found.period_id)
    return render_template(
        "internships/offers/offer.html",
        offer=found,
        organisation=of_region(region, found.organisation_id),
        period=period,
        kind=kind_of(period.kind_id),
        group=taxonomy.group(found.occupation_group) if found.occupation_group else None,
        shares=queries.shares(found),
        supervisor=queries.supervisor_name(found),
        contact=queries.contact(found),
        words=words,
        name_of=name_of,
        may_change=service.may_change(found, period),
        may_withdraw=found.status != "withdrawn" and period.status != "ended",
        coordinates=may(user, region, COORDINATE),
    )


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=PLACES, POST=PLACES)
@once
def edit_place(offer_id: int) -> Any:
    """Change it. Somebody else's change in between is told, and what was typed stays."""
    region, posted = current_region(), request.method == "POST"
    offer = queries.own_place(region, require_user(), offer_id, lock=posted)
    form = OfferForm(region, offer, request.form if posted else None, supervisors=supervisors_of([offer.organisation_id]))
    status = 200
    if posted:
        status = 422
        if form.version.data != str(offer.version):
            status = 409
            form.version.process_data(str(offer.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.change_offer(region=region, offer=offer, facts=form.facts())
                flash(_("Ändringen är sparad."), "success")
                return redirect(url_for("internships.place", offer_id=offer.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/offers/edit.html", form=form, offer=offer, open_periods=()), status


@bp.post(f"{ONE}/open")
@requires(POST=PLACES)
@once
def open_place(offer_id: int) -> Any:
    """Let it be wished for."""
    region = current_region()
    offer = queries.own_place(region, require_user(), offer_id, lock=True)
    try:
        with atomic():
            service.open_offer(region=region, offer=offer)
        late = period_of(offer.period_id).status in service.LATE
        flash(_("Platsen är öppen.") if late else _("Platsen är öppen. De sökande ser den när önskemålen öppnar."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.place", offer_id=offer_id))


@bp.route(f"{ONE}/withdraw", methods=["GET", "POST"])
@requires(GET=PLACES, POST=PLACES)
@once
def withdraw_place(offer_id: int) -> Any:
    """Take it back, with the reason."""
    region = current_region()
    offer = queries.own_place(region, require_user(), offer_id, lock=request.method == "POST")
    form = WithdrawForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.withdraw_offer(region=region, offer=offer, reason=" ".join((form.reason.data or "").split()))
                flash(_("Platsen är tillbakadragen."), "success")
                return redirect(url_for("internships.place", offer_id=offer.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/offers/withdraw.html", form=form, offer=offer), status


@bp.route(f"{ONE}/schools", methods=["GET", "POST"])
@requires(GET=PLACES, POST=PLACES)
@once
def place_schools(offer_id: int) -> Any:
    """Which schools have places of their own there."""
    region, posted = current_region(), request.method == "POST"
    offer = queries.own_place(region, require_user(), offer_id, lock=posted)
    form = QuotaForm(queries.schools(region), request.form if posted else None)
    status = 200
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    school = of_region(region, int(form.school_id.data))
                    service.set_quota(region=region, offer=offer, school=school, places=form.places.data or 0)
                flash(_("Skolans andel är sparad."), "success")
                return redirect(url_for("internships.place_schools", offer_id=offer.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/offers/schools.html", form=form, offer=offer, shares=queries.shares(offer)), status
