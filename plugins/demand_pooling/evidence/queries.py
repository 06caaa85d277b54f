"""Reads of published figures and joint judgements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.db import Page, db, paginate
from core.geo.queries import county_of, name_of
from core.i18n import gettext as _
from core.regions.models import Region
from core.regions.queries import municipalities
from core.taxonomy.queries import group
from core.users.models import User
from plugins.demand_pooling.evidence.models import Indicator, Judgement
from plugins.demand_pooling.models import DemandCluster

COUNTRY = "00"
MOST = 60


@dataclass(frozen=True)
class GroupRow:
    """An occupation group with stated needs, and what others say of it."""

    code: str
    label: str
    people: int
    clusters: int
    indicators: int
    judgement: Judgement | None


def area_name(code: str) -> str:
    """An area in words."""
    if code == COUNTRY:
        return _("Hela landet")
    return name_of(code) if len(code) == 4 else county_of(code) or code


def areas_of(region: Region) -> set[str]:
    """The areas that concern a region: the country, its counties and its municipalities."""
    codes = {place.code for place in municipalities(region)}
    return {COUNTRY} | codes | {code[:2] for code in codes}


def indicators(region: Region, occupation_group: str) -> Sequence[Indicator]:
    """What is published of a group for the region's areas: the latest first, the country last."""
    statement = (
        select(Indicator)
        .where(Indicator.region_id == region.id, Indicator.occupation_group == occupation_group, Indicator.area.in_(areas_of(region)))
        .order_by(Indicator.measure, Indicator.period.desc(), Indicator.area.desc(), Indicator.name)
    )
    return db.session.execute(statement.limit(MOST)).scalars().all()


def judgements(region: Region, occupation_group: str) -> Sequence[tuple[Judgement, User | None]]:
    """The joint judgements of a group with who wrote them down, the one that holds first."""
    statement = (
        select(Judgement, User)
        .outerjoin(User, User.id == Judgement.actor_id)
        .where(Judgement.region_id == region.id, Judgement.occupation_group == occupation_group)
        .order_by(Judgement.id.desc())
    )
    return [(judgement, user) for judgement, user in db.session.execute(statement.limit(MOST))]


def current(region: Region, occupation_group: str) -> Judgement | None:
    """The judgement that holds."""
    return _current(region, [occupation_group]).get(occupation_group)


def _current(region: Region, codes: Collection[str]) -> dict[str, Judgement]:
    last = select(func.max(Judgement.id)).where(Judgement.region_id == region.id, Judgement.occupation_group.in_(codes))
    statement = select(Judgement).where(Judgement.region_id == region.id, Judgement.id.in_(last.group_by(Judgement.occupation_group)))
    return {found.occupation_group: found for found in db.session.execute(statement).scalars()}


def groups(region: Region, *, number: int = 1, size: int = 30) -> Page[GroupRow]:
    """The occupation groups of the region's clusters, those with most people first."""
    people = func.sum(DemandCluster.headcount)
    wanted: Any = (
        select(DemandCluster.occupation_group, func.max(DemandCluster.occupation_label), people, func.count())
        .where(DemandCluster.region_id == region.id, DemandCluster.closed_at.is_(None))
        .group_by(DemandCluster.occupation_group)
        .order_by(people.desc(), DemandCluster.occupation_group)
    )
    page = paginate(wanted, number=number, size=size, scalars=False)
    codes = [code for code, _label, _people, _count in page.items]
    counts = select(Indicator.occupation_group, func.count()).where(
        Indicator.region_id == region.id, Indicator.occupation_group.in_(codes), Indicator.area.in_(areas_of(region))
    )
    published = {row[0]: row[1] for row in db.session.execute(counts.group_by(Indicator.occupation_group))}
    judged = _current(region, codes)
    rows = [
        GroupRow(code, label, int(total or 0), found, published.get(code, 0), judged.get(code)) for code, label, total, found in page.items
    ]
    return Page(items=rows, total=page.total, number=page.number, size=page.size)


def group_label(region: Region, occupation_group: str) -> str | None:
    """What a group is called that the region has needs, published figures or a judgement of; None for any other."""
    statement = select(DemandCluster.occupation_label).where(
        DemandCluster.region_id == region.id, DemandCluster.occupation_group == occupation_group
    )
    label = db.session.execute(statement.order_by(DemandCluster.closed_at.is_not(None), DemandCluster.id.desc()).limit(1)).scalar()
    if label:
        return label
    published = select(Indicator.name).where(Indicator.region_id == region.id, Indicator.occupation_group == occupation_group)
    name = db.session.execute(published.order_by(Indicator.id.desc()).limit(1)).scalar()
    known = group(occupation_group)
    if name is None and current(region, occupation_group) is None:
        return None
    return (known.name if known else name) or occupation_group


def stated(region: Region, occupation_group: str) -> Sequence[DemandCluster]:
    """The clusters of a group: what employers have stated."""
    statement = select(DemandCluster).where(
        DemandCluster.region_id == region.id, DemandCluster.occupation_group == occupation_group, DemandCluster.closed_at.is_(None)
    )
    return db.session.execute(statement.order_by(DemandCluster.headcount.desc(), DemandCluster.id)).scalars().all()
