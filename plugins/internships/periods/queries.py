"""Reads on periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.db import Page, db, get, paginate
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_OPEN = 50


@dataclass(frozen=True)
class Counts:
    """What has been offered in a period."""

    offers: int = 0
    places: int = 0
    drafts: int = 0
    employers: int = 0
    municipalities: int = 0


@dataclass(frozen=True)
class Row:
    """A period of the list."""

    period: PlacementPeriod
    kind: PlacementKindPolicy
    counts: Counts


def periods(region: Region, *, ended: bool = False, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's periods, the latest start first; those that have ended apart."""
    wanted: Any = (
        select(PlacementPeriod, PlacementKindPolicy)
        .join(PlacementKindPolicy, PlacementKindPolicy.id == PlacementPeriod.kind_id)
        .where(PlacementPeriod.region_id == region.id)
        .where(PlacementPeriod.status == PeriodStatus.ENDED if ended else PlacementPeriod.status != PeriodStatus.ENDED)
        .order_by(PlacementPeriod.starts_on.desc(), PlacementPeriod.id.desc())
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    counted = counts([row[0].id for row in found.items])
    rows = [Row(period, kind, counted.get(period.id, Counts())) for period, kind in found.items]
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def period(period_id: int, *, lock: bool = False) -> PlacementPeriod:
    """One period of the region.

    Raises:
        NotFound: when there is none.
    """
    return get(PlacementPeriod, period_id, lock=lock)


def collecting(region: Region) -> Sequence[PlacementPeriod]:
    """The periods in which places can be offered now, the one that closes first first."""
    wanted = select(PlacementPeriod).where(PlacementPeriod.region_id == region.id, PlacementPeriod.status == PeriodStatus.COLLECTING)
    return db.session.execute(wanted.order_by(PlacementPeriod.offers_by, PlacementPeriod.id).limit(MAX_OPEN)).scalars().all()


def taking_late(region: Region) -> Sequence[PlacementPeriod]:
    """The periods whose placements are published, and where a coordinator can still add a place for who has none."""
    published = (PeriodStatus.PUBLISHED, PeriodStatus.RUNNING)
    wanted = select(PlacementPeriod).where(PlacementPeriod.region_id == region.id, PlacementPeriod.status.in_(published))
    return db.session.execute(wanted.order_by(PlacementPeriod.starts_on, PlacementPeriod.id).limit(MAX_OPEN)).scalars().all()


def counts(period_ids: Sequence[int]) -> dict[int, Counts]:
    """What has been offered, per period. Places, employers and municipalities are those of open offers."""
    if not period_ids:
        return {}
    is_open = PlacementOffer.status == OfferStatus.OPEN
    wanted = (
        select(
            PlacementOffer.period_id,
            func.count().filter(is_open),
            func.coalesce(func.sum(PlacementOffer.capacity).filter(is_open), 0),
            func.count().filter(PlacementOffer.status == OfferStatus.DRAFT),
            func.count(PlacementOffer.organisation_id.distinct()).filter(is_open),
            func.count(PlacementOffer.municipality_code.distinct()).filter(is_open),
        )
        .where(PlacementOffer.period_id.in_(period_ids))
        .group_by(PlacementOffer.period_id)
    )
    return {row[0]: Counts(*(int(value) for value in row[1:])) for row in db.session.execute(wanted)}
