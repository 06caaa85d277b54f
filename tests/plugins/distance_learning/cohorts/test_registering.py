"""Interest counts once the address has said yes, and once only."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db, utcnow
from core.errors import Conflict, DomainError, Gone
from core.jobs.models import Outbox
from plugins.distance_learning.cohorts import deciding, registering
from plugins.distance_learning.cohorts.models import CohortStatus, InterestStatus
from tests.plugins.distance_learning.cohorts.conftest import Town
from tests.plugins.distance_learning.made import a_course


def test_interest_counts_when_the_address_has_said_yes(town: Town) -> None:
    town.register(1)
    assert (town.figures().interested, town.status(1)) == (0, InterestStatus.WAITING_CONFIRMATION)
    town.do(registering.confirm, 1)
    town.do(registering.confirm, 1)
    assert (town.figures().interested, town.status(1)) == (1, InterestStatus.INTERESTED)
    assert [kind for kind, _body in town.mails(1)] == ["interest_confirm"]


def test_registering_twice_is_one_and_changes_nothing_that_was_confirmed(town: Town) -> None:
    town.interested(1)
    town.register(1, at=2, name="Någon annan", email=" PERSON1@test.samkraft.example ")
    with town.inside():
        found = town.interest(1)
        assert (found.name, found.centre_id) == ("Person 1", town.centre_ids[0])
    assert town.figures().interested == 1
    assert [kind for kind, _body in town.mails(1)] == ["interest_confirm", "interest_known"]


def test_what_was_not_confirmed_is_replaced(town: Town) -> None:
    town.register(1, name="Fel namn")
    town.register(1, name="Rätt Namn", at=3)
    with town.inside():
        found = town.interest(1)
        assert (found.name, found.centre_id) == ("Rätt Namn", town.centre_ids[3])


def test_nobody_registers_at_a_centre_that_does_not_receive_the_course(town: Town) -> None:
    with town.inside():
        other = a_course(town.region, town.centres[1], title="En annan kurs").id
    with pytest.raises(DomainError, match="ett av lärcentrumen") as refused:
        town.register(1, at=0, course_id=other)
    assert refused.value.field == "centre_id"


def test_the_course_of_another_region_is_not_found(town: Town) -> None:
    other = Town(town.make, "soder")
    with pytest.raises(DomainError) as refused:
        town.register(1, course_id=other.course_id)
    assert refused.value.status == 404


def test_the_threshold_is_reached_over_all_centres_and_told_once(town: Town) -> None:
    town.interested(11)
    assert (town.cohort().status, town.figures().missing) == (CohortStatus.COLLECTING, 1)
    town.interested(1, first=12)
    assert town.cohort().status == CohortStatus.REACHED
    town.do(registering.withdraw, 3)
    assert town.cohort().status == CohortStatus.COLLECTING
    town.interested(1, first=13)
    assert town.cohort().status == CohortStatus.REACHED
    with town.inside():
        told = select(AuditEntry.id).where(AuditEntry.action == "distance_learning.cohort.reached")
        assert len(db.session.execute(told).all()) == 1


def test_others_are_told_counts_and_never_a_person(town: Town) -> None:
    town.interested(7)
    with town.inside():
        statement = select(Outbox.payload).where(Outbox.name == "distance_learning.cohort_changed.v1", Outbox.kind == "event")
        told = db.session.execute(statement.order_by(Outbox.id)).scalars().all()
    last = told[-1]
    assert (last["interested"], last["status"], last["threshold"]) == (7, "collecting", 12)
    assert last["municipalities"] == {}  # two, two, two and one
    assert [each["revision"] for each in told] == sorted({each["revision"] for each in told})
    assert "Person" not in str(told)
    assert "@" not in str(told)


def test_withdrawing_and_coming_back_asks_the_address_again(town: Town) -> None:
    town.interested(2)
    town.do(registering.withdraw, 1)
    town.do(registering.withdraw, 1)
    assert town.figures().interested == 1
    town.register(1)
    assert town.status(1) == InterestStatus.WAITING_CONFIRMATION
    assert town.figures().interested == 1


def test_nothing_is_left_of_who_is_erased(town: Town) -> None:
    town.interested(2)
    town.do(registering.erase, 1)
    assert town.figures().interested == 1
    with town.inside(), pytest.raises(Exception, match="No row"):
        town.interest(1)


def test_a_person_changes_centre(town: Town) -> None:
    town.interested(1)
    town.do(registering.change_centre, 1, centre_id=town.centre_ids[2])
    with town.inside():
        assert town.interest(1).centre_id == town.centre_ids[2]


def test_a_cancelled_course_tells_why_and_can_be_left_for_another_with_one_step(town: Town) -> None:
    with town.inside():
        other = a_course(town.region, town.centres[0], title="Vård och omsorg 2")
        ref, other_id = other.ref, other.id
    town.interested(5)
    town.do(registering.withdraw, 5)
    with town.inside():
        deciding.cancel(
            region=town.region, course_id=town.course_id, seen="", reason="Läraren har slutat.", alternative_ref=ref, actor=None
        )
    kind, body = town.mails(1)[-1]
    assert kind == "cohort_cancelled"
    assert "Läraren har slutat." in body
    assert "Vård och omsorg 2" in body
    assert [kind for kind, _body in town.mails(5)] == ["interest_confirm"]
    assert town.figures().interested == 4
    with pytest.raises(Gone):
        town.register(9)
    moved = town.do(registering.move, 2)
    assert (moved.course_id, moved.centre_id, moved.status) == (other_id, town.centre_ids[0], InterestStatus.INTERESTED)
    assert town.status(2) == InterestStatus.WITHDRAWN
    town.do(registering.move, 2)
    with town.inside():
        assert town.interest(2, other_id).status == InterestStatus.INTERESTED
    with town.inside():
        deciding.reopen(region=town.region, course_id=town.course_id, seen="cancelled", actor=None)
    assert (town.figures().interested, town.cohort().status) == (3, CohortStatus.COLLECTING)


def test_without_an_alternative_there_is_nowhere_to_move(town: Town) -> None:
    town.interested(1)
    with pytest.raises(Conflict, match="ingen kurs att flytta"):
        town.do(registering.move, 1)
    assert town.status(1) == InterestStatus.INTERESTED


def test_two_regions_do_not_see_each_other(town: Town) -> None:
    other = Town(town.make, "soder")
    town.interested(2)
    other.interested(1)
    assert (town.figures().interested, other.figures().interested) == (2, 1)
    assert utcnow() >= town.cohort().updated_at
