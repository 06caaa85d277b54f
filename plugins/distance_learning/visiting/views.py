"""Pages behind a mailed link, and the pages where one finds what can be booked and what is to be looked after."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, Gone, NotFound
from core.i18n import gettext as _
from core.records.people import protected_addresses
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.distance_learning.centres.queries import published_centres
from plugins.distance_learning.exams.queries import coming_slots, invigilating
from plugins.distance_learning.support.queries import free_slots, groups
from plugins.distance_learning.views import bp
from plugins.distance_learning.visiting import calendar, service
from plugins.distance_learning.visiting.kinds import kinds
from plugins.distance_learning.visiting.models import ENDED, VisitStatus
from plugins.distance_learning.visiting.times import span

KIND = "<any(exam,room,support,group):kind>"


@bp.get("/book")
@public("GET")
def book() -> str:
    """What can be booked at learning centres: one page that leads to all of it."""
    region = current_region()
    writes = invigilating(region)
    return render_template(
        "distance_learning/visiting/book.html",
        centres=published_centres(region),
        exams=len(coming_slots(region, [centre.id for centre in writes], only_open=True)),
        talks=len(free_slots(region)),
        groups=len(groups(region)),
    )


@bp.get("/book/sent")
@public("GET")
def mail_sent() -> str:
    """Told to everybody who has booked, whether or not the address is known."""
    return render_template("distance_learning/visiting/sent.html")


@bp.route(f"/mine/{KIND}/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def mine(kind: str, token: str) -> Any:
    """Public, because the link itself is the right: it was mailed to the one who booked. A GET changes nothing: scanners open links."""
    region, which = current_region(), kinds()[kind]
    error, status = "", 200
    try:
        booking = service.by_token(region, which, token)
        if request.method == "POST":
            try:
                with atomic():
                    if request.form.get("do") == "cancel":
                        service.cancel(region=region, kind=which, token=token)
                        flash(_("Det är avbokat. Vi har skickat ett mejl."))
                    elif request.form.get("do") == "confirm":
                        done = service.confirm(region=region, kind=which, token=token)
                        flash(
                            _("Lärcentrumet har fått din begäran och svarar med ett mejl.")
                            if done.status is VisitStatus.ASKED
                            else _("Det är klart. Vi har skickat ett mejl.")
                        )
                return redirect(url_for("distance_learning.mine", kind=kind, token=token))
            except DomainError as refused:
                error, status = refused.message, refused.status
    except (NotFound, Gone) as ended:
        return render_template("distance_learning/visiting/link_ended.html", message=ended.message), ended.status
    facts = which.facts(booking)
    hidden = bool(protected_addresses([booking.email]))
    page = render_template(
        "distance_learning/visiting/mine.html",
        booking=booking,
        facts=facts,
        rows=() if hidden else facts.rows,
        when=span(facts.starts_at, facts.ends_at) if facts.starts_at and facts.ends_at else "",
        waiting=booking.status is VisitStatus.WAITING,
        booked=booking.status is VisitStatus.BOOKED,
        ended=booking.status in ENDED,
        calendar_url=url_for("distance_learning.mine_calendar", kind=kind, token=token)
        if booking.status is VisitStatus.BOOKED and facts.starts_at
        else "",
        error=error,
    )
    return page, status


@bp.get(f"/mine/{KIND}/<token>.ics")
@public("GET")
def mine_calendar(kind: str, token: str) -> Any:
    """The time as a calendar file."""
    region, which = current_region(), kinds()[kind]
    booking = service.by_token(region, which, token)
    content = calendar.one(region, which, booking, url_for("distance_learning.mine", kind=kind, token=token))
    if booking.status is not VisitStatus.BOOKED or not content:
        return redirect(url_for("distance_learning.mine", kind=kind, token=token))
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="bokning.ics"'
    return answer
