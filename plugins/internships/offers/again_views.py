"""Pages for asking again: the coordinators' list of whom to ask, and what the mailed link leads to."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.access import public, requires
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.internships.offers import again
from plugins.internships.offers.forms import AgainForm
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import COORDINATE
from plugins.internships.views import MAX_ID, bp


@bp.route(f"/periods/<int(max={MAX_ID}):period_id>/ask", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def ask_again(period_id: int) -> Any:
    """Whom to ask, who has been asked, and what they answered."""
    region, posted = current_region(), request.method == "POST"
    period = period_of(period_id, lock=posted)
    if posted:
        try:
            with atomic():
                count = again.ask(region=region, period=period)
            flash(ngettext("%(num)s arbetsplats får ett mejl.", "%(num)s arbetsplatser får ett mejl.", count), "success")
        except DomainError as error:
            flash(error.message, "error")
        return redirect(url_for("internships.ask_again", period_id=period_id))
    asked = again.invitations(period)
    return render_template(
        "internships/offers/ask.html",
        period=period,
        waiting=again.to_ask(region, period),
        yes=sum(row.answer == "yes" for row in asked),
        no=sum(row.answer == "no" for row in asked),
        silent=sum(not row.answer for row in asked),
        is_open=again.is_open(period),
        name_of=name_of,
    )


@bp.route("/again/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def offer_again(token: str) -> Any:
    """Answer whether an earlier offer is made again. A look changes nothing: mail scanners open links."""
    region, posted = current_region(), request.method == "POST"
    found = again.by_token(region, token, lock=posted)
    if found is None:
        abort(404)
    before, period = get(PlacementOffer, found.previous_id), period_of(found.period_id)
    form = AgainForm(request.form if posted else None, data={"capacity": before.capacity, "description": before.description})
    status = 200
    if posted:
        try:
            if request.form.get("do") == "no":
                with atomic():
                    again.say_no(region=region, invitation=found)
                return redirect(url_for("internships.offer_again", token=token))
            status = 422
            if form.validate():
                with atomic():
                    again.say_yes(
                        region=region, invitation=found, capacity=form.capacity.data or 1, description=(form.description.data or "").strip()
                    )
                flash(_("Tack. Platsen är anmäld."), "success")
                return redirect(url_for("internships.offer_again", token=token))
        except DomainError as error:
            form.add_error(error)
            status = error.status
    page = render_template(
        "internships/offers/again.html",
        form=form,
        before=before,
        period=period,
        answer=found.answer,
        is_open=again.is_open(period),
        name_of=name_of,
    )
    return page, status
