"""A question is answered from the match that stands, where that can be: it is carried over, and only what must move is moved.

That takes a moment instead of a match's minute, and the answer tells what the change itself does: a whole new match might move others
besides, by decisions between equals (matching/what_if.py). The result is checked by both gates as any other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.files import storage
from plugins.internships.periods.models import PlacementPeriod, Policy
from plugins.internships.rounds.engine import Answer, run_repair
from plugins.internships.rounds.instance import Built, offer_of
from plugins.internships.rounds.models import MatchRun, RunKind
from plugins.internships.rounds.queries import latest_match
from plugins.internships.rounds.service import is_stale


@dataclass(frozen=True)
class Base:
    """The match that stands: its run, the place of each applicant in the instance, its lottery, and what it promises."""

    run_id: int
    assignments: dict[str, str | None]
    seed: int
    guarantee: str


def standing_match(run: MatchRun, period: PlacementPeriod) -> Base | None:
    """The match that a question is about; None when the facts have changed since, or not all of it is kept."""
    if run.kind is not RunKind.WHAT_IF or run.policy is not Policy.STABLE:
        return None
    found = latest_match(period)
    if found is None or found.policy is not run.policy or is_stale(found, period):
        return None
    content = storage.load(found.result_stored_name)
    if content is None:
        return None
    return Base(found.id, json.loads(content)["assignments"], found.seed, found.guarantee)


def carry_over(base: Base, built: Built, *, seconds: float) -> Answer | None:
    """The match with as few moved as must be; None when it must be made anew.

    That is so where an offer with a minimum is several places, and where less would be promised than of the match that stands.
    """
    if built.minimums:
        return None
    places = {place["id"] for place in built.instance["places"]}
    asked = {one["id"]: base.assignments.get(one["id"]) for one in built.instance["applicants"]}
    before = {one: at if at is None or at in places else f"o{offer_of(at)}" for one, at in asked.items()}
    answer = run_repair(built.instance, before=before, policy=Policy.STABLE.value, seed=base.seed, seconds=seconds)
    if answer.result is None or answer.faults or answer.result["guarantee"] != base.guarantee:
        return None
    return answer
