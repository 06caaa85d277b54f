"""The plugin's part of the yearly report: what was offered, and how many got a placement, per kind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from core.db import db
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.plugins import Section
from core.regions.models import Region
from core.web.format import format_number
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.kinds.words import kind_name
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.rounds.models import Placement, PlacementStatus
from plugins.internships.scope import internship_scope

FEWEST = 3  # fewer persons are not told apart
HAVE_PLACE = (PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY, PlacementStatus.COMPLETED)


def report_sections(region: Region, period: int) -> list[Section]:
    """Places, applicants and placements of the periods that began during a year, per kind of placement."""
    with internship_scope(region):
        places = _per_kind(region, period, PlacementOffer, func.sum(PlacementOffer.capacity), PlacementOffer.status == OfferStatus.OPEN)
        seeking = _per_kind(region, period, Applicant, func.count(), Applicant.status != ApplicantStatus.WITHDRAWN)
        placed = _per_kind(region, period, Placement, func.count(), Placement.status.in_(HAVE_PLACE))
        periods = _periods(region, period)
        wanted = select(PlacementKindPolicy).where(PlacementKindPolicy.region_id == region.id, PlacementKindPolicy.id.in_(periods))
        kinds = db.session.execute(wanted.order_by(PlacementKindPolicy.position, PlacementKindPolicy.id)).scalars().all()
    if not kinds:
        return []
    total, offered = sum(periods.values()), sum(places.values())
    said = [
        ngettext("Under året började %(n)s praktikperiod.", "Under året började %(n)s praktikperioder.", total, n=format_number(total)),
        ngettext("Arbetsgivarna erbjöd %(n)s plats.", "Arbetsgivarna erbjöd %(n)s platser.", offered, n=format_number(offered)),
        _("Antal personer under %(n)s visas inte.", n=FEWEST),
    ]
    header = (_("Slag av praktik"), _("Perioder"), _("Platser"), _("Sökande"), _("Har fått plats"))
    rows = [
        (kind_name(kind), periods[kind.id], places.get(kind.id, 0), _persons(seeking.get(kind.id, 0)), _persons(placed.get(kind.id, 0)))
        for kind in kinds
    ]
    return [Section(_l("Praktikplatser"), said, [(_("Praktik per slag"), header, rows)], weight=50)]


def _persons(number: int) -> Any:
    return _("färre än %(n)s", n=FEWEST) if 0 < number < FEWEST else number


def _in_year(region: Region, year: int) -> Any:
    return (PlacementPeriod.region_id == region.id) & (func.extract("year", PlacementPeriod.starts_on) == year)


def _periods(region: Region, year: int) -> dict[int, int]:
    wanted = select(PlacementPeriod.kind_id, func.count()).where(_in_year(region, year)).group_by(PlacementPeriod.kind_id)
    return {kind: int(number) for kind, number in db.session.execute(wanted)}


def _per_kind(region: Region, year: int, table: Any, figure: Any, condition: Any) -> dict[int, int]:
    wanted = (
        select(PlacementPeriod.kind_id, figure)
        .join(table, table.period_id == PlacementPeriod.id)
        .where(_in_year(region, year), condition)
        .group_by(PlacementPeriod.kind_id)
    )
    return {kind: int(number or 0) for kind, number in db.session.execute(wanted)}
