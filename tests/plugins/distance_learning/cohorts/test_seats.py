"""Decisions, seats in the order of registration, and a waiting list that moves by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import db
from core.errors import Conflict, DomainError
from core.testing.factories import Factory
from plugins.distance_learning.cohorts import answering, deciding, jobs, pledges, registering
from plugins.distance_learning.cohorts.events import CatalogueEventCancelled, CommitmentMade, CommitmentWithdrawn
from plugins.distance_learning.cohorts.models import CohortStatus, Interest, InterestStatus
from plugins.distance_learning.cohorts.small_numbers import shown
from plugins.distance_learning.publishing.models import Receiving
from tests.plugins.distance_learning.cohorts.conftest import ADDRESS, Town

S = InterestStatus


def small(make: Factory, seats: int = 2, **facts: object) -> Town:
    """A course with few seats."""
    return Town(make, threshold=2, seats=seats, **facts)


def decide(town: Town, what: str, **facts: object) -> None:
    with town.inside():
        getattr(deciding, what)(region=town.region, course_id=town.course_id, seen=facts.pop("seen", ""), actor=None, **facts)


def follow(town: Town, *, later: int = 0) -> None:
    """The morning's job, some days after the offers went out."""
    with town.inside():
        for interest in db.session.execute(select(Interest).where(Interest.answer_by.is_not(None))).scalars():
            interest.answer_by = (interest.answer_by or today()) - timedelta(days=later)
    with town.inside():
        jobs.follow_cohorts(town.region)


def test_seats_are_offered_in_the_order_of_registration_and_the_list_moves_up(make: Factory) -> None:
    town = small(make)
    town.interested(4, spread=False)
    decide(town, "confirm")
    assert [town.status(n) for n in (1, 2, 3, 4)] == [S.OFFERED, S.OFFERED, S.WAITING_LIST, S.WAITING_LIST]
    assert [town.mails(n)[-1][0] for n in (2, 3)] == ["seat_offer", "cohort_news"]
    town.do(answering.accept, 1)
    town.do(registering.withdraw, 2)
    assert [town.status(n) for n in (1, 2, 3, 4)] == [S.JOINED, S.WITHDRAWN, S.OFFERED, S.WAITING_LIST]
    town.do(registering.erase, 1)
    assert [town.status(n) for n in (3, 4)] == [S.OFFERED, S.OFFERED]


def test_who_does_not_answer_loses_the_offer_to_the_next(make: Factory) -> None:
    town = small(make)
    town.interested(3)
    decide(town, "confirm")
    follow(town, later=5)
    assert [kind for kind, _body in town.mails(1)][-1] == "seat_reminder"
    follow(town)
    assert [kind for kind, _body in town.mails(1)].count("seat_reminder") == 1
    town.do(answering.accept, 2)
    follow(town, later=3)
    assert [town.status(n) for n in (1, 2, 3)] == [S.EXPIRED, S.JOINED, S.OFFERED]
    before = len(town.mails(3))
    follow(town)
    assert (town.status(3), len(town.mails(3))) == (S.OFFERED, before)


def test_who_comes_late_takes_a_free_seat_and_else_stands_last(make: Factory) -> None:
    town = small(make, seats=2)
    town.interested(3)
    decide(town, "confirm")
    follow(town, later=9)
    assert [town.status(n) for n in (1, 2, 3)] == [S.EXPIRED, S.EXPIRED, S.OFFERED]
    town.do(answering.accept, 1)
    town.do(answering.accept, 2)
    assert [town.status(n) for n in (1, 2, 3)] == [S.JOINED, S.WAITING_LIST, S.OFFERED]
    town.do(registering.withdraw, 3)
    assert town.status(2) == S.OFFERED


def test_a_centre_gives_no_more_seats_than_it_has(make: Factory) -> None:
    town = small(make, seats=10)
    with town.inside():
        for row in db.session.execute(select(Receiving).where(Receiving.course_id == town.course_id)).scalars():
            row.seats = 1
    town.interested(2, spread=False)
    town.register(3, at=1)
    town.do(registering.confirm, 3)
    decide(town, "confirm")
    assert [town.status(n) for n in (1, 2, 3)] == [S.OFFERED, S.WAITING_LIST, S.OFFERED]
    with pytest.raises(Conflict, match="ingen ledig plats"):
        town.do(registering.change_centre, 3, centre_id=town.centre_ids[0])
    town.do(registering.change_centre, 2, centre_id=town.centre_ids[2])
    assert town.status(2) == S.OFFERED


def test_a_late_registration_gets_a_seat_that_is_free(make: Factory) -> None:
    town = small(make, seats=3)
    town.interested(2)
    decide(town, "confirm")
    town.interested(2, first=3)
    assert [town.status(n) for n in (3, 4)] == [S.OFFERED, S.WAITING_LIST]


def test_nothing_is_accepted_that_was_not_offered(make: Factory) -> None:
    town = small(make)
    town.interested(1)
    with pytest.raises(Conflict, match="ingen plats att tacka ja till"):
        town.do(answering.accept, 1)


def test_the_way_of_a_cohort_with_its_numbers(make: Factory) -> None:
    town = small(make, seats=2)
    town.interested(3)
    decide(town, "confirm", seen="collecting")
    town.do(answering.accept, 1)
    first, second = town.centre_ids[:2]
    decide(town, "start", seen="confirmed", started={first: 1, second: 2})
    assert (town.cohort().status, town.cohort().started) == (CohortStatus.STARTED, 3)
    assert [town.status(n) for n in (1, 2, 3)] == [S.JOINED, S.EXPIRED, S.WAITING_LIST]
    with pytest.raises(DomainError, match="Fler kan inte"):
        decide(town, "complete", completed={first: 2})
    decide(town, "complete", completed={first: 1, second: 1})
    assert (town.cohort().status, town.cohort().completed) == (CohortStatus.COMPLETED, 2)
    with pytest.raises(Conflict):
        decide(town, "cancel", reason="För sent")


def test_a_decision_on_what_somebody_else_has_decided_is_refused(make: Factory) -> None:
    town = small(make)
    town.interested(2)
    decide(town, "confirm", seen="collecting")
    with pytest.raises(Conflict, match="Någon annan"):
        decide(town, "cancel", seen="collecting", reason="Vi hinner inte.")
    with pytest.raises(DomainError, match="Skriv varför"):
        decide(town, "cancel", reason="  ")


def test_an_occasion_that_its_provider_cancels_cancels_the_cohort_and_loses_nobody(make: Factory) -> None:
    town = small(make, catalogue_ref="training_catalog:event:42")
    other = Town(make, "soder", threshold=2)
    town.interested(3)
    decide(town, "confirm")
    other.interested(1)
    told = CatalogueEventCancelled(ref="training_catalog:event:42", reason="För få lärare.")
    with town.inside():
        jobs.on_event_cancelled(town.region, told)
    with town.inside():
        jobs.on_event_cancelled(town.region, told)
    assert (town.cohort().status, other.cohort().status) == (CohortStatus.CANCELLED, CohortStatus.COLLECTING)
    assert "För få lärare." in town.mails(3)[-1][1]
    assert [kind for kind, _body in town.mails(3)].count("cohort_cancelled") == 1
    assert [town.status(n) for n in (1, 3)] == [S.INTERESTED, S.WAITING_LIST]


def test_employers_places_count_beside_people_and_nobody_counts_twice(make: Factory) -> None:
    town = small(make, seats=9, occupation_groups=["5321"])

    def promise(number: int, **facts: object) -> None:
        made = {"commitment_id": number, "kind": "paid_study_time", "occupation_group": "5321", "municipality_code": "2417", "revision": 1}
        with town.inside():
            pledges.record_pledge(region=town.region, made=CommitmentMade.model_validate({**made, **facts}))

    promise(1)
    promise(1)
    promise(2, kind="hire")
    promise(3, occupation_group="2221")
    promise(4, municipality_code="1280")
    assert (town.figures().pledged, town.cohort().status) == (1, CohortStatus.COLLECTING)
    town.interested(1, employer_paid=True)
    assert (town.figures().interested, town.figures().pledged) == (1, 0)
    promise(5)
    assert (town.figures().counted, town.cohort().status) == (2, CohortStatus.REACHED)
    with town.inside():
        pledges.withdraw_pledge(region=town.region, withdrawn=CommitmentWithdrawn(commitment_id=5, revision=2))
    promise(5)
    assert (town.figures().counted, town.cohort().status) == (1, CohortStatus.COLLECTING)


def test_addresses_that_never_said_yes_are_forgotten(town: Town) -> None:
    town.register(1)
    town.register(2)
    with town.inside():
        town.interest(1).status_at -= timedelta(days=8)
    follow(town)
    with town.inside():
        assert db.session.execute(select(Interest.email)).scalars().all() == [ADDRESS.format(2)]


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({1: 4, 2: 5}, {1: 4, 2: 5}),
        ({1: 4, 2: 5, 3: 1}, {2: 5}),
        ({1: 4, 2: 2, 3: 1}, {1: 4}),
        ({1: 4, 2: 0}, {}),
        ({1: 2}, {}),
        ({}, {}),
    ],
)
def test_small_numbers_are_hidden_so_that_the_total_gives_none_of_them_away(cells: dict[int, int], kept: dict[int, int]) -> None:
    assert shown(cells) == kept
