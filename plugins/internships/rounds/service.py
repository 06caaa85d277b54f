"""Runs of the matching: drawn, started, refused, published; and what is decided before them. Nothing here commits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from core.audit.service import record
from core.db import atomic, db, get, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.jobs import enqueue
from core.records.people import display_name
from core.users.models import User
from plugins.internships.applicants.models import Applicant, ApplicantStatus
from plugins.internships.offers.models import OfferStatus, PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod, Policy
from plugins.internships.rounds.changes import changed
from plugins.internships.rounds.facts import Facts, facts_of
from plugins.internships.rounds.instance import Built, Problem, build
from plugins.internships.rounds.models import UNDER_WAY, MatchRun, Pin, PinKind, RunKind, RunStatus

if TYPE_CHECKING:
    from core.regions.models import Region

JOB = "internships.match_period"
LOST_AFTER = timedelta(minutes=45)
SEEDS = 2**53  # whole numbers that every program reads alike
LIMITS = (30, 60, 300, 600)  # seconds


def start_run(
    *,
    region: Region,
    period: PlacementPeriod,
    actor: User | None,
    policy: Policy,
    seconds: float,
    change: Mapping[str, Any] | None = None,
) -> MatchRun:
    """Ask for a match, or for what a match would be if something were different.

    Args:
        period: Locked.
        change: What is different; None: nothing, the match can be published.

    Raises:
        Conflict: when the period is at another step, or somebody else's run is under way.
        DomainError: when there is nothing to match, or what was decided beforehand does not go together.
    """
    allowed = (PeriodStatus.MATCHING,) if change is None else (PeriodStatus.MATCHING, PeriodStatus.PUBLISHED)
    if period.status not in allowed:
        raise Conflict(_("Platserna kan fördelas när önskemålen är stängda och innan placeringarna är publicerade."))
    give_up_lost(period)
    refuse_second(period)
    _draw(region, period)
    _check(changed(facts_of(period), change or {}))
    run = MatchRun(
        region_id=region.id,
        period_id=period.id,
        kind=RunKind.MATCH if change is None else RunKind.WHAT_IF,
        policy=policy,
        seed=period.seed or 0,
        made_by_id=actor.id if actor else None,
        time_limit=seconds,
        statistics={} if change is None else {"change": dict(change)},
    )
    claim(run)
    enqueue(JOB, region=region, run_id=run.id)
    record("internships.run.started", region=region, subject=run.ref, title=period.title, kind=run.kind.value)
    return run


def claim(run: MatchRun) -> None:
    """Make a run the one that is under way in its period. The database keeps that there is one.

    Raises:
        Conflict: when another was faster.
    """
    try:
        with atomic():
            db.session.add(run)
    except IntegrityError as error:
        raise Conflict(_("Någon annan startade just en fördelning i perioden. Vänta tills den är klar.")) from error


def refuse_second(period: PlacementPeriod) -> None:
    """Say whose run is under way.

    Raises:
        Conflict: when there is one.
    """
    wanted = select(MatchRun).where(MatchRun.period_id == period.id, MatchRun.status.in_(UNDER_WAY)).limit(1)
    there = db.session.execute(wanted).scalar_one_or_none()
    if there is not None:
        by = get(User, there.made_by_id) if there.made_by_id else None
        name = display_name(by) or _("systemet")
        raise Conflict(_("En fördelning i perioden räknas redan, startad av %(name)s. Vänta tills den är klar.", name=name))


def give_up_lost(period: PlacementPeriod) -> None:
    """A run that nobody has heard of for long has failed, so that another can be started."""
    lost = MatchRun.updated_at < utcnow() - LOST_AFTER
    wanted = select(MatchRun).where(MatchRun.period_id == period.id, MatchRun.status.in_(UNDER_WAY), lost)
    for run in db.session.execute(wanted).scalars():
        run.status, run.statistics = RunStatus.FAILED, {**run.statistics, "error": "lost"}
    db.session.flush()


def _draw(region: Region, period: PlacementPeriod) -> None:
    """Draw the lottery, once in the life of a period."""
    if period.seed is None:
        period.seed, period.drawn_at = secrets.randbelow(SEEDS), utcnow()
        db.session.flush()
        record("internships.round.drawn", region=region, subject=period.ref, title=period.title, seed=period.seed)


def _check(facts: Facts) -> Built:
    """An instance that can be matched."""
    if not facts.people:
        raise DomainError(_("Det finns inga sökande i perioden. Be skolorna att lägga in sina elever och studenter."))
    if not any(place.is_open for place in facts.places.values()):
        raise DomainError(_("Det finns inga öppna platser i perioden."))
    built = build(facts)
    if built.problems:
        raise DomainError(problem_words(built.problems[0]))
    return built


def problem_words(problem: Problem) -> str:
    """Why there can be no match of what was decided."""
    workplace = get(PlacementOffer, problem.offer_id).workplace
    if problem.code == "withdrawn":
        return _("En sökande är bestämd till %(place)s, som inte är öppen. Ändra det som är bestämt i förväg.", place=workplace)
    return _("Fler är bestämda till %(place)s än det finns platser för dem. Ändra det som är bestämt i förväg.", place=workplace)


def basis_of(period: PlacementPeriod, change: Mapping[str, Any] | None = None) -> str:
    """A fingerprint of all that a match rests on now."""
    return build(changed(facts_of(period), change or {})).basis


def is_stale(run: MatchRun, period: PlacementPeriod) -> bool:
    """Whether offers, wishes, caps or decisions have changed since a run was started."""
    return run.stale_at is not None or run.statistics.get("basis") != basis_of(period, run.statistics.get("change"))


def decide(*, region: Region, applicant: Applicant, offer: PlacementOffer, kind: PinKind, reason: str) -> Pin:
    """Decide beforehand that an applicant has a place, or does not have it.

    Raises:
        Conflict: when the match is published, or the applicant or the offer is withdrawn.
        DomainError: when it was decided already, or contradicts what was.
    """
    period = get(PlacementPeriod, applicant.period_id, lock=True)
    _undecided(period)
    if offer.period_id != period.id:
        raise DomainError(_("Välj en av periodens platser."), field="offer_id")
    if applicant.status == ApplicantStatus.WITHDRAWN:
        raise DomainError(_("Den sökande har dragit sig ur."), field="applicant_id")
    if kind is PinKind.MUST and offer.status != OfferStatus.OPEN:
        raise DomainError(_("Platsen är inte öppen."), field="offer_id")
    there = db.session.execute(select(Pin).where(Pin.applicant_id == applicant.id).order_by(Pin.id)).scalars().all()
    if any(pin.offer_id == offer.id for pin in there):
        raise DomainError(_("Det är redan bestämt något om den sökande och den platsen. Ta bort det först."), field="offer_id")
    if kind is PinKind.MUST and any(pin.kind is PinKind.MUST for pin in there):
        raise DomainError(_("Den sökande är redan bestämd till en annan plats. Ta bort det först."), field="applicant_id")
    pin = Pin(region_id=region.id, period_id=period.id, applicant_id=applicant.id, offer_id=offer.id, kind=kind, reason=reason)
    db.session.add(pin)
    db.session.flush()
    problems = [one for one in build(facts_of(period)).problems if one.applicant_id == applicant.id]
    if problems:
        raise DomainError(_("Det finns ingen plats kvar där för den sökandes skola."), field="offer_id")
    record("internships.pin.made", region=region, subject=applicant.ref, workplace=offer.workplace, kind=kind.value, reason=reason)
    return pin


def undecide(*, region: Region, pin: Pin) -> None:
    """Let the match decide.

    Raises:
        Conflict: when the match is published.
    """
    _undecided(get(PlacementPeriod, pin.period_id, lock=True))
    record("internships.pin.removed", region=region, subject=f"internships:applicant:{pin.applicant_id}", kind=pin.kind.value)
    db.session.execute(delete(Pin).where(Pin.id == pin.id))


def _undecided(period: PlacementPeriod) -> None:
    if period.status not in (PeriodStatus.COLLECTING, PeriodStatus.WISHING, PeriodStatus.MATCHING):
        raise Conflict(_("Placeringarna är publicerade. Ändra den enskilda placeringen i stället."))
