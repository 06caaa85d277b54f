"""Reads on referrals, their answers and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.mailed_links import digest
from core.regions.models import Region
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.referral.models import Consulted, Met, Referral, ReferralStatus, Remark


def own_referral(region: Region, referral_id: int, *, lock: bool = False) -> Referral:
    """A referral of the region.

    Raises:
        NotFound: when it is another region's.
    """
    found = get(Referral, referral_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


@dataclass(frozen=True)
class Row:
    """A referral of a list, with how many were asked and how many have answered."""

    referral: Referral
    plan: str
    asked: int
    answered: int


def listing(region: Region, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's referrals, the latest first."""
    asked = select(func.count()).where(Consulted.referral_id == Referral.id).correlate(Referral).scalar_subquery()
    answered = (
        select(func.count())
        .where(Consulted.referral_id == Referral.id, Consulted.answered_at.is_not(None))
        .correlate(Referral)
        .scalar_subquery()
    )
    wanted: Any = (
        select(Referral, Plan.title, asked, answered)
        .join(Plan, Plan.id == Referral.plan_id)
        .where(Referral.region_id == region.id)
        .order_by(Referral.answer_by.desc(), Referral.id.desc())
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(*row) for row in found.items], total=found.total, number=found.number, size=found.size)


def consulted_of(referral: Referral) -> Sequence[Consulted]:
    """Those who are asked, by name."""
    return db.session.execute(select(Consulted).where(Consulted.referral_id == referral.id).order_by(Consulted.name)).scalars().all()


def consulted(referral: Referral, consulted_id: int, *, lock: bool = False) -> Consulted:
    """One of those who are asked.

    Raises:
        NotFound: when it belongs to another referral.
    """
    found = get(Consulted, consulted_id, lock=lock)
    if found.referral_id != referral.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def by_token(region: Region, token: str, *, lock: bool = False) -> tuple[Referral, Consulted] | None:
    """The referral and the asked organisation that a mailed link leads to."""
    wanted = (
        select(Referral, Consulted)
        .join(Consulted, Consulted.referral_id == Referral.id)
        .where(Consulted.token_hash == digest(token), Consulted.region_id == region.id)
    )
    found = db.session.execute(wanted.with_for_update(of=Consulted) if lock else wanted).first()
    return (found[0], found[1]) if found else None


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


def open_referrals(region: Region) -> Sequence[Referral]:
    """Those that take answers now, the one that closes first first."""
    wanted = select(Referral).where(Referral.region_id == region.id, Referral.status == ReferralStatus.OPEN)
    return db.session.execute(wanted.order_by(Referral.answer_by, Referral.id)).scalars().all()


def silent(referral: Referral) -> Sequence[Consulted]:
    """Those who have an address and have not answered."""
    wanted = select(Consulted).where(Consulted.referral_id == referral.id, Consulted.answered_at.is_(None), Consulted.email != "")
    return db.session.execute(wanted.order_by(Consulted.id)).scalars().all()
