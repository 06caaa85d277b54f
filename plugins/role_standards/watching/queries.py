"""Reads on watched requirements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from core.clock import today
from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.regions.models import Region
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.standards.queries import missing
from plugins.role_standards.watching.models import WatchedRequirement, WatchedStandard


def watched(region: Region, watched_id: int, *, lock: bool = False) -> WatchedRequirement:
    """One watched requirement of the region.

    Raises:
        NotFound: when it is another region's.
    """
    found = get(WatchedRequirement, watched_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def listing(region: Region, *, past: bool = False, number: int = 1, size: int = 20) -> Page[WatchedRequirement]:
    """What is coming, the next first, and what has no day yet; with `past` what is in force already, the latest first."""
    day = WatchedRequirement.in_force_on
    wanted: Any = select(WatchedRequirement).where(WatchedRequirement.region_id == region.id)
    if past:
        wanted = wanted.where(day < today()).order_by(day.desc(), WatchedRequirement.id.desc())
    else:
        wanted = wanted.where(or_(day >= today(), day.is_(None))).order_by(day.is_(None), day, WatchedRequirement.id)
    found: Page[WatchedRequirement] = paginate(wanted, number=number, size=size)
    return found


def standards_of(rows: Sequence[WatchedRequirement]) -> dict[int, list[RoleStandard]]:
    """The standards that each touches, by title."""
    wanted = (
        select(WatchedStandard.watched_id, RoleStandard)
        .join(RoleStandard, RoleStandard.id == WatchedStandard.standard_id)
        .where(WatchedStandard.watched_id.in_([row.id for row in rows]))
        .order_by(RoleStandard.sort_key)
    )
    found: dict[int, list[RoleStandard]] = {row.id: [] for row in rows}
    for number, standard in db.session.execute(wanted):
        found[number].append(standard)
    return found


def touching(standard: RoleStandard) -> Sequence[WatchedRequirement]:
    """What touches a standard: what is coming first."""
    wanted = (
        select(WatchedRequirement)
        .join(WatchedStandard, WatchedStandard.watched_id == WatchedRequirement.id)
        .where(WatchedStandard.standard_id == standard.id)
        .order_by(WatchedRequirement.in_force_on.desc(), WatchedRequirement.id)
    )
    return db.session.execute(wanted).scalars().all()


def links(row: WatchedRequirement) -> Sequence[WatchedStandard]:
    """The links of one to its standards."""
    return db.session.execute(select(WatchedStandard).where(WatchedStandard.watched_id == row.id)).scalars().all()
