"""What may be told to everybody: sums per occupation group, without those of few employers.

Page, course pages and open data all give the same sums over the same groups and no others, and they change only when three employers'
parts of them have (see `sums/`), so that no two of them can be subtracted to find what one employer said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from plugins.demand_pooling.scope import pooling_scope
from plugins.demand_pooling.sums.models import PublicSum


@dataclass(frozen=True)
class PublicFigure:
    """The pooled demand for one occupation group, of at least three employers, as it was at `told_at`."""

    occupation_group: str
    label: str
    people: int
    employers: int
    municipalities: int
    viable: bool
    told_at: datetime


def public_figures(region: Region, groups: Collection[str] | None = None) -> list[PublicFigure]:
    """The demand that is public, largest first.

    Args:
        groups: Only these occupation groups; all when left out.
    """
    wanted = select(PublicSum).where(PublicSum.region_id == region.id, PublicSum.is_shown.is_(True))
    if groups is not None:
        wanted = wanted.where(PublicSum.occupation_group.in_(groups))
    with pooling_scope(region):
        told = db.session.execute(wanted).scalars().all()
    names = taxonomy.groups([each.occupation_group for each in told])
    found = [
        PublicFigure(
            each.occupation_group,
            names[each.occupation_group].name if each.occupation_group in names else each.label,
            each.people,
            each.employers,
            each.municipalities,
            each.viable,
            each.told_at,
        )
        for each in told
    ]
    return sorted(found, key=lambda figure: (-figure.people, figure.label))
