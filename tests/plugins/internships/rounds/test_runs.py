"""Runs over rows of the database: every one passes both gates, only one is under way, and what has become stale is not used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select

from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.internships.applicants.models import Preference
from plugins.internships.offers import service as offers
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod, Policy
from plugins.internships.rounds import jobs, service, words
from plugins.internships.rounds.facts import facts_of
from plugins.internships.rounds.gate import faults
from plugins.internships.rounds.jobs import match_period
from plugins.internships.rounds.models import MatchRun, Outcome, PinKind, RunStatus
from tests.plugins.internships.made import a_period, an_employer, an_offer

from .made_round import a_pair, a_school, an_applicant, random_round
from .test_engine import dies_at_once

NORTH = ("2482", "2481", "2417", "2421", "2584", "2418")


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["internships"], municipalities=NORTH)


def started(region: Region, period: PlacementPeriod, **facts: Any) -> MatchRun:
    return service.start_run(region=region, period=period, actor=None, **{"policy": period.policy, "seconds": 3, **facts})


def done(region: Region, period: PlacementPeriod, **facts: Any) -> MatchRun:
    with atomic():
        run = started(region, period, **facts)
    match_period(region, run.id)
    db.session.refresh(run)
    return run


def seats(run: MatchRun) -> dict[int, int | None]:
    rows = db.session.execute(select(Outcome).where(Outcome.run_id == run.id)).scalars()
    return {row.applicant_id: row.offer_id for row in rows}


@pytest.mark.parametrize("seed", range(6))
def test_a_match_of_random_rows_breaks_no_rule(make: Factory, region: Region, seed: int) -> None:
    with make.inside(region, "internships"):
        with atomic():
            period = random_round(region, seed)
        run = done(region, period)
        assert (run.verifier_lines, run.status, run.stale_at) == ([], RunStatus.DONE, None)
        assert faults(facts_of(period), seats(run)) == []
        assert run.placed == sum(1 for offer in seats(run).values() if offer is not None)


class Small:
    """Two places with one seat each, at home and far away, and three who want the near one most."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.period = a_period(region, travel_limit_km=800)
        employer = an_employer(region)
        self.school = a_school(region)
        self.near = an_offer(region, self.period, employer, capacity=1, municipality_code=NORTH[0])
        self.far = an_offer(region, self.period, employer, capacity=1, municipality_code=NORTH[1], workplace="Exempelverkstaden")
        self.people = [
            an_applicant(region, self.period, self.school, self.near, self.far, municipality_code=code) for code in (NORTH[2], *NORTH[:2])
        ]
        self.period.status = PeriodStatus.MATCHING
        db.session.flush()


@pytest.fixture
def small(make: Factory, region: Region) -> Iterator[Small]:
    with make.inside(region, "internships"):
        with atomic():
            made = Small(region)
        yield made


def test_who_lives_nearest_goes_first_and_everybody_is_told_why(small: Small) -> None:
    run = done(small.region, small.period)
    far_away, at_home, at_the_other = small.people
    assert seats(run) == {at_home.id: small.near.id, at_the_other.id: small.far.id, far_away.id: None}
    assert (run.guarantee, run.placed, run.of, run.statistics["first"], run.statistics["second"]) == ("stable", 2, 3, 1, 1)
    told = db.session.execute(select(Outcome).where(Outcome.run_id == run.id, Outcome.applicant_id == far_away.id)).scalar_one()
    assert [(row["offer"], row["why"]) for row in told.reasons] == [(small.near.id, "full"), (small.far.id, "full")]


def test_the_lottery_is_drawn_once_and_the_same_run_gives_the_same_result(small: Small) -> None:
    first = done(small.region, small.period)
    second = done(small.region, small.period)
    assert first.seed == second.seed == small.period.seed
    assert (first.input_hash, seats(first)) == (second.input_hash, seats(second))


def test_two_cannot_start_and_the_second_is_told_who_was_first(small: Small) -> None:
    with atomic():
        started(small.region, small.period)
    with pytest.raises(Conflict) as told, atomic():
        started(small.region, small.period)
    assert told.value.message == "En fördelning i perioden räknas redan, startad av systemet. Vänta tills den är klar."


@pytest.mark.both_databases
def test_the_database_holds_one_run_under_way(small: Small) -> None:
    facts = {"region_id": small.region.id, "period_id": small.period.id, "policy": Policy.STABLE, "seed": 1}
    with atomic():
        service.claim(MatchRun(**facts))
    with pytest.raises(Conflict) as told, atomic():
        service.claim(MatchRun(**facts))
    assert told.value.message == "Någon annan startade just en fördelning i perioden. Vänta tills den är klar."
    with atomic():
        db.session.add(MatchRun(**facts, status=RunStatus.DONE))


def test_a_run_that_nobody_has_heard_of_is_given_up(small: Small) -> None:
    with atomic():
        lost = started(small.region, small.period)
        lost.updated_at = utcnow() - timedelta(hours=1)
    with atomic():
        started(small.region, small.period)
    assert (lost.status, lost.statistics["error"]) == (RunStatus.FAILED, "lost")


def test_what_changes_while_it_runs_makes_the_result_stale(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    real = jobs.run_match

    def withdraws(*given: Any, **named: Any) -> Any:
        with atomic():
            offers.withdraw_offer(region=small.region, offer=small.far, reason="Flyttar")
        return real(*given, **named)

    monkeypatch.setattr(jobs, "run_match", withdraws)
    run = done(small.region, small.period)
    assert run.stale_at is not None
    assert service.is_stale(run, small.period)


def test_a_run_whose_engine_dies_has_failed_and_another_can_be_started(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        dies_at_once(patched)
        run = done(small.region, small.period)
    assert (run.status, run.statistics["error"], run.placed, seats(run)) == (RunStatus.FAILED, "crashed", 0, {})
    assert done(small.region, small.period).status is RunStatus.DONE


def test_what_a_broken_solver_or_an_early_end_leaves_is_said(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    real = jobs.run_match

    def broken(*given: Any, **named: Any) -> Any:
        answer = real(*given, **named)
        return replace(answer, result={**answer.result, "broken": ["SCIP ended."]}, finished=False, error="crashed")

    monkeypatch.setattr(jobs, "run_match", broken)
    said = words.how_good(done(small.region, small.period))
    assert said[-2:] == [
        "Räkningen avbröts av ett fel. Det här är det första resultatet. Räkna om för att se om det kan bli bättre.",
        "Ett av räkneprogrammen slutade innan det hade svarat. Räkna om för att se om resultatet kan bli bättre.",
    ]


def test_a_decision_afterwards_makes_it_stale_too(small: Small) -> None:
    run = done(small.region, small.period)
    assert not service.is_stale(run, small.period)
    with atomic():
        service.decide(region=small.region, applicant=small.people[0], offer=small.near, kind=PinKind.MUST, reason="Beslut")
    assert service.is_stale(run, small.period)
    again = done(small.region, small.period)
    assert seats(again)[small.people[0].id] == small.near.id
    assert again.verifier_lines == []


def test_decisions_that_do_not_go_together_are_refused(small: Small) -> None:
    one, other, third = small.people
    decide = partial(service.decide, region=small.region, reason="")
    with atomic():
        decide(applicant=one, offer=small.near, kind=PinKind.MUST)
    refused = [
        ({"applicant": one, "offer": small.near, "kind": PinKind.MUST_NOT}, "Det är redan bestämt något om den sökande och den platsen."),
        ({"applicant": one, "offer": small.far, "kind": PinKind.MUST}, "Den sökande är redan bestämd till en annan plats."),
        ({"applicant": other, "offer": small.near, "kind": PinKind.MUST}, "Det finns ingen plats kvar där för den sökandes skola."),
    ]
    for facts, said in refused:
        with pytest.raises(DomainError, match=said), atomic():
            decide(**facts)
    with atomic():
        offers.withdraw_offer(region=small.region, offer=small.far, reason="")
    with pytest.raises(DomainError, match="Platsen är inte öppen"), atomic():
        decide(applicant=third, offer=small.far, kind=PinKind.MUST)


def test_a_pair_gets_both_or_neither(small: Small) -> None:
    with atomic():
        a_pair(small.people[0], small.people[1])
        for person, offer in zip(small.people[:2], (small.near, small.far), strict=True):
            db.session.execute(delete(Preference).where(Preference.applicant_id == person.id))
            db.session.add(Preference(region_id=small.region.id, applicant_id=person.id, rank=1, offer_id=offer.id))
    run = done(small.region, small.period, policy=Policy.MOST_PLACED)
    assert (run.verifier_lines, run.placed) == ([], 2)
    one, other, _third = small.people
    assert seats(run)[one.id] == small.near.id
    assert seats(run)[other.id] == small.far.id


def test_a_wrong_answer_is_refused(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the engine's verifier cannot see, the region's own rules do."""
    real = jobs.build

    def widened(facts: Any, **named: Any) -> Any:
        built = real(facts, **named)
        built.instance["places"][0]["capacity"] = 3
        return built

    monkeypatch.setattr(jobs, "build", widened)
    run = done(small.region, small.period)
    assert run.status is RunStatus.REFUSED
    assert f"offer {small.near.id}: 3 applicants, 1 seats" in run.verifier_lines


def test_no_applicants_or_places_is_said_before_anything_is_started(make: Factory, region: Region) -> None:
    with make.inside(region, "internships"), atomic():
        empty = a_period(region, status=PeriodStatus.MATCHING)
        with pytest.raises(DomainError, match="Det finns inga sökande i perioden"):
            started(region, empty)
        an_applicant(region, empty, a_school(region))
        with pytest.raises(DomainError, match="Det finns inga öppna platser i perioden"):
            started(region, empty)
        empty.status = PeriodStatus.WISHING
        with pytest.raises(Conflict, match="Platserna kan fördelas när önskemålen är stängda"):
            started(region, empty)


def test_a_question_is_answered_from_the_match_that_stands(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """With as many placed as a whole new match has; and where it cannot be carried over, by one."""
    base = done(small.region, small.period)
    whole = jobs.run_match
    asked: list[int] = []

    def counted(*given: Any, **named: Any) -> Any:
        asked.append(1)
        return whole(*given, **named)

    monkeypatch.setattr(jobs, "run_match", counted)
    change = {"offer": small.near.id, "more": 1}
    carried = done(small.region, small.period, change=change)
    assert (carried.status, carried.statistics["carried"], asked) == (RunStatus.DONE, base.id, [])
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "standing_match", lambda *_given: None)
        anew = done(small.region, small.period, change=change)
    assert (carried.placed, carried.guarantee) == (anew.placed, anew.guarantee) == (3, "stable")
    assert seats(carried) == {**seats(base), small.people[0].id: small.near.id}
    with atomic():
        service.decide(region=small.region, applicant=small.people[0], offer=small.near, kind=PinKind.MUST, reason="Beslut")
    stale = done(small.region, small.period, change=change)
    assert (stale.status, "carried" in stale.statistics, len(asked)) == (RunStatus.DONE, False, 2)
    flow = done(small.region, small.period, change=change, policy=Policy.MOST_PLACED)
    assert (flow.status, "carried" in flow.statistics, len(asked)) == (RunStatus.DONE, False, 3)


@pytest.mark.parametrize("seed", range(3))
def test_a_question_about_random_rows_breaks_no_rule(make: Factory, region: Region, seed: int) -> None:
    with make.inside(region, "internships"):
        with atomic():
            period = random_round(region, seed)
            period.policy = Policy.STABLE
        done(region, period)
        offer = next(iter(facts_of(period).places))
        for change in ({"offer": offer, "more": 2}, {"travel_km": 900}):
            run = done(region, period, change=change)
            assert (run.status, run.verifier_lines) == (RunStatus.DONE, [])
