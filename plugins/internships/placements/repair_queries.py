"""Reads for the pages about repairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db, get
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.records.people import protected_addresses
from plugins.internships.applicants.models import Applicant
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.placements.standing import Standing
from plugins.internships.placements.telling import workplaces
from plugins.internships.rounds.models import MatchRun, Move, RunKind

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_SHOWN = 100
MAX_RUNS = 20


@dataclass(frozen=True)
class Change:
    """What a repair changes for one applicant, as one reads it. Empty: no place."""

    name: str
    school: str
    before: str
    after: str
    cause: str


@dataclass(frozen=True)
class Someone:
    """An applicant whom something has happened to, and where they sit. Empty: nowhere."""

    name: str
    school: str
    workplace: str


def own_repair(region: Region, run_id: int, *, lock: bool = False) -> MatchRun:
    """A repair of this region.

    Raises:
        NotFound: when there is none.
    """
    run = get(MatchRun, run_id, lock=lock)
    if run.region_id != region.id or run.kind is not RunKind.REPAIR:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return run


def repairs(period: PlacementPeriod) -> Sequence[MatchRun]:
    """The repairs of a period, the latest first."""
    wanted = select(MatchRun).where(MatchRun.period_id == period.id, MatchRun.kind == RunKind.REPAIR)
    return db.session.execute(wanted.order_by(MatchRun.id.desc()).limit(MAX_RUNS)).scalars().all()


def changes(run: MatchRun) -> list[Change]:
    """Before and after for everybody whom a repair concerns, by name. Somebody with protected identity is nameless."""
    wanted = (
        select(Move, Applicant, Organisation.name)
        .join(Applicant, Applicant.id == Move.applicant_id)
        .join(Organisation, Organisation.id == Applicant.school_id)
        .where(Move.run_id == run.id)
        .order_by(Applicant.sort_key, Applicant.id)
    )
    rows = [(move, applicant, school) for move, applicant, school in db.session.execute(wanted)]
    hidden = protected_addresses(applicant.email for _move, applicant, _school in rows)
    ids = {offer_id for move, _applicant, _school in rows for offer_id in (move.before_offer_id, move.after_offer_id) if offer_id}
    named = workplaces(ids)
    return [
        Change(
            _("En sökande") if applicant.email.lower() in hidden else applicant.name,
            school,
            named.get(move.before_offer_id or 0, ""),
            named.get(move.after_offer_id or 0, ""),
            move.cause,
        )
        for move, applicant, school in rows
    ]


def people(now: Standing, wanted: Sequence[int]) -> list[Someone]:
    """Who they are, and where they sit; the first of them by name. Somebody with protected identity is nameless."""
    found = (
        select(Applicant, Organisation.name)
        .join(Organisation, Organisation.id == Applicant.school_id)
        .where(Applicant.id.in_(wanted))
        .order_by(Applicant.sort_key, Applicant.id)
        .limit(MAX_SHOWN)
    )
    rows = [(applicant, school) for applicant, school in db.session.execute(found)]
    hidden = protected_addresses(applicant.email for applicant, _school in rows)
    named = workplaces({now.sits[applicant.id] for applicant, _school in rows if applicant.id in now.sits})
    return [
        Someone(
            _("En sökande") if applicant.email.lower() in hidden else applicant.name, school, named.get(now.sits.get(applicant.id, 0), "")
        )
        for applicant, school in rows
    ]
