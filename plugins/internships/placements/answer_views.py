"""The page that mails about a placement lead to: where, why, and yes or no. The link is the key; a look changes nothing."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.internships.after.queries import for_placement
from plugins.internships.applicants.links import by_token
from plugins.internships.placements import answers, queries
from plugins.internships.rounds import explaining
from plugins.internships.views import bp

MAX_DIGITS = 10


@bp.route("/mine/<token>/placement", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def my_placement(token: str) -> Any:
    """The applicant's placement, and the answer to it."""
    region, status = current_region(), 200
    applicant = by_token(region, token)
    error = ""
    if request.method == "POST":
        answer, wanted = request.form.get("answer", ""), request.form.get("placement", "")
        if answer not in ("yes", "no") or not wanted.isdecimal() or len(wanted) > MAX_DIGITS:
            abort(400)
        say = answers.accept if answer == "yes" else answers.decline
        try:
            with atomic():
                say(region=region, applicant=applicant, placement_id=int(wanted))
            flash(_("Tack. Du har tackat ja.") if answer == "yes" else _("Du har tackat nej."), "success")
            return redirect(url_for("internships.my_placement", token=token))
        except DomainError as refused:
            error, status = refused.message, refused.status
    mine = queries.for_applicant(applicant)
    page = render_template(
        "internships/placements/mine.html",
        token=token,
        mine=mine,
        after=for_placement(mine.placement) if mine else None,
        reasons=explaining.of(applicant),
        error=error,
    )
    return page, status
