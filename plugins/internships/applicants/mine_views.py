"""The applicant's own page. The mailed link is the key; a look changes nothing, because mail scanners open links."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.geo.queries import choices as municipality_choices
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.regions.queries import municipalities
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.internships.after.queries import for_placement
from plugins.internships.applicants import bases, self_found, service, wishing
from plugins.internships.applicants.links import by_token
from plugins.internships.applicants.mine_form import MineForm, ranked_form, wish_form
from plugins.internships.periods.models import WishMode
from plugins.internships.periods.queries import period as period_of
from plugins.internships.placements.queries import for_applicant
from plugins.internships.rounds import explaining
from plugins.internships.views import bp

SHOWN = 200  # places that are told of in full


@bp.route("/mine/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def mine(token: str) -> Any:
    """Where one lives, what one wishes, and what one got."""
    region, posted, status = current_region(), request.method == "POST", 200
    applicant = by_token(region, token, lock=posted)
    period = period_of(applicant.period_id)
    ranked = period.wish_mode == WishMode.RANKED
    form = _form(applicant, period, request.form if posted else None)
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.change_applicant(region=region, applicant=applicant, facts=form.facts())
                    if ranked:
                        wishing.save_ranked(region=region, applicant=applicant, ranked=form.ranked())
                    else:
                        wishing.save_wishes(region=region, applicant=applicant, wanted=form.wanted())
                flash(_("Tack. Dina önskemål är sparade."), "success")
                return redirect(url_for("internships.mine", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    placed = for_applicant(applicant)
    there = self_found.proposals(applicant)
    own_place = bool(there) or not self_found.refusal(applicant, period, there)
    page = render_template(
        "internships/applicants/mine.html",
        form=form,
        token=token,
        applicant=applicant,
        period=period,
        mine=placed,
        after=for_placement(placed.placement) if placed else None,
        own_place=own_place,
        can_wish=wishing.is_open(period, applicant),
        places=wishing.open_places(period, applicant)[:SHOWN] if ranked and wishing.is_open(period, applicant) else (),
        reasons=explaining.of(applicant) if placed is None else (),
        name_of=name_of,
        ranked=ranked,
    )
    return page, status


@bp.post("/mine/<token>/withdraw")
@public("POST")
@limiter.limit(PUBLIC_POST)
@once
def withdraw_mine(token: str) -> Any:
    """Take oneself out of the period."""
    region = current_region()
    applicant = by_token(region, token, lock=True)
    try:
        with atomic():
            service.withdraw(region=region, applicant=applicant)
        flash(_("Din anmälan är tillbakadragen."))
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.mine", token=token))


def _form(applicant: Any, period: Any, formdata: Any) -> MineForm:
    centres = bases.choices(current_region())
    if period.wish_mode == WishMode.RANKED:
        places = wishing.choices(wishing.open_places(period, applicant))
        return ranked_form(applicant, places, wishing.preferences(applicant), formdata, centres)
    codes = [each.code for each in municipalities(current_region())]
    return wish_form(applicant, municipality_choices(codes), wishing.wishes(applicant), formdata, centres)
