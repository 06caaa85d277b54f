"""Pages of examinations for the centre: what waits, the times, those who write, and their attendance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.records.people import protected_addresses
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.distance_learning.centres.models import LearningCentre, RoomKind
from plugins.distance_learning.centres.queries import managed_centres, own_centre, rooms_of
from plugins.distance_learning.exams import queries, service
from plugins.distance_learning.exams.forms import ASKERS, ATTENDANCE, DELIVERIES, PlaceForm, ReasonForm, SlotForm
from plugins.distance_learning.exams.models import Attendance, ExamBooking
from plugins.distance_learning.permissions import EXAMS
from plugins.distance_learning.views import MAX_ID, bp
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.times import clock, span, start_text, wall

SLOT = f"/exams/slots/<int(max={MAX_ID}):slot_id>"
BOOKING = f"/exams/bookings/<int(max={MAX_ID}):booking_id>"


@bp.get("/exams/manage")
@requires(GET=EXAMS)
def exam_board() -> str:
    """What waits for an answer, and the times of one's own centres."""
    region, user = current_region(), current_user()
    ids = [centre.id for centre in managed_centres(region, user, EXAMS)]
    waiting = queries.waiting_for_centre(region, user)
    return render_template(
        "distance_learning/exams/board.html",
        waiting=waiting,
        hidden=protected_addresses(booking.email for booking, _centre in waiting),
        coming=queries.coming_slots(region, ids, only_open=False),
        past=queries.past_slots(region, ids),
        span=span,
        start_text=start_text,
    )


@bp.route("/exams/slots/new", methods=["GET", "POST"])
@requires(GET=EXAMS, POST=EXAMS)
@once
def new_exam_slot() -> Any:
    """Make a time for examinations; for somebody who has asked for one, as it was wished."""
    region, user = current_region(), current_user()
    asked = request.args.get("booking", type=int)
    booking = queries.own_booking(region, user, asked) if asked and 0 < asked <= MAX_ID else None
    form = SlotForm(formdata=request.form if request.method == "POST" else None, data=_wished(booking) if booking else None)
    centres = managed_centres(region, user, EXAMS)
    form.centre.choices = [(centre.id, centre.name) for centre in centres]
    form.room.choices = [
        (room.id, _("%(centre)s: %(room)s, %(n)s platser", centre=centre.name, room=room.name, n=room.seats))
        for centre in centres
        for room in rooms_of(centre)
    ]
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            starts_at, ends_at = form.span
            try:
                with atomic():
                    slot = service.open_slot(
                        region=region,
                        centre=own_centre(region, user, form.centre.data, EXAMS),
                        room_id=form.room.data,
                        starts_at=starts_at,
                        ends_at=ends_at,
                        seats=form.seats.data or 0,
                        invigilator=form.invigilator.data or "",
                        is_open=form.is_open.data,
                    )
                flash(_("Tiden är upplagd."), "success")
                if booking:
                    return redirect(url_for("distance_learning.exam_booking", booking_id=booking.id, slot=slot.id))
                return redirect(url_for("distance_learning.exam_slot", slot_id=slot.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    back = url_for("distance_learning.exam_booking", booking_id=booking.id) if booking else url_for("distance_learning.exam_board")
    return render_template("distance_learning/exams/new_slot.html", form=form, back_url=back), status


def _wished(booking: ExamBooking) -> dict[str, Any]:
    """A time as somebody has asked for it, in a room for examinations if there is one."""
    rooms = rooms_of(get(LearningCentre, booking.centre_id))
    room = next((room for room in rooms if room.kind == RoomKind.EXAM), None)
    return {
        "centre": booking.centre_id,
        "room": room.id if room else (rooms[0].id if rooms else None),
        "day": wall(booking.wanted_at).date(),
        "start": clock(booking.wanted_at),
        "stop": clock(booking.wanted_at + timedelta(minutes=booking.minutes)),
        "seats": 1,
    }


@bp.route(SLOT, methods=["GET", "POST"])
@requires(GET=EXAMS, POST=EXAMS)
@once
def exam_slot(slot_id: int) -> Any:
    """The invigilator's list, attendance, and the cancelling of the time."""
    region, user = current_region(), current_user()
    slot = queries.own_slot(region, user, slot_id)
    do = request.form.get("do", "")
    form = ReasonForm(formdata=request.form if do == "cancel" else None)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if do == "attendance":
                with atomic():
                    locked = queries.own_slot(region, user, slot_id, lock=True)
                    service.note_attendance(region=region, slot=locked, present=_attendance())
                flash(_("Närvaron är sparad."), "success")
                return redirect(url_for("distance_learning.exam_slot", slot_id=slot_id))
            if do == "cancel" and form.validate():
                with atomic():
                    locked = queries.own_slot(region, user, slot_id, lock=True)
                    told = service.cancel_slot(region=region, slot=locked, reason=form.reason.data.strip())
                said = ngettext("%(n)s person har fått mejl.", "%(n)s personer har fått mejl.", told, n=told)
                flash(_("Tiden är inställd. %(said)s", said=said))
                return redirect(url_for("distance_learning.exam_board"))
        except DomainError as error:
            form.add_error(error)
            status = error.status
    page = render_template(
        "distance_learning/exams/slot.html",
        row=queries.slot_row(region, slot_id),
        writing=queries.writing(slot),
        nameable=queries.nameable(slot),
        attendance=ATTENDANCE,
        form=form,
        span=span,
    )
    return page, status


def _attendance() -> dict[int, Attendance]:
    found = {}
    for name, value in request.form.items():
        number = name.removeprefix("came_")
        if number != name and number.isdecimal() and value in set(Attendance):
            found[int(number)] = Attendance(value)
    return found


@bp.route(BOOKING, methods=["GET", "POST"])
@requires(GET=EXAMS, POST=EXAMS)
@once
def exam_booking(booking_id: int) -> Any:
    """One who is to write: give a seat, move, decline or cancel. Special arrangements are shown here and nowhere else."""
    region, user = current_region(), current_user()
    booking = queries.own_booking(region, user, booking_id)
    do = request.form.get("do", "")
    place = PlaceForm(formdata=request.form if do == "place" else None, data={"slot": request.args.get("slot", type=int)})
    rows = [row for row in queries.coming_slots(region, [booking.centre_id], only_open=False) if row.left or row.slot.id == booking.slot_id]
    place.slot.choices = [(row.slot.id, _slot_title(row)) for row in rows]
    answer = ReasonForm(formdata=request.form if do in {"decline", "cancel"} else None)
    form, status = (place if do == "place" else answer), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    locked = queries.own_booking(region, user, booking_id, lock=True)
                    if do == "place":
                        service.place(region=region, booking=locked, slot_id=place.slot.data)
                    elif do == "decline":
                        service.decline(region=region, booking=locked, reason=answer.reason.data.strip())
                    else:
                        service.cancel(region=region, booking=locked, reason=answer.reason.data.strip())
                flash(_("Det är sparat, och den som bokat har fått ett mejl."), "success")
                return redirect(url_for("distance_learning.exam_booking", booking_id=booking_id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "distance_learning/exams/booking.html",
        booking=booking,
        hidden=bool(protected_addresses([booking.email, booking.contact_email])),
        row=queries.slot_row(region, booking.slot_id) if booking.slot_id else None,
        place=place,
        answer=answer,
        form=form,
        askers=ASKERS,
        deliveries=DELIVERIES,
        status=VisitStatus,
        span=span,
        start_text=start_text,
    )
    return page, status


def _slot_title(row: queries.SlotRow) -> str:
    when = span(row.slot.starts_at, row.slot.ends_at)
    return _("%(when)s, %(room)s, %(n)s lediga", when=when, room=row.room.name, n=row.left)
