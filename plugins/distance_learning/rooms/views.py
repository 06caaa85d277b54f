"""Pages of places, rooms and equipment: the week, a booking, and what the centre looks after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.records.people import protected_addresses
from core.users.queries import may, organisations_where
from core.web.access import public, requires
from core.web.context import current_region, current_user, require_user
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import equipment_of, managed_centres, own_centre, published_centre, rooms_of
from plugins.distance_learning.permissions import BOOKINGS
from plugins.distance_learning.rooms import queries, service
from plugins.distance_learning.rooms.forms import BookForm, CancelForm
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.rooms.visits import KIND
from plugins.distance_learning.rooms.week import monday_of, name_of, week_of
from plugins.distance_learning.views import MAX_ID, bp
from plugins.distance_learning.visiting import service as visits
from plugins.distance_learning.visiting.times import span

BOOKING = f"/rooms/<int(max={MAX_ID}):booking_id>"


@bp.get("/centres/<slug>/week")
@public("GET")
def room_week(slug: str) -> str:
    """What is booked in a week. Nobody is named."""
    centre = published_centre(current_region(), slug[:80])
    monday = monday_of(request.args.get("week", ""))
    return render_template(
        "distance_learning/rooms/week.html",
        centre=centre,
        week=week_of(centre, monday),
        today=today(),
        earlier=name_of(monday - timedelta(weeks=1)),
        later=name_of(monday + timedelta(weeks=1)),
    )


@bp.route("/centres/<slug>/book", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def book_room(slug: str) -> Any:
    """Public: inhabitants book without an account and confirm by mail. The centre's own staff book at once, and in series."""
    region = current_region()
    centre = published_centre(region, slug[:80])
    staff = _is_staff(centre)
    bookable = [each for each in equipment_of(centre) if each.is_bookable]
    form = BookForm(centre, rooms_of(centre), bookable, staff=staff, formdata=request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            booking = form.booking(centre)
            try:
                with atomic():
                    if staff:
                        weeks = form.weeks.data or 1
                        made = service.book_as_staff(region=region, centre=centre, booking=booking, user=require_user(), weeks=weeks)
                        flash(ngettext("Det är bokat.", "Alla %(num)s tider är bokade.", len(made)), "success")
                        return redirect(url_for("distance_learning.room_week", slug=centre.slug))
                    service.check(centre, booking, lock=False)
                    booking.name, booking.email = form.name.data.strip(), form.email.data
                    visits.begin(region=region, kind=KIND, booking=booking)
                return redirect(url_for("distance_learning.mail_sent"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    back = url_for("distance_learning.room_week", slug=centre.slug)
    return render_template("distance_learning/rooms/book.html", centre=centre, form=form, staff=staff, back_url=back), status


def _is_staff(centre: LearningCentre) -> bool:
    region, user = current_region(), current_user()
    return user is not None and may(user, region, BOOKINGS) and centre.organisation_id in organisations_where(user, region, BOOKINGS)


@bp.get("/rooms/manage")
@requires(GET=BOOKINGS)
def room_board() -> str:
    """The coming bookings of one's own centres."""
    region = current_region()
    ids = [centre.id for centre in managed_centres(region, current_user(), BOOKINGS)]
    page = queries.coming(region, ids, number=request.args.get("page", 1, type=int))
    return render_template(
        "distance_learning/rooms/board.html",
        page=page,
        hidden=protected_addresses(row[0].email for row in page.items),
        span=span,
    )


@bp.route(BOOKING, methods=["GET", "POST"])
@requires(GET=BOOKINGS, POST=BOOKINGS)
@once
def room_booking(booking_id: int) -> Any:
    """One booking, to see and to cancel."""
    region, user = current_region(), current_user()
    booking = get(RoomBooking, booking_id)
    centre = own_centre(region, user, booking.centre_id, BOOKINGS)
    form, status = CancelForm(formdata=request.form if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    locked = get(RoomBooking, booking_id, lock=True)
                    service.cancel(region=region, booking=locked, reason=(form.reason.data or "").strip())
                flash(_("Bokningen är avbokad."), "success")
                return redirect(url_for("distance_learning.room_board"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "distance_learning/rooms/booking.html",
        booking=booking,
        centre=centre,
        facts=KIND.facts(booking),
        hidden=bool(protected_addresses([booking.email])),
        form=form,
        span=span,
    )
    return page, status
