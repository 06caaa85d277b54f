"""Pages of what is decided before a match, and of what a match would be if something were different."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.internships.applicants.models import Applicant
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import COORDINATE
from plugins.internships.rounds import queries, service, words
from plugins.internships.rounds.forms import PinForm, WhatIfForm
from plugins.internships.rounds.limits import cap_choices
from plugins.internships.rounds.models import PinKind
from plugins.internships.rounds.views import PERIOD
from plugins.internships.views import MAX_ID, bp

WHAT_IF_SECONDS = 60.0


@bp.route(f"{PERIOD}/decided", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def pins(period_id: int) -> Any:
    """What is decided beforehand, and a form for more."""
    period, posted = period_of(period_id), request.method == "POST"
    form = PinForm(period, request.form if posted else None)
    status = 200
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.decide(
                        region=current_region(),
                        applicant=get(Applicant, int(form.applicant_id.data)),
                        offer=get(PlacementOffer, int(form.offer_id.data)),
                        kind=PinKind(form.kind.data),
                        reason=form.reason.data or "",
                    )
                flash(_("Det är bestämt. Nästa fördelning tar hänsyn till det."), "success")
                return redirect(url_for("internships.pins", period_id=period_id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = queries.pins(period, number=request.args.get("page", 1, type=int))
    return render_template("internships/rounds/pins.html", form=form, period=period, page=page, words=words), status


@bp.post(f"/decided/<int(max={MAX_ID}):pin_id>/remove")
@requires(POST=COORDINATE)
@once
def remove_pin(pin_id: int) -> Any:
    """Let the match decide."""
    period_id = queries.pin(pin_id).period_id
    try:
        with atomic():
            service.undecide(region=current_region(), pin=queries.pin(pin_id))
        flash(_("Borttaget. Fördelningen avgör."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.pins", period_id=period_id))


@bp.route(f"{PERIOD}/what-if", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def what_if(period_id: int) -> Any:
    """Ask what a match would be if one thing were different."""
    period, posted = period_of(period_id), request.method == "POST"
    offer = request.args.get("offer", "")
    form = WhatIfForm(period, cap_choices(period), request.form if posted else None, {"offer": offer} if offer else None)
    base = queries.latest_match(period)
    status = 200
    if posted:
        status = 422
        if form.validate():
            try:
                if base is None:
                    raise DomainError(_("Gör en fördelning först. Sedan går det att se vad en ändring skulle ge."))
                with atomic():
                    run = service.start_run(
                        region=current_region(),
                        period=period_of(period_id, lock=True),
                        actor=current_user(),
                        policy=base.policy,
                        seconds=WHAT_IF_SECONDS,
                        change=form.change(),
                    )
                return redirect(url_for("internships.run", run_id=run.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/rounds/what_if.html", form=form, period=period, base=base), status
