"""A cluster's way from a signal to an outcome: where it may go, who is told, and what becomes of its needs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.notices.models import Notice
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.work import service
from plugins.demand_pooling.work.progress import ENDED, Progress, allowed

from .conftest import Pool
from .test_clusters import fill, told
from .test_working import Bench

PROGRESSED = "demand_pooling.cluster_progressed.v1"


@pytest.fixture
def bench(pool: Pool, north: Region) -> Bench:
    return Bench(pool, north)


def test_where_a_cluster_may_go() -> None:
    assert allowed(Progress.CLUSTERED) == [
        Progress.SIGNAL,
        Progress.VALIDATED,
        Progress.POOLED,
        Progress.REQUESTED,
        Progress.OFFERED,
        Progress.FUNDING,
        Progress.DECIDED,
        Progress.IN_CATALOGUE,
        Progress.COHORT,
        Progress.STARTED,
        Progress.CANCELLED,
    ]
    assert allowed(Progress.STARTED) == [Progress.COMPLETED]
    assert allowed(Progress.COMPLETED) == [Progress.OUTCOME]
    assert {status: allowed(status) for status in ENDED} == {Progress.OUTCOME: [], Progress.CANCELLED: [Progress.CLUSTERED]}


def test_a_change_is_told_to_the_employers_and_to_those_who_follow_but_not_to_who_made_it(bench: Bench) -> None:
    curious = bench.pool.make.user(bench.region, "strategist")
    _follow(bench, curious)
    _follow(bench, bench.actor)
    bench.do(service.change_status, cluster_id=bench.south, seen=1, status=Progress.FUNDING, text="YH prövas", message="Vi söker pengar.")
    assert told(bench.region, PROGRESSED) == [
        {"cluster_id": bench.south, "need_ids": bench.south_needs, "status": "funding", "facts": {"message": "Vi söker pengar."}}
    ]
    with bench.pool.make.inside(bench.region):
        notices = db.session.execute(select(Notice).where(Notice.kind == "demand_pooling.cluster_progressed")).scalars().all()
    assert [(n.user_id, n.title) for n in notices] == [(curious.id, f"{bench.cluster(bench.south).occupation_label}: Finansiering prövas")]
    assert bench.cluster(bench.south).locked_at is not None, "what others build on is locked"


def _follow(bench: Bench, user: User) -> None:
    with bench.pool.make.inside(bench.region), atomic():
        service.follow(region=bench.region, cluster_id=bench.south, user=user)


def test_back_and_cancelled_need_a_reason_and_what_is_not_allowed_is_refused(bench: Bench) -> None:
    with pytest.raises(DomainError):
        bench.do(service.change_status, cluster_id=bench.south, seen=1, status=Progress.VALIDATED)
    with pytest.raises(DomainError):
        bench.do(service.change_status, cluster_id=bench.south, seen=1, status=Progress.CANCELLED)
    for never in (Progress.OUTCOME, Progress.COMPLETED, Progress.POOLED, Progress.CLUSTERED):
        with pytest.raises(Conflict):
            bench.do(service.change_status, cluster_id=bench.south, seen=1, status=never)
    assert told(bench.region, PROGRESSED) == []


def test_the_needs_of_a_cancelled_cluster_stay_or_are_clustered_anew(bench: Bench) -> None:
    bench.do(service.change_status, cluster_id=bench.north, seen=1, status=Progress.CANCELLED, text="Ingen anordnare")
    assert bench.settled()[bench.north] == bench.north_needs
    bench.do(service.change_status, cluster_id=bench.south, seen=1, status=Progress.CANCELLED, text="Nytt upplägg", needs_go="release")
    settled = bench.settled()
    assert bench.cluster(bench.south).closed_at is not None
    assert [ids for cluster, ids in settled.items() if cluster not in (bench.south, bench.north)] == [bench.south_needs]
    assert [event["facts"]["needs"] for event in told(bench.region, PROGRESSED)] == ["keep", "release"]
    bench.do(service.change_status, cluster_id=bench.north, seen=2, status=Progress.CLUSTERED, text="En ny anordnare")
    assert bench.cluster(bench.north).status is Progress.CLUSTERED


def test_the_figures_decide_between_clustered_and_pooled_until_a_person_goes_on(bench: Bench) -> None:
    assert bench.cluster(bench.south).status is Progress.CLUSTERED
    fill(bench.pool, bench.region, 7)
    bench.settled()
    assert bench.cluster(bench.south).status is Progress.POOLED
    assert told(bench.region, PROGRESSED) == []
    bench.do(service.change_status, cluster_id=bench.south, seen=1, status=Progress.VALIDATED, text="Ringt alla")
    bench.pool.withdraw(bench.region, bench.south_needs[0])
    bench.settled()
    assert bench.cluster(bench.south).status is Progress.VALIDATED
