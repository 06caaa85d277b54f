"""Reads on referrals and their answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.clock import today
from core.db import Page, db, paginate
from core.regions.models import Region
from plugins.role_standards.referral.kind import REFERRALS
from plugins.role_standards.referral.models import Consulted, Referral, ReferralStatus, Stance
from plugins.role_standards.standards.models import RoleStandard, StandardVersion

# What every plugin reads of its referrals (core.referral.reading).
own_referral = REFERRALS.own
consulted_of = REFERRALS.consulted_of
consulted = REFERRALS.one_asked
by_token = REFERRALS.by_token
open_referrals = REFERRALS.open
silent = REFERRALS.silent


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
    asked, answered = REFERRALS.figures()
    wanted: Any = (
        select(Referral, RoleStandard.title, asked, answered)
        .join(StandardVersion, StandardVersion.id == Referral.version_id)
        .join(RoleStandard, RoleStandard.id == StandardVersion.standard_id)
        .where(Referral.region_id == region.id)
        .order_by(Referral.answer_by.desc(), Referral.id.desc())
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return Page(items=[Row(*row) for row in found.items], total=found.total, number=found.number, size=found.size)


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
