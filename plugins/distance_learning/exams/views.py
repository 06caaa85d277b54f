"""Pages of examinations for everybody: which times there are, and the request for a seat."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from core.db import atomic, utcnow
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.regions.queries import municipalities
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import published_centre
from plugins.distance_learning.exams import queries
from plugins.distance_learning.exams.forms import RequestForm, wish
from plugins.distance_learning.exams.models import Asker, Delivery, ExamBooking
from plugins.distance_learning.exams.visits import KIND
from plugins.distance_learning.rooms.opening import closed_because
from plugins.distance_learning.views import MAX_ID, bp
from plugins.distance_learning.visiting import service
from plugins.distance_learning.visiting.times import MAX_AHEAD, span, wall


@bp.get("/exams")
@public("GET")
def exams() -> str:
    """The times that anybody may book, and the centres that arrange others."""
    region = current_region()
    centres = queries.invigilating(region)
    return render_template(
        "distance_learning/exams/exams.html",
        centres=centres,
        rows=queries.coming_slots(region, [centre.id for centre in centres], only_open=True),
        span=span,
    )


@bp.route("/exams/<slug>/request", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def request_exam(slug: str) -> Any:
    """Public: whoever is to write, or the school, asks without an account and confirms by mail."""
    region = current_region()
    centre = published_centre(region, slug[:80])
    if not centre.invigilates:
        raise NotFound(_("Det går inte att skriva tentamen på det här lärcentrumet."))
    row = None
    if (number := request.args.get("slot", 0, type=int)) and 0 < number <= MAX_ID:
        row = queries.slot_row(region, number)
        if row.slot.centre_id != centre.id or not row.slot.is_open or row.slot.cancelled_at or row.slot.starts_at <= utcnow():
            raise NotFound(_("Tiden går inte längre att boka. Välj en annan."))
    named = [(each.code, each.name) for each in municipalities(region)]
    form = RequestForm(named, with_time=row is None, formdata=request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.begin(region=region, kind=KIND, booking=_booking(form, centre, row))
                return redirect(url_for("distance_learning.mail_sent"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "distance_learning/exams/request.html", centre=centre, row=row, form=form, span=span, back_url=url_for("distance_learning.exams")
    )
    return page, status


def _booking(form: RequestForm, centre: LearningCentre, row: queries.SlotRow | None) -> ExamBooking:
    minutes = form.minutes.data or 0
    if row is not None:
        if row.left == 0:
            raise DomainError(_("Den sista platsen är tagen. Välj en annan tid."))
        if minutes > (row.slot.ends_at - row.slot.starts_at).total_seconds() / 60:
            raise DomainError(_("Tiden är kortare än din tentamen. Välj en annan, eller begär en egen."), field="minutes")
        wanted_at = row.slot.starts_at
    else:
        wanted_at, _length = wish(form)
        if wanted_at <= utcnow() or wanted_at > utcnow() + MAX_AHEAD:
            raise DomainError(_("Välj en tid som inte har varit, högst ett år framåt."), field="day")
        closed = closed_because(centre.closures, wall(wanted_at).date())
        if closed is not None:
            raise DomainError(_("Lärcentrumet är stängt den dagen. %(reason)s", reason=closed).strip(), field="day")
    texts = {
        name: (form[name].data or "").strip() for name in ("exam", "provider", "aids", "contact_name", "contact_email", "arrangements")
    }
    return ExamBooking(
        region_id=centre.region_id,
        centre_id=centre.id,
        slot_id=row.slot.id if row else None,
        asker=Asker(form.asker.data),
        delivery=Delivery(form.delivery.data),
        wanted_at=wanted_at,
        minutes=minutes,
        name=(form.name.data or "").strip(),
        email=form.email.data,
        municipality_code=form.municipality.data or "",
        **texts,
    )
