"""Reads on standards and their versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.role_standards.adoption.models import Adoption, AdoptionStatus
from plugins.role_standards.standards.models import CompetenceRequirement, LadderStep, RoleStandard, StandardVersion, VersionStatus
from plugins.role_standards.titles.models import LocalTitle, TitleState

WORKED_ON = (VersionStatus.DRAFT, VersionStatus.REFERRAL)


def missing() -> str:
    """What is said of what is not there, or not the reader's to see."""
    return _("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den.")


def standard(region: Region, standard_id: int, *, lock: bool = False) -> RoleStandard:
    """One standard of the region.

    Raises:
        NotFound: when it is another region's.
    """
    found = get(RoleStandard, standard_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def version(region: Region, version_id: int, *, lock: bool = False) -> tuple[StandardVersion, RoleStandard]:
    """One version, with its standard.

    Raises:
        NotFound: when it is another region's.
    """
    found = get(StandardVersion, version_id, lock=lock)
    return found, standard(region, found.standard_id)


def versions(found: RoleStandard) -> Sequence[StandardVersion]:
    """All versions, the newest first."""
    wanted = select(StandardVersion).where(StandardVersion.standard_id == found.id)
    return db.session.execute(wanted.order_by(StandardVersion.number.desc())).scalars().all()


def in_force(found: RoleStandard) -> StandardVersion | None:
    """The version that holds."""
    return next((each for each in versions(found) if each.status is VersionStatus.IN_FORCE), None)


def requirements(version_id: int) -> Sequence[CompetenceRequirement]:
    """The requirements of a version, in its order."""
    wanted = select(CompetenceRequirement).where(CompetenceRequirement.version_id == version_id)
    return db.session.execute(wanted.order_by(CompetenceRequirement.position, CompetenceRequirement.id)).scalars().all()


@dataclass(frozen=True)
class Row:
    """A standard of a list.

    Args:
        in_force: The number of the version that holds; None when none does yet.
        working: The status of the version that is worked on; None when none is.
        adopted: How many municipalities have adopted it.
    """

    standard: RoleStandard
    in_force: int | None
    working: VersionStatus | None
    adopted: int


@dataclass(frozen=True)
class Filters:
    """Which standards. Empty: all that are in use."""

    q: str = ""
    group: str = ""


def listing(region: Region, filters: Filters, *, drafts: bool, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's standards in use, by title; with `drafts` also those that are not agreed yet. A local title finds its standard."""
    holds, works = aliased(StandardVersion), aliased(StandardVersion)
    adopted = (
        select(func.count())
        .where(Adoption.standard_id == RoleStandard.id, Adoption.status == AdoptionStatus.ADOPTED)
        .correlate(RoleStandard)
        .scalar_subquery()
    )
    wanted: Any = (
        select(RoleStandard, holds.number, works.status, adopted)
        .outerjoin(holds, and_(holds.standard_id == RoleStandard.id, holds.status == VersionStatus.IN_FORCE))
        .outerjoin(works, and_(works.standard_id == RoleStandard.id, works.status.in_(WORKED_ON)))
        .where(RoleStandard.region_id == region.id, RoleStandard.withdrawn_at.is_(None))
        .order_by(RoleStandard.sort_key, RoleStandard.id)
    )
    if not drafts:
        wanted = wanted.where(holds.id.is_not(None))
    if filters.group:
        wanted = wanted.where(RoleStandard.occupation_group == filters.group)
    for word in filters.q.split()[:5]:
        called = select(LocalTitle.id).where(
            LocalTitle.standard_id == RoleStandard.id, LocalTitle.state == TitleState.IS, LocalTitle.title.icontains(word, autoescape=True)
        )
        wanted = wanted.where(or_(RoleStandard.title.icontains(word, autoescape=True), called.exists()))
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    items = [Row(row[0], row[1], row[2] if drafts else None, row[3]) for row in found.items]
    return Page(items=items, total=found.total, number=found.number, size=found.size)


def agreed(region: Region) -> Sequence[RoleStandard]:
    """The standards that hold, by title."""
    wanted = (
        select(RoleStandard)
        .join(StandardVersion, StandardVersion.standard_id == RoleStandard.id)
        .where(RoleStandard.region_id == region.id, RoleStandard.withdrawn_at.is_(None), StandardVersion.status == VersionStatus.IN_FORCE)
    )
    return db.session.execute(wanted.order_by(RoleStandard.sort_key, RoleStandard.id)).scalars().all()


def in_use(region: Region) -> Sequence[RoleStandard]:
    """All standards that are not withdrawn, agreed or not, by title."""
    wanted = select(RoleStandard).where(RoleStandard.region_id == region.id, RoleStandard.withdrawn_at.is_(None))
    return db.session.execute(wanted.order_by(RoleStandard.sort_key, RoleStandard.id)).scalars().all()


def groups_in_use(region: Region) -> Sequence[str]:
    """The occupation groups that there are standards for."""
    wanted = select(RoleStandard.occupation_group).where(RoleStandard.region_id == region.id, RoleStandard.withdrawn_at.is_(None))
    return db.session.execute(wanted.distinct().order_by(RoleStandard.occupation_group)).scalars().all()


@dataclass(frozen=True)
class Step:
    """A step of the ladder, seen from one of its ends. `shown`: whether everybody may read about the other role."""

    row: LadderStep
    other: RoleStandard
    shown: bool


def ladder(found: RoleStandard) -> tuple[list[Step], list[Step]]:
    """The steps to this role, and those from it."""
    held = select(StandardVersion.id).where(
        StandardVersion.standard_id == RoleStandard.id, StandardVersion.status == VersionStatus.IN_FORCE
    )
    ends = []
    for here, there in ((LadderStep.to_id, LadderStep.from_id), (LadderStep.from_id, LadderStep.to_id)):
        wanted = (
            select(LadderStep, RoleStandard, held.exists())
            .join(RoleStandard, RoleStandard.id == there)
            .where(here == found.id, RoleStandard.withdrawn_at.is_(None))
        )
        ends.append([Step(*row) for row in db.session.execute(wanted.order_by(RoleStandard.sort_key, LadderStep.id))])
    return ends[0], ends[1]


def step(found: RoleStandard, step_id: int, *, lock: bool = False) -> LadderStep:
    """One step from or to a standard.

    Raises:
        NotFound: when it is another's.
    """
    row = get(LadderStep, step_id, lock=lock)
    if found.id not in (row.from_id, row.to_id):
        raise NotFound(missing())
    return row


def requirement(of: StandardVersion, requirement_id: int, *, lock: bool = False) -> CompetenceRequirement:
    """One requirement of a version.

    Raises:
        NotFound: when it is another's.
    """
    found = get(CompetenceRequirement, requirement_id, lock=lock)
    if found.version_id != of.id:
        raise NotFound(missing())
    return found
