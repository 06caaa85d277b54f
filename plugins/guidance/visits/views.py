"""Pages of visits: what is offered, booking, and where employers keep theirs."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic, utcnow
from core.errors import DomainError, NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.taxonomy import queries as taxonomy
from core.users.queries import may, organisations_where
from core.web.access import public, requires
from core.web.context import current_region, current_user, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.guidance.employers.queries import missing
from plugins.guidance.permissions import BOOK, OFFER
from plugins.guidance.views import MAX_ID, bp
from plugins.guidance.visits import queries, service, words
from plugins.guidance.visits.forms import BookingForm, VisitForm
from plugins.guidance.visits.models import Visit

ONE = f"/visits/<int(max={MAX_ID}):visit_id>"
BOOKING = f"{ONE}/bookings/<int(max={MAX_ID}):booking_id>"


def _posted() -> Any:
    return request.form if request.method == "POST" else None


@bp.get("/visits")
@public("GET")
def visits() -> str:
    """Study visits and practice days to come."""
    region, user = current_region(), current_user()
    return render_template(
        "guidance/visits/list.html",
        page=queries.coming(region, number=request.args.get("page", 1, type=int)),
        mine=queries.mine(region, user) if user is not None else [],
        offers=bool(may(user, region, OFFER) and queries.may_offer_for(region, user)),
        words=words,
        name_of=name_of,
    )


@bp.get(ONE)
@public("GET")
def visit(visit_id: int) -> str:
    """One visit. Bookings are shown to the employer's own people and the region."""
    region, user = current_region(), current_user()
    found = queries.visit(region, visit_id)
    keeps = found.organisation_id in organisations_where(user, region, OFFER)
    rows = [each for each in queries.bookings(found) if keeps or (user is not None and each.user_id == user.id)]
    is_open = found.cancelled_at is None and found.starts_at > utcnow()
    return render_template(
        "guidance/visits/visit.html",
        found=found,
        left=found.seats - queries.taken(found),
        rows=rows,
        contacts=queries.contacts(rows),
        groups=taxonomy.groups(found.occupation_groups),
        place=name_of(found.municipality_code),
        keeps=keeps,
        books=is_open and may(user, region, BOOK),
        is_open=is_open,
        words=words,
    )


@bp.route("/visits/new", methods=["GET", "POST"])
@requires(GET=OFFER, POST=OFFER)
@once
def new_visit() -> Any:
    """Offer a visit."""
    region, user = current_region(), require_user()
    among = {str(each.id): each for each in queries.may_offer_for(region, user)}
    if not among:
        return render_template("guidance/employers/nobody.html")
    form = VisitForm(region, None, list(among.values()), _posted())

    def save() -> Visit:
        return service.save_visit(region=region, visit=None, organisation=among[form.organisation_id.data], facts=form.facts())

    return save_form(form, None, save, done=_("Erbjudandet är sparat."), to=_to, template="guidance/visits/edit.html")


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=OFFER, POST=OFFER)
@once
def edit_visit(visit_id: int) -> Any:
    """Change a visit."""
    region = current_region()
    found = queries.own_visit(region, require_user(), visit_id, lock=request.method == "POST")
    form = VisitForm(region, found, (), _posted())
    return save_form(
        form,
        found,
        lambda: service.save_visit(region=region, visit=found, organisation=None, facts=form.facts()),
        done=_("Erbjudandet är sparat."),
        to=_to,
        template="guidance/visits/edit.html",
    )


def _to(saved: Any) -> str:
    return url_for("guidance.visit", visit_id=saved.id)


def _step(of: Visit, change: Any, done: str) -> Any:
    try:
        with atomic():
            change()
        flash(done, "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to(of))


@bp.post(f"{ONE}/cancel")
@requires(POST=OFFER)
@once
def cancel_visit(visit_id: int) -> Any:
    """Take an offer back."""
    region = current_region()
    found = queries.own_visit(region, require_user(), visit_id, lock=True)
    return _step(found, lambda: service.cancel_visit(region=region, visit=found), _("Besöket är inställt. De som har bokat får veta det."))


@bp.route(f"{ONE}/book", methods=["GET", "POST"])
@requires(GET=BOOK, POST=BOOK)
@once
def book_visit(visit_id: int) -> Any:
    """Book seats."""
    region, user = current_region(), require_user()
    found = queries.visit(region, visit_id, lock=request.method == "POST")
    form = BookingForm(user.name, user.email, _posted())
    return save_form(
        form,
        None,
        lambda: service.book(region=region, visit=found, user=user, facts=form.facts()),
        done=_("Tack. Arbetsgivaren har fått er bokning.") if found.needs_answer else _("Klart. Besöket är bokat."),
        to=lambda saved: _to(found),
        template="guidance/visits/book.html",
        visit=found,
        left=found.seats - queries.taken(found),
    )


@bp.post(f"{BOOKING}/confirm")
@requires(POST=OFFER)
@once
def confirm_booking(visit_id: int, booking_id: int) -> Any:
    """The employer says yes."""
    region = current_region()
    found = queries.own_visit(region, require_user(), visit_id, lock=True)
    row = queries.booking(found, booking_id)
    return _step(found, lambda: service.confirm(region=region, visit=found, booking=row), _("Bokningen är bekräftad."))


@bp.post(f"{BOOKING}/cancel")
@requires(POST=BOOK)
@once
def cancel_booking(visit_id: int, booking_id: int) -> Any:
    """Give the seats back: who booked, or the employer."""
    region, user = current_region(), require_user()
    found = queries.visit(region, visit_id, lock=True)
    row = queries.booking(found, booking_id)
    if row.user_id != user.id and found.organisation_id not in organisations_where(user, region, OFFER):
        raise NotFound(missing())
    return _step(found, lambda: service.cancel_booking(region=region, visit=found, booking=row), _("Bokningen är avbokad."))
