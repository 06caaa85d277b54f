"""Reads on referrals and their answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.clock import today
from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.mailed_links import digest
from core.regions.models import Region
from plugins.role_standards.referral.models import Consulted, Referral, ReferralStatus, Stance
from plugins.role_standards.standards.models import RoleStandard, StandardVersion
from plugins.role_standards.standards.queries import missing


def own_referral(region: Region, referral_id: int, *, lock: bool = False) -> Referral:
    """A referral of the region.

    Raises:
        NotFound: when it is another region's.
    """
    found = get(Referral, referral_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def of_version(version: StandardVersion) -> Sequence[Referral]:
    """The referrals of a version, the latest first."""
    wanted = select(Referral).where(Referral.version_id == version.id)
    return db.session.execute(wanted.order_by(Referral.id.desc())).scalars().all()


@dataclass(frozen=True)
class Row:
    """A referral of a list, with how many were asked and how many have answered."""

    referral: Referral
    standard: str
    asked: int
    answered: int


def listing(region: Region, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's referrals, the latest first."""
    asked = select(func.count()).where(Consulted.referral_id == Referral.id).correlate(Referral).scalar_subquery()
    answered = select(func.count(Consulted.answered_at)).where(Consulted.referral_id == Referral.id).correlate(Referral).scalar_subquery()
    wanted: Any = (
        select(Referral, RoleStandard.title, asked, answered)
        .join(StandardVersion, StandardVersion.id == Referral.version_id)
        .join(RoleStandard, RoleStandard.id == StandardVersion.standard_id)
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
        raise NotFound(missing())
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


def asked_of(region: Region, organisation_ids: Collection[int]) -> list[tuple[Referral, Consulted]]:
    """What some organisations are asked now and may still answer, the one that closes first first."""
    wanted = (
        select(Referral, Consulted)
        .join(Consulted, Consulted.referral_id == Referral.id)
        .where(
            Referral.region_id == region.id,
            Referral.status == ReferralStatus.OPEN,
            Referral.answer_by >= today(),
            Consulted.organisation_id.in_(organisation_ids),
        )
        .order_by(Referral.answer_by, Referral.id, Consulted.name)
    )
    return [(row[0], row[1]) for row in db.session.execute(wanted)] if organisation_ids else []


@dataclass(frozen=True)
class Counts:
    """How it goes: those asked, those who have answered, and what they think."""

    asked: int
    answered: int
    stances: dict[Stance, int]


def counts(rows: Sequence[Consulted]) -> Counts:
    """The figures of a referral's answers."""
    answered = [row for row in rows if row.answered_at is not None]
    said = Counter(row.stance for row in answered)
    return Counts(len(rows), len(answered), {stance: said[stance] for stance in Stance})


def open_referrals(region: Region) -> Sequence[Referral]:
    """Those that take answers now, the one that closes first first."""
    wanted = select(Referral).where(Referral.region_id == region.id, Referral.status == ReferralStatus.OPEN)
    return db.session.execute(wanted.order_by(Referral.answer_by, Referral.id)).scalars().all()


def silent(referral: Referral) -> Sequence[Consulted]:
    """Those who have an address and have not answered."""
    wanted = select(Consulted).where(Consulted.referral_id == referral.id, Consulted.answered_at.is_(None), Consulted.email != "")
    return db.session.execute(wanted.order_by(Consulted.id)).scalars().all()
