"""Pages where schools order places and follow the replies, and receivers give the orders out to their units."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.organisations.queries import of_region
from core.taxonomy import queries as taxonomy
from core.users.queries import organisations_where
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.internships.periods.queries import collecting
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import ANSWER, APPLICANTS
from plugins.internships.requests import queries, service, words
from plugins.internships.requests.forms import RequestForm, UnitForm
from plugins.internships.requests.models import PlacementRequest
from plugins.internships.views import MAX_ID, bp

ORDER = f"/orders/<int(max={MAX_ID}):request_id>"
ONE = f"/requests/<int(max={MAX_ID}):request_id>"


@bp.get("/orders")
@requires(GET=APPLICANTS)
def orders() -> str:
    """What one's school has ordered."""
    region, user = current_region(), require_user()
    page = queries.ordered(region, user, number=request.args.get("page", 1, type=int))
    reach = organisations_where(user, region, APPLICANTS)
    return render_template(
        "internships/requests/orders.html",
        page=page,
        words=words,
        open_periods=collecting(region),
        acts_for_nobody=not reach.everywhere and not reach.organisations,
    )


@bp.route("/orders/new", methods=["GET", "POST"])
@requires(GET=APPLICANTS, POST=APPLICANTS)
@once
def new_order() -> Any:
    """Order places."""
    region, user, posted, status = current_region(), require_user(), request.method == "POST", 200
    periods = collecting(region)
    form = RequestForm(periods, queries.ordering_schools(region, user), queries.receivers(region), request.form if posted else None)
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.send_request(
                        region=region,
                        period=period_of(int(form.period_id.data), lock=True),
                        school=of_region(region, int(form.school_id.data)),
                        receiver=of_region(region, int(form.receiver_id.data)),
                        facts=form.facts(),
                    )
                flash(_("Beställningen är skickad."), "success")
                return redirect(url_for("internships.order", request_id=made.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/requests/new.html", form=form, open_periods=periods), status


@bp.get(ORDER)
@requires(GET=APPLICANTS)
def order(request_id: int) -> str:
    """One order, for the school: what has been answered so far."""
    return _page(queries.own_order(current_region(), require_user(), request_id), receives=False)


@bp.post(f"{ORDER}/close")
@requires(POST=APPLICANTS)
@once
def close_order(request_id: int) -> Any:
    """The school needs no more answers."""
    found = queries.own_order(current_region(), require_user(), request_id, lock=True)
    with atomic():
        service.close_request(region=current_region(), request=found)
    flash(_("Beställningen är stängd. Ingen kan svara längre."), "success")
    return redirect(url_for("internships.order", request_id=request_id))


@bp.get("/requests")
@requires(GET=ANSWER)
def requests() -> str:
    """Orders to one's own organisation."""
    region, user = current_region(), require_user()
    page = queries.received(region, user, number=request.args.get("page", 1, type=int))
    return render_template("internships/requests/requests.html", page=page, words=words)


@bp.get(ONE)
@requires(GET=ANSWER)
def received_request(request_id: int) -> str:
    """One order, for its receiver: which units have been asked, and what they answered."""
    return _page(queries.own_request(current_region(), require_user(), request_id), receives=True)


@bp.route(f"{ONE}/units", methods=["GET", "POST"])
@requires(GET=ANSWER, POST=ANSWER)
@once
def ask_unit(request_id: int) -> Any:
    """Give a part of the order to a unit."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = queries.own_request(region, require_user(), request_id, lock=posted)
    rows = queries.shares(found)
    left = found.places - sum(row.asked if row.answered is None else row.answered for row in rows)
    receiver = of_region(region, found.receiver_id)
    form = UnitForm(region, found, left, receiver.municipality_code or "", request.form if posted else None)
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    row = service.ask_unit(region=region, request=found, facts=form.facts())
                flash(_("%(unit)s får frågan i ett mejl.", unit=row.workplace), "success")
                return redirect(url_for("internships.received_request", request_id=request_id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    possible = service.is_open(found, period_of(found.period_id))
    return render_template("internships/requests/unit.html", form=form, found=found, left=left, possible=possible), status


@bp.post(f"{ONE}/same-units")
@requires(POST=ANSWER)
@once
def ask_same_units(request_id: int) -> Any:
    """Ask the units of the order before."""
    region = current_region()
    found = queries.own_request(region, require_user(), request_id, lock=True)
    try:
        with atomic():
            count = service.ask_again(region=region, request=found)
        flash(ngettext("%(num)s enhet får frågan i ett mejl.", "%(num)s enheter får frågan i ett mejl.", count), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.received_request", request_id=request_id))


@bp.post(f"{ONE}/units/<int(max={MAX_ID}):share_id>/remind")
@requires(POST=ANSWER)
@once
def remind_unit(request_id: int, share_id: int) -> Any:
    """Mail a unit its link again."""
    region = current_region()
    found = queries.own_request(region, require_user(), request_id, lock=True)
    share = queries.share_of(found, share_id, lock=True)
    try:
        with atomic():
            service.remind_unit(region=region, request=found, share=share)
        flash(_("Enheten får en påminnelse i ett mejl."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.received_request", request_id=request_id))


def _page(found: PlacementRequest, *, receives: bool) -> str:
    region = current_region()
    period, rows = period_of(found.period_id), queries.shares(found)
    return render_template(
        "internships/requests/request.html",
        found=found,
        receives=receives,
        period=period,
        school=of_region(region, found.school_id),
        receiver=of_region(region, found.receiver_id),
        group=taxonomy.group(found.occupation_group) if found.occupation_group else None,
        shares=rows,
        addresses=queries.shown_addresses(rows),
        earlier=len(queries.earlier_units(found)) if receives else 0,
        is_open=service.is_open(found, period),
        words=words,
        name_of=name_of,
    )
