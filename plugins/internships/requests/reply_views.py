"""The page that a unit's mailed link leads to."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.internships.periods.queries import period as period_of
from plugins.internships.requests import queries, service
from plugins.internships.requests.forms import ReplyForm
from plugins.internships.requests.models import PlacementRequest
from plugins.internships.views import bp


@bp.route("/reply/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def unit_reply(token: str) -> Any:
    """Answer how many a unit takes. A look changes nothing: mail scanners open links."""
    region, posted, status = current_region(), request.method == "POST", 200
    share = queries.by_token(region, token, lock=posted)
    if share is None:
        abort(404)
    found = get(PlacementRequest, share.request_id)
    period = period_of(found.period_id)
    form = ReplyForm(request.form if posted else None, data={"places": share.asked})
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.reply(region=region, share=share, places=form.places.data or 0, note=" ".join((form.note.data or "").split()))
                flash(_("Tack för svaret."), "success")
                return redirect(url_for("internships.unit_reply", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "internships/requests/reply.html",
        form=form,
        share=share,
        found=found,
        period=period,
        school=of_region(region, found.school_id),
        is_open=service.is_open(found, period),
    )
    return page, status
