"""When a public sum changes: never by what fewer than three employers have said. Nothing here commits.

A sum of three or more employers is safe to show once. Shown anew each time one of them changes its answer, it is not: who subtracts
yesterday's from today's has that employer's figure. So a sum stays as it was told until three employers' parts of it differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select

from core.db import db, utcnow
from core.regions.models import Region
from plugins.demand_pooling.models import DemandCluster, PooledNeed
from plugins.demand_pooling.scope import pooling_scope
from plugins.demand_pooling.settings import pooling_settings
from plugins.demand_pooling.sums.models import PublicSum

FEWEST_EMPLOYERS = 3

Parts = dict[str, list[object]]  # organisation's id: people, and the municipalities' codes


def tell(region: Region, groups: Collection[str]) -> None:
    """Bring the public sums of some occupation groups up to what may be told now."""
    now = _parts(region, groups)
    labels = _labels(region, groups)
    classes = _classes(region, groups)
    told = {each.occupation_group: each for each in _told(region, groups)}
    for group in sorted(set(now) | set(told)):
        parts, known = now.get(group, {}), told.get(group)
        if len(parts) < FEWEST_EMPLOYERS:
            if known is not None:
                known.is_shown = False
        elif known is None:
            known = PublicSum(region_id=region.id, occupation_group=group)
            _write(known, parts, labels[group], classes.get(group))
            db.session.add(known)
        elif len(_differing(known.parts, parts)) >= FEWEST_EMPLOYERS:
            _write(known, parts, labels[group], classes.get(group))
        elif not _differing(known.parts, parts):
            known.is_shown = True
    db.session.flush()


def _differing(before: Parts, after: Parts) -> set[str]:
    """The employers whose part is not the same."""
    return {each for each in before.keys() | after.keys() if before.get(each) != after.get(each)}


def _write(known: PublicSum, parts: Parts, label: str, smallest_class: int | None) -> None:
    known.parts = parts
    known.people = sum(int(str(people)) for people, _places in parts.values())
    known.employers = len(parts)
    known.municipalities = len({code for _people, places in parts.values() for code in places})  # type: ignore[attr-defined]
    known.viable = smallest_class is not None and known.people >= smallest_class  # secret needs are in clusters, and in no sum
    known.label, known.is_shown, known.told_at = label, True, utcnow()


def _told(region: Region, groups: Collection[str]) -> list[PublicSum]:
    wanted = select(PublicSum).where(PublicSum.region_id == region.id, PublicSum.occupation_group.in_(groups))
    return list(db.session.execute(wanted).scalars())


def _parts(region: Region, groups: Collection[str]) -> dict[str, Parts]:
    people = pooling_settings(region).counted_column(PooledNeed.headcount_0_1, PooledNeed.headcount_1_3, PooledNeed.headcount_3_5)
    wanted = (
        select(PooledNeed.occupation_group, PooledNeed.organisation_id, PooledNeed.municipality_code, func.sum(people))
        .where(PooledNeed.withdrawn_at.is_(None), PooledNeed.secret.is_(False), people > 0, PooledNeed.occupation_group.in_(groups))
        .group_by(PooledNeed.occupation_group, PooledNeed.organisation_id, PooledNeed.municipality_code)
        .order_by(PooledNeed.municipality_code)
    )
    found: defaultdict[str, dict[str, tuple[int, list[str]]]] = defaultdict(dict)
    with pooling_scope(region):
        for group, organisation_id, code, count in db.session.execute(wanted):
            so_far, places = found[group].get(str(organisation_id), (0, []))
            found[group][str(organisation_id)] = (so_far + int(count), [*places, code])
    return {group: {each: [count, places] for each, (count, places) in parts.items()} for group, parts in found.items()}


def _labels(region: Region, groups: Collection[str]) -> dict[str, str]:
    wanted = (
        select(PooledNeed.occupation_group, func.min(PooledNeed.occupation_label))
        .where(PooledNeed.withdrawn_at.is_(None), PooledNeed.secret.is_(False), PooledNeed.occupation_group.in_(groups))
        .group_by(PooledNeed.occupation_group)
    )
    with pooling_scope(region):
        return {row[0]: row[1] for row in db.session.execute(wanted)}


def _classes(region: Region, groups: Collection[str]) -> dict[str, int]:
    """By group, the smallest class that some cluster of three or more employers has enough people for."""
    wanted = (
        select(DemandCluster.occupation_group, func.min(DemandCluster.threshold))
        .where(
            DemandCluster.region_id == region.id,
            DemandCluster.closed_at.is_(None),
            DemandCluster.missing == 0,
            DemandCluster.employers >= FEWEST_EMPLOYERS,
            DemandCluster.occupation_group.in_(groups),
        )
        .group_by(DemandCluster.occupation_group)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}
