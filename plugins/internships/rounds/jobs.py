"""The run itself: the engine in a limited child, and the two gates. May be started again from the beginning: one that has ended is left."""

from __future__ import annotations

from collections import Counter

from core.db import atomic, get, utcnow
from core.plugins import Job
from core.regions.models import Region
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.rounds.carrying import carry_over, standing_match
from plugins.internships.rounds.changes import changed
from plugins.internships.rounds.engine import Answer, as_bytes, digest_of, run_match
from plugins.internships.rounds.facts import Facts, facts_of
from plugins.internships.rounds.instance import Built, build
from plugins.internships.rounds.keeping import keep, seats_of
from plugins.internships.rounds.models import MatchRun, RunStatus
from plugins.internships.rounds.service import JOB, basis_of

TIMEOUT = 2400
ROUNDS = 4  # of closing offers that too few came to, before all of them are closed at once


def match_period(region: Region, run_id: int) -> None:
    """Match, check, and keep what came of it."""
    with atomic():
        run = get(MatchRun, run_id, lock=True)
        if not run.under_way:
            return
        run.status = RunStatus.RUNNING
        period = get(PlacementPeriod, run.period_id)
        facts = changed(facts_of(period), run.statistics.get("change") or {})
        policy, seed, seconds = run.policy.value, run.seed, run.time_limit
        base = standing_match(run, period)
    built, carried = build(facts), None
    basis = built.basis
    if built.problems:
        answer = Answer(as_bytes(built.instance), digest_of(as_bytes(built.instance)), error="decided")
    else:
        carried = carry_over(base, built, seconds=seconds) if base is not None else None
        if carried is not None:
            answer = carried
        else:
            answer, built = _matched(facts, built, policy=policy, seed=seed, seconds=seconds)
    with atomic():
        run = get(MatchRun, run_id, lock=True)
        if not run.under_way:
            return
        keep(run, answer, facts, built, region=region, basis=basis)
        if carried is not None and base is not None:
            run.statistics = {**run.statistics, "carried": base.run_id}
        if basis_of(get(PlacementPeriod, run.period_id), run.statistics.get("change")) != basis:
            run.stale_at = utcnow()


def _matched(facts: Facts, built: Built, *, policy: str, seed: int, seconds: float) -> tuple[Answer, Built]:
    """Match, and close what too few came to where the offer is several places in the instance, until it goes together."""
    closed: set[int] = set()
    for number in range(ROUNDS + 1):
        answer = run_match(built.instance, policy=policy, seed=seed, seconds=seconds)
        count = Counter(offer_id for offer_id in seats_of(answer, built).values() if offer_id is not None)
        few = {offer_id: least - count[offer_id] for offer_id, least in built.minimums.items() if 0 < count[offer_id] < least}
        if answer.result is None or not few:
            break
        closed |= {max(few, key=lambda one: (few[one], one))} if number < ROUNDS - 1 else set(built.minimums)
        built = build(facts, closed=closed)
    return answer, built


JOBS = [Job(JOB, match_period, queue="slow", timeout=TIMEOUT, retries=1, atomic=False)]
