"""Reads on local titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.standards.queries import missing
from plugins.role_standards.titles.models import LocalTitle, TitleState


def place(code: str) -> str:
    """Where a title is used, in words."""
    return name_of(code) if code else _("Hela regionen")


def titles_of(standard: RoleStandard) -> list[tuple[str, str]]:
    """The titles that mean a standard, each with where it is used."""
    wanted = select(LocalTitle).where(LocalTitle.standard_id == standard.id, LocalTitle.state == TitleState.IS)
    found: dict[str, list[str]] = defaultdict(list)
    for row in db.session.execute(wanted.order_by(LocalTitle.sort_key, LocalTitle.municipality_code)).scalars():
        found[row.title].append(place(row.municipality_code))
    return [(title, ", ".join(places)) for title, places in found.items()]


def local_title(region: Region, title_id: int, *, lock: bool = False) -> LocalTitle:
    """One title of the region.

    Raises:
        NotFound: when it is another region's.
    """
    found = get(LocalTitle, title_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


@dataclass(frozen=True)
class Filters:
    """Which titles. Empty: all."""

    q: str = ""
    place: str = ""
    state: str = ""


@dataclass(frozen=True)
class Row:
    """A title, and the name of its standard."""

    title: LocalTitle
    standard: str


def listing(region: Region, filters: Filters, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's local titles: what waits first, then by title."""
    wanted: Any = (
        select(LocalTitle, RoleStandard.title)
        .outerjoin(RoleStandard, RoleStandard.id == LocalTitle.standard_id)
        .where(LocalTitle.region_id == region.id)
        .order_by(LocalTitle.state != TitleState.WAITING, LocalTitle.sort_key, LocalTitle.municipality_code, LocalTitle.id)
    )
    if filters.state in set(TitleState):
        wanted = wanted.where(LocalTitle.state == filters.state)
    if filters.place:
        wanted = wanted.where(LocalTitle.municipality_code == filters.place)
    for word in filters.q.split()[:5]:
        wanted = wanted.where(LocalTitle.title.icontains(word, autoescape=True))
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(row[0], row[1] or "") for row in found.items], total=found.total, number=found.number, size=found.size)


def waiting(region: Region, places: Collection[str], *, number: int = 1, size: int = 50) -> Page[LocalTitle]:
    """The titles that nobody has said anything about, of some municipalities."""
    wanted = select(LocalTitle).where(
        LocalTitle.region_id == region.id, LocalTitle.state == TitleState.WAITING, LocalTitle.municipality_code.in_(places)
    )
    return paginate(wanted.order_by(LocalTitle.municipality_code, LocalTitle.sort_key, LocalTitle.id), number=number, size=size)


def how_many_wait(region: Region, places: Collection[str]) -> int:
    """How many they are."""
    wanted = select(func.count()).where(
        LocalTitle.region_id == region.id, LocalTitle.state == TitleState.WAITING, LocalTitle.municipality_code.in_(places)
    )
    return int(db.session.execute(wanted).scalar_one())


def confirmed(region: Region) -> Sequence[LocalTitle]:
    """The titles that somebody has said are a standard."""
    wanted = select(LocalTitle).where(LocalTitle.region_id == region.id, LocalTitle.state == TitleState.IS)
    return db.session.execute(wanted.order_by(LocalTitle.id).limit(20_000)).scalars().all()
