"""Mending a published match: asked for, kept, and published when somebody has read what it changes. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.audit.service import record
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import speaking
from core.jobs import enqueue
from plugins.internships.applicants.models import Applicant
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod
from plugins.internships.placements import mail_templates, words
from plugins.internships.placements.changes import last_day, take_back
from plugins.internships.placements.queries import LIVE
from plugins.internships.placements.standing import Standing, standing
from plugins.internships.placements.telling import TONGUE, About, tell_applicants, tell_employers, workplaces
from plugins.internships.rounds.gate import faults
from plugins.internships.rounds.models import MatchRun, Move, Placement, PlacementStatus, RunKind, RunStatus
from plugins.internships.rounds.service import claim, give_up_lost, refuse_second

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

JOB = "internships.repair_period"
SECONDS = 20.0
REPAIRABLE = (PeriodStatus.PUBLISHED, PeriodStatus.RUNNING)


def start(*, region: Region, period: PlacementPeriod, actor: User | None) -> MatchRun:
    """Ask for a repair.

    Args:
        period: Locked.

    Raises:
        Conflict: when the period is at another step, or somebody else's run is under way.
        DomainError: when there is nothing to mend.
    """
    if period.status not in REPAIRABLE:
        raise Conflict(_("Omfördela när placeringarna är publicerade."))
    give_up_lost(period)
    refuse_second(period)
    if not standing(period).is_broken:
        raise DomainError(_("Det finns inget att omfördela. Alla som ska ha en plats har en, eller så finns ingen ledig plats."))
    run = MatchRun(
        region_id=region.id,
        period_id=period.id,
        kind=RunKind.REPAIR,
        policy=period.policy,
        seed=period.seed or 0,
        made_by_id=actor.id if actor else None,
        time_limit=SECONDS,
    )
    claim(run)
    enqueue(JOB, region=region, run_id=run.id)
    record("internships.repair.started", region=region, subject=run.ref, title=period.title)
    return run


def keep_moves(*, region: Region, run: MatchRun, now: Standing, seats: dict[int, int | None], tiers: dict[int, dict[int, int]]) -> set[int]:
    """Store what a repair would change, for whom, and why. Returns whom it concerns.

    Args:
        seats: The offer of each applicant afterwards.
        tiers: Per applicant and offer, the group of wishes that it stands in.
    """
    db.session.execute(delete(Move).where(Move.run_id == run.id))
    lost, moved = set(now.lost), set()
    for one in sorted({*now.sits, *seats}):
        before, after = now.sits.get(one), None if one in now.gone else seats.get(one)
        if before == after:
            continue
        moved.add(one)
        if one in now.gone:
            cause = "left"
        elif before is None:
            cause = "new"
        elif one in lost:
            cause = "withdrawn"
        else:
            ranks = tiers.get(one, {})
            wished = after is not None and before in ranks and ranks.get(after, ranks[before]) < ranks[before]
            cause = "better" if wished else "room"
        db.session.add(
            Move(region_id=region.id, run_id=run.id, applicant_id=one, before_offer_id=before, after_offer_id=after, cause=cause)
        )
    db.session.flush()
    return moved


def moves_of(run: MatchRun) -> Sequence[Move]:
    """What a repair changes, in the order of the applicants."""
    return db.session.execute(select(Move).where(Move.run_id == run.id).order_by(Move.applicant_id)).scalars().all()


def stale_because(run: MatchRun, period: PlacementPeriod) -> str:
    """Why a repair can no longer be published as it is; empty when it can."""
    now = standing(period)
    moves = {move.applicant_id: move for move in moves_of(run)}
    for one, move in moves.items():
        if now.sits.get(one) != move.before_offer_id or (one not in now.facts.people and move.after_offer_id is not None):
            return _("Någon av dem som ska flyttas har fått en annan plats, svarat eller dragit sig ur sedan dess.")
        if one in now.facts.held:
            return _("Någon av dem som ska flyttas har tackat ja eller låsts sedan dess.")
        if move.cause == "left" and one not in now.gone:
            return _("Någon som hade dragit sig ur är med igen.")
    seats: dict[int, int | None] = {one: now.sits.get(one) for one in now.facts.people}
    seats.update({one: move.after_offer_id for one, move in moves.items() if one in seats})
    if faults(now.facts, seats, running=now.running):
        return _("Platser har dragits tillbaka, fyllts eller ändrats sedan dess.")
    return ""


def publish(*, region: Region, period: PlacementPeriod, run: MatchRun) -> int:
    """Move those whom it concerns, and tell them. Returns how many.

    Args:
        period, run: Locked, the period first.

    Raises:
        Conflict: when it is published already, broke a rule, or the period has changed too much since it was worked out.
    """
    if run.status == RunStatus.PUBLISHED:
        raise Conflict(_("Omfördelningen är redan publicerad."))
    if run.kind is not RunKind.REPAIR or run.status != RunStatus.DONE or run.verifier_lines:
        raise Conflict(_("Omfördelningen kan inte publiceras. Räkna en ny."))
    if period.status not in REPAIRABLE:
        raise Conflict(_("Omfördela när placeringarna är publicerade."))
    placed = _placed(period)
    if reason := stale_because(run, period):
        run.stale_at = run.stale_at or utcnow()
        raise Conflict(_("%(reason)s Räkna en ny omfördelning.", reason=reason))
    moves = moves_of(run)
    told: dict[str, list[About]] = {kind: [] for kind in (mail_templates.CHANGED, mail_templates.OFFERED, mail_templates.ENDED)}
    names = workplaces({move.before_offer_id for move in moves if move.before_offer_id is not None})
    for move in moves:
        applicant, old = get(Applicant, move.applicant_id), placed.get(move.applicant_id)
        with speaking(TONGUE):
            cause = str(words.CAUSE[move.cause])
        if old is not None:
            take_back(region=region, placement=old, reason=cause)
        made = _make(region, period, run, move)
        if made is not None and old is not None:
            told[mail_templates.CHANGED].append((applicant, made, names[old.offer_id], cause))
        elif made is not None:
            told[mail_templates.OFFERED].append((applicant, made, "", ""))
        elif old is not None:
            told[mail_templates.ENDED].append((applicant, old, "", cause))
    run.status = RunStatus.PUBLISHED
    db.session.flush()
    record("internships.repair.published", region=region, subject=run.ref, title=period.title, count=len(moves))
    for kind, about in told.items():
        tell_applicants(kind, region=region, period=period, about=about)
    touched = {offer_id for move in moves for offer_id in (move.before_offer_id, move.after_offer_id) if offer_id is not None}
    tell_employers(region=region, period=period, offer_ids=touched)
    return len(moves)


def _make(region: Region, period: PlacementPeriod, run: MatchRun, move: Move) -> Placement | None:
    if move.after_offer_id is None:
        return None
    made = Placement(
        region_id=region.id,
        period_id=period.id,
        applicant_id=move.applicant_id,
        offer_id=move.after_offer_id,
        run_id=run.id,
        supervisor_id=get(PlacementOffer, move.after_offer_id).supervisor_id,
        status=PlacementStatus.PUBLISHED,
        accept_by=last_day(period),
    )
    db.session.add(made)
    db.session.flush()
    return made


def _placed(period: PlacementPeriod) -> dict[int, Placement]:
    """Everybody's placement, locked: nobody answers in between."""
    wanted = select(Placement).where(Placement.period_id == period.id, Placement.status.in_(LIVE)).order_by(Placement.id)
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    return {placement.applicant_id: placement for placement in db.session.execute(locked).scalars()}
