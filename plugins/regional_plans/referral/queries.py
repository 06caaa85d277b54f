"""Reads on referrals, their answers and remarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.referral.kind import REFERRALS
from plugins.regional_plans.referral.models import Consulted, Met, Referral, Remark

# What every plugin reads of its referrals (core.referral.reading).
own_referral = REFERRALS.own
consulted_of = REFERRALS.consulted_of
consulted = REFERRALS.one_asked
by_token = REFERRALS.by_token
open_referrals = REFERRALS.open
silent = REFERRALS.silent


@dataclass(frozen=True)
class Row:
    """A referral of a list, with how many were asked and how many have answered."""

    referral: Referral
    plan: str
    asked: int
    answered: int


def listing(region: Region, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's referrals, the latest first."""
    asked, answered = REFERRALS.figures()
    wanted: Any = (
        select(Referral, Plan.title, asked, answered)
        .join(Plan, Plan.id == Referral.plan_id)
        .where(Referral.region_id == region.id)
        .order_by(Referral.answer_by.desc(), Referral.id.desc())
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(*row) for row in found.items], total=found.total, number=found.number, size=found.size)


def remarks_of(consulted: Consulted) -> dict[tuple[PartKind, int], Remark]:
    """What one organisation has remarked, by part."""
    found = db.session.execute(select(Remark).where(Remark.consulted_id == consulted.id).order_by(Remark.id)).scalars()
    return {(row.part_kind, row.part_id): row for row in found}


@dataclass(frozen=True)
class Filters:
    """Which remarks. Empty: all.

    Args:
        part: `<kind>:<id>`.
    """

    part: str = ""
    met: str = ""
    who: int = 0

    def arguments(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}


def remarks(referral: Referral, filters: Filters, *, number: int = 1, size: int = 20) -> Page[Any]:
    """Remarks of those who have sent their answer, part by part; each with the organisation's name."""
    found: Page[Any] = paginate(_remarks(referral, filters), number=number, size=size, scalars=False)
    return found


def all_remarks(referral: Referral) -> Iterator[tuple[Remark, str]]:
    """Every remark of an answer that was sent."""
    for row in db.session.execute(_remarks(referral, Filters())):
        yield row[0], row[1]


def _remarks(referral: Referral, filters: Filters) -> Any:
    wanted: Any = (
        select(Remark, Consulted.name)
        .join(Consulted, Consulted.id == Remark.consulted_id)
        .where(Consulted.referral_id == referral.id, Consulted.answered_at.is_not(None))
    )
    kind, _colon, part_id = filters.part.partition(":")
    if kind in set(PartKind) and part_id.isdecimal():
        wanted = wanted.where(Remark.part_kind == kind, Remark.part_id == int(part_id[:9]))
    if filters.met in set(Met):
        wanted = wanted.where(Remark.met == filters.met)
    if filters.who:
        wanted = wanted.where(Remark.consulted_id == filters.who)
    return wanted.order_by(Remark.label, Consulted.name, Remark.id)


def own_remark(referral: Referral, remark_id: int, *, lock: bool = False) -> tuple[Remark, Consulted]:
    """A remark of an answer that was sent.

    Raises:
        NotFound: when it belongs to another referral, or its answer is not sent.
    """
    found = get(Remark, remark_id, lock=lock)
    whose = get(Consulted, found.consulted_id)
    if whose.referral_id != referral.id or whose.answered_at is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found, whose


@dataclass(frozen=True)
class Counts:
    """How it goes: those asked, those who have answered, remarks, and remarks that nobody has met."""

    asked: int
    answered: int
    remarks: int
    unmet: int


def counts(referral: Referral) -> Counts:
    """The figures of a referral, in two questions."""
    asked = select(func.count(), func.count(Consulted.answered_at)).where(Consulted.referral_id == referral.id)
    said = (
        select(func.count(), func.count().filter(Remark.met == Met.OPEN))
        .join(Consulted, Consulted.id == Remark.consulted_id)
        .where(Consulted.referral_id == referral.id, Consulted.answered_at.is_not(None))
    )
    return Counts(*db.session.execute(asked).one(), *db.session.execute(said).one())


def remarks_per_asked(referral: Referral) -> dict[int, int]:
    """How many remarks each organisation has sent."""
    wanted = (
        select(Remark.consulted_id, func.count())
        .join(Consulted, Consulted.id == Remark.consulted_id)
        .where(Consulted.referral_id == referral.id)
        .group_by(Remark.consulted_id)
    )
    return {key: int(number) for key, number in db.session.execute(wanted)}
