"""A repair itself: the engine in a limited child, and both gates. May be run again from the start: one that has ended is left alone."""

from __future__ import annotations

from sqlalchemy import delete

from core.db import atomic, db, get
from core.regions.models import Region
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.placements import notices
from plugins.internships.placements.repair import keep_moves
from plugins.internships.placements.standing import instance_of, standing, tiers_of
from plugins.internships.rounds.engine import as_bytes, digest_of, run_repair
from plugins.internships.rounds.keeping import keep, seats_of
from plugins.internships.rounds.models import MatchRun, Outcome, RunStatus


def repair_period(region: Region, run_id: int) -> None:
    """Mend, check, and keep what it would change."""
    with atomic():
        run = get(MatchRun, run_id, lock=True)
        if not run.under_way:
            return
        run.status = RunStatus.RUNNING
        now = standing(get(PlacementPeriod, run.period_id))
        policy, seed, seconds = run.policy.value, run.seed, run.time_limit
    built, before = instance_of(now)
    answer = run_repair(built.instance, before=before, policy=policy, seed=seed, seconds=seconds)
    with atomic():
        run = get(MatchRun, run_id, lock=True)
        if not run.under_way:
            return
        keep(run, answer, now.facts, built, region=region, basis=digest_of(as_bytes(built.instance)), running=now.running)
        if answer.result is None:
            return
        moved = keep_moves(region=region, run=run, now=now, seats=seats_of(answer, built), tiers=tiers_of(built))
        others = delete(Outcome).where(Outcome.run_id == run.id, Outcome.applicant_id.not_in(moved))
        db.session.execute(others)  # what the match said of them still holds
        if run.status == RunStatus.DONE:
            notices.tell_repaired(region, get(PlacementPeriod, run.period_id), run)
