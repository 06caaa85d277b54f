"""What may be told to everybody: sums per occupation group, without those of few employers.

Page, course pages and open data all give the same sums over the same groups and no others, so that no two of them can be subtracted
to find what one employer said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import db
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from plugins.demand_pooling.models import DemandCluster, PooledNeed
from plugins.demand_pooling.scope import pooling_scope
from plugins.demand_pooling.settings import pooling_settings

FEWEST_EMPLOYERS = 3


@dataclass(frozen=True)
class PublicFigure:
    """The pooled demand for one occupation group, of at least three employers."""

    occupation_group: str
    label: str
    people: int
    employers: int
    municipalities: int
    viable: bool


def public_figures(region: Region, groups: Collection[str] | None = None) -> list[PublicFigure]:
    """The demand that may be published, largest first.

    Args:
        groups: Only these occupation groups; all when left out.
    """
    settings = pooling_settings(region)
    people = settings.counted_column(PooledNeed.headcount_0_1, PooledNeed.headcount_1_3, PooledNeed.headcount_3_5)
    employers = func.count(PooledNeed.organisation_id.distinct())
    wanted = (
        select(
            PooledNeed.occupation_group,
            func.sum(people),
            employers,
            func.count(PooledNeed.municipality_code.distinct()),
            func.min(PooledNeed.occupation_label),
        )
        .where(PooledNeed.withdrawn_at.is_(None), people > 0)
        .group_by(PooledNeed.occupation_group)
        .having(employers >= FEWEST_EMPLOYERS)
    )
    large = select(DemandCluster.occupation_group).where(
        DemandCluster.region_id == region.id,
        DemandCluster.closed_at.is_(None),
        DemandCluster.missing == 0,
        DemandCluster.employers >= FEWEST_EMPLOYERS,
    )
    if groups is not None:
        wanted = wanted.where(PooledNeed.occupation_group.in_(groups))
        large = large.where(DemandCluster.occupation_group.in_(groups))
    with pooling_scope(region):
        rows = db.session.execute(wanted).all()
        viable = set(db.session.execute(large).scalars())
    names = taxonomy.groups([row[0] for row in rows])
    found = [
        PublicFigure(code, names[code].name if code in names else label, int(total), int(count), int(places), code in viable)
        for code, total, count, places, label in rows
    ]
    return sorted(found, key=lambda figure: (-figure.people, figure.label))
