"""Registering without an account, and the page behind the link that is mailed then."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.notices.calendar import write
from core.plugins import CalendarItem
from core.records.people import protected_addresses, shown_contact
from core.regions.queries import by_id
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.meeting_places.attendance.queries import attendance_of, may_check_in
from plugins.meeting_places.attendance.service import check_in
from plugins.meeting_places.meetings import queries as meetings
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingStatus
from plugins.meeting_places.meetings.service import joining_link
from plugins.meeting_places.meetings.words import MODES, where
from plugins.meeting_places.registration import queries, service, words
from plugins.meeting_places.registration.forms import RegisterForm
from plugins.meeting_places.registration.links import by_token, invitation_by
from plugins.meeting_places.registration.models import MeetingInvitation, Registration, RegistrationStatus
from plugins.meeting_places.times import span
from plugins.meeting_places.views import MAX_ID, bp

MINE = "/registration/<token>"


@bp.route(f"/meetings/<int(max={MAX_ID}):meeting_id>/register", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def register(meeting_id: int) -> Any:
    """Public: whoever wants to be at an open meeting registers without an account."""
    region = current_region()
    meeting = meetings.public_meeting(region, meeting_id)
    if meeting.region_id != region.id:
        own = url_for("meeting_places.register", region=by_id(meeting.region_id).slug, meeting_id=meeting.id)
        return redirect(own, code=303 if request.method == "POST" else 302)
    return _register(meeting, None)


@bp.route("/invited/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def register_invited(token: str) -> Any:
    """Public, because the link itself is the right: it was mailed to the one who is invited."""
    region = current_region()
    invitation = invitation_by(region, token)
    if invitation is None:
        return _no_link()
    meeting = get(Meeting, invitation.meeting_id)
    if meeting.published_at is None:
        return _no_link()
    return _register(meeting, invitation)


def _register(meeting: Meeting, invitation: MeetingInvitation | None) -> Any:
    region, user, posted, status = current_region(), current_user(), request.method == "POST", 200
    closed = queries.closed_because(meeting)
    if not closed and meeting.access == Access.INVITED and invitation is None:
        closed = _("Mötet är för inbjudna. Använd länken i inbjudan.")
    form = RegisterForm(
        request.form if posted else None,
        meeting=meeting,
        programme=meetings.programme(meeting),
        with_email=invitation is None,
        data={"name": user.name, "email": user.email} if user is not None and invitation is None else None,
    )
    if posted:
        status = 409 if closed else 422
        if not closed and form.validate():
            try:
                with atomic():
                    address = invitation.email if invitation is not None else form.email.data
                    service.register(region=region, meeting=meeting, email=address, facts=form.facts(), invitation=invitation)
                return redirect(url_for("meeting_places.registered"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "meeting_places/registration/register.html",
        meeting=meeting,
        invitation=invitation,
        invited_at=shown_contact(invitation.email, invitation.email)[0] if invitation is not None else "",
        form=form,
        closed=closed,
        when=span(meeting.starts_at, meeting.ends_at),
        where=where(meeting),
        modes=MODES,
        free={mode: queries.left(meeting, mode) for mode in queries.ways(meeting)},
    )
    return page, status


@bp.get("/registered")
@public("GET")
def registered() -> str:
    """Told to everybody who registers, whether or not the address is registered already."""
    return render_template("meeting_places/registration/registered.html")


def _no_link() -> Any:
    return render_template("meeting_places/registration/no_link.html"), 404


@bp.route(MINE, methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def my_registration(token: str) -> Any:
    """Public, because the link itself is the right: it was mailed to the participant. A GET changes nothing: scanners open links."""
    region, error, status = current_region(), "", 200
    found = by_token(region, token)
    if found is None:
        return _no_link()
    if request.method == "POST":
        try:
            with atomic():
                said = _do(request.form.get("do", ""), token)
            flash(said, "success")
            return redirect(url_for("meeting_places.my_registration", token=token))
        except DomainError as refused:
            error, status = refused.message, refused.status
            found = by_token(region, token) or found
    return _mine(found, token, error), status


def _do(what: str, token: str) -> str:
    region = current_region()
    if what == "accept":
        service.accept(region=region, token=token)
        return _("Platsen är din. Vi har skickat ett mejl.")
    if what == "cancel":
        service.cancel(region=region, token=token)
        return _("Din anmälan är avbokad. Vi har skickat ett mejl.")
    if what == "here":
        meeting, found = service.locked(region, token)
        check_in(region=region, meeting=meeting, registration=found, code=request.form.get("code", "")[:40])
        return _("Tack. Nu är din närvaro noterad.")
    raise DomainError(_("Välj vad du vill göra."))


def _mine(found: Registration, token: str, error: str) -> str:
    meeting = get(Meeting, found.meeting_id)
    attendance = attendance_of(found)
    parts = meetings.programme(meeting)
    return render_template(
        "meeting_places/registration/mine.html",
        found=found,
        meeting=meeting,
        token=token,
        error=error,
        words=words,
        mode=MODES[found.mode],
        when=span(meeting.starts_at, meeting.ends_at),
        where=where(meeting),
        hidden=bool(protected_addresses([found.email])),
        is_over=queries.is_over(meeting),
        is_cancelled=meeting.status == MeetingStatus.CANCELLED,
        may_change=found.status != RegistrationStatus.CANCELLED and not queries.is_over(meeting) and meeting.cancelled_at is None,
        place_in_line=queries.place_in_line(found) if found.status == RegistrationStatus.WAITING else 0,
        joining=joining_link(meeting) if found.status == RegistrationStatus.REGISTERED else "",
        chosen=[part for part in parts if part.id in found.sessions],
        needs=service.needs_of(found),
        attendance=attendance,
        may_check_in=attendance is None and found.status == RegistrationStatus.REGISTERED and may_check_in(meeting),
        has_certificate=attendance is not None and attendance.hours > 0 and queries.is_over(meeting),
    )


@bp.route(f"{MINE}/change", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def change_registration(token: str) -> Any:
    """Public, because the link itself is the right. The participant changes what they said."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = by_token(region, token)
    if found is None:
        return _no_link()
    meeting = get(Meeting, found.meeting_id)
    if found.status == RegistrationStatus.CANCELLED or queries.is_over(meeting) or meeting.cancelled_at is not None:
        return redirect(url_for("meeting_places.my_registration", token=token), code=303 if posted else 302)
    form = RegisterForm(
        request.form if posted else None,
        meeting=meeting,
        programme=meetings.programme(meeting),
        registration=found,
        needs=service.needs_of(found),
    )
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(Conflict(_("Anmälan har ändrats sedan du öppnade sidan. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.change(region=region, token=token, facts=form.facts())
                flash(_("Din anmälan är ändrad."), "success")
                return redirect(url_for("meeting_places.my_registration", token=token))
            except DomainError as refused:
                form.add_error(refused)
                status = refused.status
    return render_template("meeting_places/registration/change.html", form=form, meeting=meeting, token=token), status


@bp.get(f"{MINE}.ics")
@public("GET")
def registration_calendar(token: str) -> Any:
    """The meeting as a calendar file. The joining link does not stand in it: the page behind the address has it when it is time."""
    region = current_region()
    found = by_token(region, token)
    if found is None:
        raise NotFound(_("Länken leder inte till någon anmälan. Kontrollera att hela länken kom med."))
    meeting = get(Meeting, found.meeting_id)
    if found.status != RegistrationStatus.REGISTERED or meeting.cancelled_at is not None:
        return redirect(url_for("meeting_places.my_registration", token=token))
    item = CalendarItem(
        uid=f"meeting_places:registration:{found.id}",
        summary=meeting.title,
        start=meeting.starts_at,
        end=meeting.ends_at,
        updated=max(meeting.updated_at, found.updated_at),
        url=url_for("meeting_places.my_registration", token=token),
        location=where(meeting),
    )
    answer = Response(write(meeting.title, [(region, item)]), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="mote.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
