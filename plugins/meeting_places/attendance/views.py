"""Checking in, certificates, and the organisers' list to tick."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic, get, one_or_none
from core.documents import render_pdf
from core.errors import DomainError, NotFound
from core.files.sheets import attachment
from core.i18n import gettext as _
from core.i18n import ngettext
from core.organisations.models import Organisation
from core.records.people import protected_addresses
from core.web.access import public, requires
from core.web.context import current_region, require_user
from core.web.limits import GUESS, PUBLIC_POST, limiter
from core.web.submission import once
from plugins.meeting_places.attendance import queries, service, words
from plugins.meeting_places.attendance.certificate import certificate, grouped, initials, plain
from plugins.meeting_places.attendance.forms import CheckInForm, CodeForm
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.meetings.queries import public_meeting
from plugins.meeting_places.meetings.service import own_meeting
from plugins.meeting_places.permissions import PARTICIPANTS
from plugins.meeting_places.registration.links import by_token
from plugins.meeting_places.registration.manage_views import ONE
from plugins.meeting_places.registration.queries import is_over, listing, registered_by, rows
from plugins.meeting_places.registration.views import MINE
from plugins.meeting_places.times import span
from plugins.meeting_places.views import bp


@bp.route(f"{ONE}/check-in", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def check_in(meeting_id: int) -> Any:
    """Public: participants write the code that is shown in the room. What is answered does not tell who is registered."""
    region = current_region()
    meeting = public_meeting(region, meeting_id)
    if meeting.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    form, status = CheckInForm(), 200
    is_open = queries.may_check_in(meeting)
    if request.method == "POST":
        status = 422 if is_open else 409
        if is_open and form.validate():
            try:
                with atomic():
                    found = registered_by(meeting, form.email.data)
                    if found is None:
                        raise DomainError(
                            _("Koden och adressen hör inte ihop med någon anmälan. Kontrollera båda, eller prata med arrangören.")
                        )
                    service.check_in(region=region, meeting=meeting, registration=found, code=form.code.data or "")
                flash(_("Tack. Nu är din närvaro noterad."), "success")
                return redirect(url_for("meeting_places.check_in", meeting_id=meeting.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template("meeting_places/attendance/check_in.html", meeting=meeting, form=form, is_open=is_open)
    return page, status


@bp.get(f"{ONE}/check-in/code")
@requires(GET=PARTICIPANTS)
def check_in_code(meeting_id: int) -> str:
    """The code in large signs, to show in the room."""
    meeting = own_meeting(current_region(), require_user(), meeting_id, permission=PARTICIPANTS)
    address = url_for("meeting_places.check_in", meeting_id=meeting.id, _external=True)
    return render_template("meeting_places/attendance/code.html", meeting=meeting, address=address)


@bp.get(f"{MINE}/certificate.pdf")
@public("GET")
def certificate_file(token: str) -> Any:
    """Public, because the link itself is the right. The certificate of whoever was there."""
    region = current_region()
    found = by_token(region, token)
    attendance = queries.attendance_of(found) if found is not None else None
    if found is None or attendance is None or attendance.hours <= 0:
        raise NotFound(_("Det finns inget intyg. Det kommer när mötet är slut och närvaron är noterad."))
    meeting = get(Meeting, found.meeting_id)
    if not is_over(meeting):
        raise NotFound(_("Det finns inget intyg. Det kommer när mötet är slut och närvaron är noterad."))
    owner = one_or_none(Organisation, meeting.organisation_id) if meeting.organisation_id else None
    document = certificate(region, meeting, found, attendance, owner.name if owner else "")
    headers = {"Content-Disposition": attachment(f"intyg-{meeting.id}.pdf"), "Cache-Control": "no-store"}
    return Response(render_pdf(document), mimetype="application/pdf", headers=headers)


@bp.get("/certificates")
@public("GET")
@limiter.limit(GUESS)
def check_certificate() -> str:
    """Whether a certificate is true. Of the name only the first letters are shown."""
    form = CodeForm(request.args)
    code = plain(form.code.data or "") if form.validate() else ""
    found = queries.by_code(current_region(), code)
    facts: dict[str, Any] = {}
    if found is not None:
        attendance, registration, meeting = found
        hidden = bool(protected_addresses([registration.email]))
        facts = {
            "title": meeting.title,
            "when": span(meeting.starts_at, meeting.ends_at),
            "hours": attendance.hours,
            "initials": "" if hidden else initials(registration.name),
            "code": grouped(attendance.code or ""),
        }
    return render_template("meeting_places/attendance/check_certificate.html", form=form, asked=bool(code), facts=facts)


@bp.route(f"{ONE}/attendance", methods=["GET", "POST"])
@requires(GET=PARTICIPANTS, POST=PARTICIPANTS)
@once
def attendance(meeting_id: int) -> Any:
    """The list to tick, a page at a time: what is on other pages is not touched."""
    region, posted, status, error = current_region(), request.method == "POST", 200, ""
    meeting = own_meeting(region, require_user(), meeting_id, permission=PARTICIPANTS, lock=posted)
    number = request.args.get("page", 1, type=int)
    if posted:
        shown = {int(each) for each in request.form.getlist("shown")[:500] if each.isdigit() and len(each) < 10}
        there = {int(each) for each in request.form.getlist("there")[:500] if each.isdigit() and len(each) < 10}
        try:
            with atomic():
                changed = service.tick(region=region, meeting=meeting, shown=shown, there=there)
            flash(ngettext("Närvaron är ändrad för %(num)s person.", "Närvaron är ändrad för %(num)s personer.", changed), "success")
            return redirect(url_for("meeting_places.attendance", meeting_id=meeting.id, page=number if number > 1 else None))
        except DomainError as refused:
            error, status = refused.message, refused.status
    page = listing(meeting, status="registered", number=number, size=100)
    view = render_template(
        "meeting_places/attendance/attendance.html",
        meeting=meeting,
        page=page,
        rows=rows(page.items),
        lists=queries.lists(meeting),
        words=words,
        error=error,
        may_check_in=queries.may_check_in(meeting),
    )
    return view, status
