"""People move needs between clusters, and the rule leaves what they did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.regions.models import Region
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.work import service
from plugins.demand_pooling.work.models import ClusterStep, SetAside
from plugins.demand_pooling.work.opening import ChangedMeanwhile
from plugins.demand_pooling.work.undoing import last_undoable

from .conftest import KIRUNA, Pool
from .test_adopting import rows
from .test_clusters import clusters, fill, members, told


class Bench:
    """Two clusters of undersköterskor: five needs in the south, three in Kiruna."""

    def __init__(self, pool: Pool, region: Region) -> None:
        self.pool, self.region = pool, region
        self.south_needs = fill(pool, region, 5)
        self.north_needs = fill(pool, region, 3, municipality_code=KIRUNA)
        pool.work()
        first, second = clusters(pool, region)
        self.south, self.north = (first.id, second.id) if first.headcount == 5 else (second.id, first.id)
        self.actor = pool.make.user(region, "strategist", name="Eva Exempel")

    def do(self, verb: Callable[..., Any], **facts: Any) -> Any:
        if "needs" in facts:
            facts["need_ids"] = rows(self.pool, self.region, facts.pop("needs"))
        facts.setdefault("actor", self.actor)
        with self.pool.make.inside(self.region, "demand_pooling"), atomic():
            return verb(region=self.region, **facts)

    def settled(self) -> dict[int, list[int]]:
        self.pool.work()
        return members(self.pool, self.region)

    def cluster(self, cluster_id: int) -> DemandCluster:
        self.pool.make.forget()
        with self.pool.make.inside(self.region):
            return db.session.execute(select(DemandCluster).where(DemandCluster.id == cluster_id)).scalar_one()

    def steps(self) -> list[tuple[int, str, int | None]]:
        with self.pool.make.inside(self.region):
            found = db.session.execute(select(ClusterStep).order_by(ClusterStep.id)).scalars()
            return [(step.cluster_id, str(step.kind), step.other_id) for step in found]


@pytest.fixture
def bench(pool: Pool, north: Region) -> Bench:
    return Bench(pool, north)


def test_a_moved_need_stays_where_it_was_put_and_the_figures_follow(bench: Bench) -> None:
    moved = bench.south_needs[:2]
    bench.do(service.move, cluster_id=bench.south, seen=1, needs=moved, target_id=bench.north)
    assert bench.settled() == {bench.south: bench.south_needs[2:], bench.north: sorted(bench.north_needs + moved)}
    assert (bench.cluster(bench.south).headcount, bench.cluster(bench.north).headcount) == (3, 5)
    bench.pool.publish(bench.region, need_id=moved[0], headcount_0_1=4)
    assert bench.settled()[bench.north] == sorted(bench.north_needs + moved)
    assert bench.cluster(bench.north).headcount == 8
    bench.pool.publish(bench.region, need_id=moved[1], occupation_group="2221", occupation_label="Sjuksköterska")
    assert bench.settled()[bench.north] == sorted(bench.north_needs + moved)
    bench.pool.publish(bench.region, need_id=moved[1], occupation_group="2221", headcount_0_1=6)
    bench.settled()
    assert bench.cluster(bench.north).headcount == 13
    bench.pool.withdraw(bench.region, moved[1])
    assert bench.settled()[bench.north] == sorted([*bench.north_needs, moved[0]])
    assert bench.cluster(bench.north).headcount == 7
    assert bench.steps() == [(bench.south, "moved", bench.north), (bench.north, "left", None)]


def test_the_employers_of_moved_needs_are_told_of_their_new_group(bench: Bench) -> None:
    bench.do(service.move, cluster_id=bench.south, seen=1, needs=bench.south_needs[:1], target_id=bench.north)
    last = {event["cluster_id"]: event["need_ids"] for event in told(bench.region)}
    assert last == {bench.south: bench.south_needs[1:], bench.north: sorted([*bench.north_needs, bench.south_needs[0]])}


def test_of_two_who_move_the_same_need_the_second_is_told_what_the_first_did(bench: Bench) -> None:
    other = bench.pool.make.user(bench.region, "strategist")
    bench.do(service.move, cluster_id=bench.south, seen=1, needs=bench.south_needs[:1], target_id=bench.north, text="Närmare hem")
    with pytest.raises(ChangedMeanwhile) as refused:
        bench.do(service.split, cluster_id=bench.south, seen=1, needs=bench.south_needs[:1], actor=other)
    assert [(step.actor_id, step.text, step.other_id) for step in refused.value.since] == [(bench.actor.id, "Närmare hem", bench.north)]
    assert bench.settled()[bench.north] == sorted([*bench.north_needs, bench.south_needs[0]])
    with pytest.raises(Conflict):
        bench.do(service.split, cluster_id=bench.south, seen=2, needs=bench.south_needs[:1], actor=other)


def test_split_merge_and_back(bench: Bench) -> None:
    new, _step = bench.do(service.split, cluster_id=bench.south, seen=None, needs=bench.south_needs[:2])
    assert bench.settled() == {bench.south: bench.south_needs[2:], new.id: bench.south_needs[:2], bench.north: bench.north_needs}
    bench.pool.publish(bench.region)
    assert bench.settled()[new.id] == bench.south_needs[:2], "the rule adds nothing to what a person made"
    step = bench.do(service.merge, cluster_id=new.id, seen=None, other_id=bench.north)
    assert bench.settled()[new.id] == sorted(bench.south_needs[:2] + bench.north_needs)
    assert bench.cluster(bench.north).successor_id == new.id
    bench.do(service.undo, cluster_id=new.id, step_id=step.id)
    back = bench.settled()
    assert (back[new.id], back[bench.north]) == (bench.south_needs[:2], bench.north_needs)
    assert bench.cluster(bench.north).closed_at is None
    with pytest.raises(Conflict):
        bench.do(service.undo, cluster_id=new.id, step_id=step.id)


def test_a_split_taken_back_leaves_no_empty_cluster(bench: Bench) -> None:
    new, step = bench.do(service.split, cluster_id=bench.south, seen=1, needs=bench.south_needs[:2])
    bench.do(service.undo, cluster_id=bench.south, step_id=step.id)
    assert bench.settled() == {bench.south: bench.south_needs, bench.north: bench.north_needs}
    assert bench.cluster(new.id).closed_at is not None
    with bench.pool.make.inside(bench.region):
        assert last_undoable(bench.cluster(bench.south)) is None


def test_a_need_that_is_set_aside_is_in_no_cluster_until_it_is_put_back(bench: Bench) -> None:
    with pytest.raises(DomainError):
        bench.do(service.remove, cluster_id=bench.south, seen=1, needs=bench.south_needs[:1], text=" ")
    bench.do(service.remove, cluster_id=bench.south, seen=1, needs=bench.south_needs[:1], text="Löst på annat sätt")
    assert bench.settled()[bench.south] == bench.south_needs[1:]
    with bench.pool.make.inside(bench.region):
        (aside,) = db.session.execute(select(SetAside)).scalars()
    bench.do(service.put_back, aside_id=aside.id)
    assert bench.settled()[bench.south] == bench.south_needs


def test_a_released_need_goes_back_to_where_the_rule_wants_it(bench: Bench) -> None:
    bench.do(service.move, cluster_id=bench.south, seen=1, needs=bench.south_needs[:1], target_id=bench.north)
    bench.settled()
    bench.do(service.release, cluster_id=bench.north, seen=2, needs=bench.south_needs[:1])
    assert bench.settled() == {bench.south: bench.south_needs, bench.north: bench.north_needs}


def test_a_locked_cluster_is_left_alone_by_everybody_but_a_withdrawal(bench: Bench) -> None:
    bench.do(service.lock, cluster_id=bench.south, seen=1)
    new = bench.pool.publish(bench.region)
    settled = bench.settled()
    assert settled[bench.south] == bench.south_needs
    assert [ids for cluster, ids in settled.items() if cluster not in (bench.south, bench.north)] == [[new]]
    for verb, facts in (
        (service.move, {"needs": bench.south_needs[:1], "target_id": bench.north}),
        (service.split, {"needs": bench.south_needs[:1]}),
        (service.merge, {"other_id": bench.north}),
        (service.remove, {"needs": bench.south_needs[:1], "text": "Varför"}),
        (service.release, {"needs": bench.south_needs[:1]}),
    ):
        with pytest.raises(Conflict):
            bench.do(verb, cluster_id=bench.south, seen=None, **facts)
    with pytest.raises(Conflict):
        bench.do(service.move, cluster_id=bench.north, seen=None, needs=bench.north_needs[:1], target_id=bench.south)
    bench.pool.publish(bench.region, need_id=bench.south_needs[1], headcount_0_1=3)
    bench.pool.withdraw(bench.region, bench.south_needs[0])
    assert bench.settled()[bench.south] == bench.south_needs[1:]
    assert bench.cluster(bench.south).headcount == 6
    assert bench.steps() == [(bench.south, "locked", None), (bench.south, "left", None)]
    for need in bench.south_needs[1:]:
        bench.pool.withdraw(bench.region, need)
    bench.settled()
    assert (bench.cluster(bench.south).closed_at, bench.cluster(bench.south).headcount) == (None, 0)
    bench.do(service.unlock, cluster_id=bench.south, seen=None)
    bench.settled()
    assert bench.cluster(bench.south).closed_at is not None


@pytest.mark.parametrize(
    ("verb", "facts"),
    [
        (service.move, {"needs": [], "target": "north"}),
        (service.move, {"needs": "one", "target": "south"}),
        (service.split, {"needs": "all"}),
        (service.merge, {"other": "south"}),
        (service.comment, {"text": "  "}),
        (service.comment, {"text": "x" * 2001}),
    ],
)
def test_what_makes_no_sense_is_refused(bench: Bench, verb: Callable[..., Any], facts: dict[str, Any]) -> None:
    given: dict[str, Any] = {"cluster_id": bench.south}
    if "needs" in facts:
        given["needs"] = {"one": bench.south_needs[:1], "all": bench.south_needs}.get(str(facts["needs"]), [])
    if "target" in facts:
        given["target_id"] = getattr(bench, facts["target"])
    if "other" in facts:
        given["other_id"] = bench.south
    if "text" in facts:
        given["text"] = facts["text"]
    else:
        given["seen"] = 1
    with pytest.raises(DomainError):
        bench.do(verb, **given)
    assert bench.steps() == []


def test_a_comment_disturbs_nobody_and_another_region_s_cluster_is_not_found(bench: Bench, pool: Pool) -> None:
    bench.do(service.comment, cluster_id=bench.south, text="Ring skolan på torsdag")
    bench.do(service.split, cluster_id=bench.south, seen=1, needs=bench.south_needs[:1])
    other = pool.make.region("annan", plugins=["demand_pooling"], municipalities=[KIRUNA])
    with pytest.raises(DomainError) as refused, pool.make.inside(other, "demand_pooling"), atomic():
        service.lock(region=other, cluster_id=bench.south, seen=None, actor=None)
    assert refused.value.status == 404


def test_history_is_never_changed_but_a_person_may_be_taken_out_of_it(bench: Bench) -> None:
    step = bench.do(service.comment, cluster_id=bench.south, text="Fel")
    with bench.pool.make.inside(bench.region), atomic():
        step.actor_id = None
    with pytest.raises(RuntimeError), bench.pool.make.inside(bench.region), atomic():
        step.text = "Rätt"
