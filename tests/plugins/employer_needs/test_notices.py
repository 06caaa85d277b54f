"""Who is told of a need and of a round, and who is not; and the last day in the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.jobs import enqueue
from core.jobs.runner import drain
from core.notices.models import Notice
from core.organisations.models import Organisation
from core.plugins import hooks
from core.users.models import User
from core.users.service import grant_role
from plugins.employer_needs import subscriptions
from plugins.employer_needs.events import ClusterUpdated

from .conftest import World
from .test_overview import answer


def told(user: User) -> list[str]:
    return list(db.session.execute(select(Notice.title).where(Notice.user_id == user.id).order_by(Notice.id)).scalars())


def test_the_employer_s_people_are_told_once_when_the_group_is_enough(world: World) -> None:
    response, need = answer(world)
    other = world.make.organisation(world.region)
    mine, others, strategist = world.make.user(), world.make.user(), world.make.user(world.region, "strategist")
    with atomic():
        employer = db.session.execute(select(Organisation).where(Organisation.id == response.organisation_id)).scalar_one()
        grant_role(user=mine, region=world.region, role="employer_representative", organisation=employer)
        grant_role(user=others, region=world.region, role="employer_representative", organisation=other)

    def pooled(headcount: int, viable: bool) -> None:
        facts: dict[str, Any] = {
            "headcount": headcount,
            "employers": 2,
            "municipalities": 1,
            "missing": 0 if viable else 3,
            "viable": viable,
        }
        with world.inside(), atomic():
            subscriptions.tell_of_cluster(world.region, ClusterUpdated(cluster_id=7, need_ids=[need.id], **facts))

    pooled(5, False)
    pooled(6, False)  # only the numbers moved
    pooled(9, True)
    pooled(9, True)
    assert told(mine) == [f"{need.title}: Ingår i en grupp", f"{need.title}: Gruppen räcker till en klass"]
    assert (told(others), told(strategist)) == ([], [])


def test_those_who_work_with_rounds_are_told_that_one_closes(world: World) -> None:
    strategist, supervisor = world.make.user(world.region, "strategist"), world.make.user(world.region, "supervisor")
    with world.inside(), atomic():
        world.round.closes_on = today() + timedelta(days=4)
    nightly(world)
    assert told(strategist) == []
    with world.inside(), atomic():
        world.round.closes_on = today() + timedelta(days=3)
    nightly(world)
    nightly(world)
    assert [world.round.title in title for title in told(strategist)] == [True]
    assert told(supervisor) == []


def nightly(world: World) -> None:
    with atomic():
        enqueue("employer_needs.follow_rounds", region=world.region)
    drain()
    db.session.expire_all()


def test_the_last_day_is_in_the_calendar_of_those_concerned(world: World) -> None:
    strategist, supervisor = world.make.user(world.region, "strategist"), world.make.user(world.region, "supervisor")
    facade = hooks.for_region(world.region)
    (item,) = facade.calendar_items(user=strategist)
    assert (item.uid, item.start, item.all_day) == (f"employer_needs:round:{world.round.id}:closes", world.round.closes_on, True)
    assert facade.calendar_items(user=supervisor) == []
    assert facade.calendar_items(user=None) == []
