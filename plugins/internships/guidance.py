"""The plugin's part of the page that guides people: how many places to practise there are, as counts."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from core.clock import today
from core.db import db
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.plugins import GuidanceItem, GuidanceSection
from core.regions.models import Region
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.scope import internship_scope

MOST = 10
COMING = (PeriodStatus.COLLECTING, PeriodStatus.WISHING, PeriodStatus.MATCHING, PeriodStatus.PUBLISHED, PeriodStatus.RUNNING)


class _Count(NamedTuple):
    title: str
    starts_on: date
    kind: str
    places: int


def guidance_sections(region: Region, municipality: str, occupation_group: str) -> list[GuidanceSection]:
    """Offered places for the group in periods to come, by kind and start; in the municipality, or in all the region when it has none."""
    with internship_scope(region):
        here = _counts(region, occupation_group, municipality) if municipality else []
        whole = here or _counts(region, occupation_group, "")
    if not whole:
        return []
    total = sum(row.places for row in whole)
    if here:
        text = ngettext("I %(place)s erbjuds %(num)s plats.", "I %(place)s erbjuds %(num)s platser.", total, place=name_of(municipality))
    else:
        text = ngettext("I regionen erbjuds %(num)s plats.", "I regionen erbjuds %(num)s platser.", total)
    items = [
        GuidanceItem(
            row.title,
            ngettext("%(kind)s, %(num)s plats", "%(kind)s, %(num)s platser", row.places, kind=row.kind),
            "",
            row.starts_on,
            fits=["near"] if here else [],
            lacks=["near"] if municipality and not here else [],
        )
        for row in whole[:MOST]
    ]
    advice = _("Skolan eller vägledaren anmäler dig. Du kan inte söka en plats här själv.")
    return [GuidanceSection("placements", _("Praktik nära hemmet"), [text, advice], items)]


def _counts(region: Region, group: str, municipality: str) -> list[_Count]:
    """Places by period, the soonest first. Counts alone: who offers them is not told (docs/adr/0034)."""
    wanted = (
        select(PlacementPeriod.title, PlacementPeriod.starts_on, PlacementKindPolicy.name, func.sum(PlacementOffer.capacity))
        .join(PlacementPeriod, PlacementPeriod.id == PlacementOffer.period_id)
        .join(PlacementKindPolicy, PlacementKindPolicy.id == PlacementPeriod.kind_id)
        .where(PlacementOffer.region_id == region.id, PlacementOffer.status == OfferStatus.OPEN, PlacementOffer.occupation_group == group)
        .where(PlacementPeriod.status.in_(COMING), PlacementPeriod.ends_on >= today())
        .group_by(PlacementPeriod.id, PlacementPeriod.title, PlacementPeriod.starts_on, PlacementKindPolicy.name)
        .order_by(PlacementPeriod.starts_on, PlacementPeriod.id)
    )
    if municipality:
        wanted = wanted.where(PlacementOffer.municipality_code == municipality)
    return [_Count(*row) for row in db.session.execute(wanted)]
