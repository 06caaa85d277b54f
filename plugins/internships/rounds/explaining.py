"""Why somebody got the place they got, or none, in plain words. For the applicant, and for whoever answers the applicant's questions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db, get
from core.i18n import gettext as _
from plugins.internships.applicants.models import Applicant
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PlacementPeriod, WishMode
from plugins.internships.rounds.models import MatchRun, Outcome, RunStatus
from plugins.internships.rounds.words import reason

MOST = 10  # reasons that are read out


def of(applicant: Applicant) -> list[str]:
    """What the latest published match says of an applicant; nothing when none is published."""
    wanted = select(Outcome).join(MatchRun, MatchRun.id == Outcome.run_id)
    wanted = wanted.where(Outcome.applicant_id == applicant.id, MatchRun.status == RunStatus.PUBLISHED)
    outcome = db.session.execute(wanted.order_by(MatchRun.id.desc()).limit(1)).scalar_one_or_none()
    return said(applicant, outcome) if outcome is not None else []


def said(applicant: Applicant, outcome: Outcome) -> list[str]:
    """What an outcome means, the place first and then each better wish with its reason."""
    ranked = get(PlacementPeriod, applicant.period_id).wish_mode == WishMode.RANKED
    names = _names([row["offer"] for row in outcome.reasons[:MOST]] + ([outcome.offer_id] if outcome.offer_id else []))
    lines = [_first(outcome, names, ranked=ranked)]
    for row in outcome.reasons[:MOST]:
        name = names.get(row["offer"], _("En plats som inte finns längre"))
        if ranked:
            lines.append(_("Val %(number)s, %(place)s: %(reason)s.", number=row["tier"] + 1, place=name, reason=reason(row)))
        else:
            lines.append(_("%(place)s: %(reason)s.", place=name, reason=reason(row)))
    if len(outcome.reasons) > MOST:
        lines.append(_("Det finns fler platser som passade bättre men inte gick att få, av samma slags skäl."))
    return lines


def _first(outcome: Outcome, names: dict[int, str], *, ranked: bool) -> str:
    if outcome.offer_id is None:
        if not outcome.wishes and not outcome.reasons:
            return _("Ingen plats, för det finns inga önskemål.")
        return _("Ingen av de önskade platserna gick att få. Skälet för var och en står här.")
    place = names.get(outcome.offer_id, "")
    if outcome.tier is None:
        return _("%(place)s. Det var bestämt i förväg.", place=place)
    if outcome.tier == 0:
        return _("%(place)s. Det var det som önskades mest.", place=place)
    if ranked:
        return _("%(place)s. Det var val %(number)s.", place=place, number=outcome.tier + 1)
    return _("%(place)s. Det är den plats som bäst passar önskemålen av dem som gick att få.", place=place)


def _names(ids: Sequence[int]) -> dict[int, str]:
    """Workplaces by offer."""
    wanted = select(PlacementOffer.id, PlacementOffer.workplace, PlacementOffer.title).where(PlacementOffer.id.in_(set(ids)))
    return {one: f"{workplace} ({title})" for one, workplace, title in db.session.execute(wanted)} if ids else {}
