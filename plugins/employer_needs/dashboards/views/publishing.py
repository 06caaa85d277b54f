"""Publishing a closed round's figures: what it means, and the decision."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.dashboards import publishing as service
from plugins.employer_needs.links import path
from plugins.employer_needs.services.rounds import own_round
from plugins.employer_needs.views.blueprint import bp

MANAGE = "employer_needs.round.manage"


@bp.get("/omgangar/<int:round_id>/publicera")
@bp.post("/omgangar/<int:round_id>/publicera")
@requires(GET=MANAGE, POST=MANAGE)
@once
def publish_figures(round_id: int) -> Any:
    """Publish what can be published of a round."""
    region = current_region()
    survey_round = own_round(region, round_id)
    if request.method == "POST":
        try:
            with atomic():
                service.request(region=region, round_id=round_id)
        except DomainError as error:
            flash(error.message, "info")
            return redirect(path("publish_figures", round_id=round_id))
        flash(_("Siffrorna räknas fram och publiceras. Det tar oftast några sekunder."))
        return redirect(path("public_figures"))
    return render_template(
        "employer_needs/figures/publish.html",
        survey_round=survey_round,
        obstacle=service.obstacle(region, round_id),
        back_url=path("overview"),
    )
