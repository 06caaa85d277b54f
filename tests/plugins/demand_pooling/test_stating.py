"""What a cluster's event says of its needs, and clusters stated again when somebody asks."""

from __future__ import annotations

from sqlalchemy import select

from core.db import atomic, db
from core.jobs.models import Outbox
from core.regions.models import Region
from plugins.demand_pooling.events import ClusterUpdated, ReplayRequested
from plugins.demand_pooling.stating import JOB, on_replay_requested, state_clusters

from .conftest import Pool


def told(pool: Pool, region: Region) -> list[dict[str, object]]:
    """What has been said of clusters, in order."""
    with pool.make.inside(region, "demand_pooling"):
        rows = db.session.execute(select(Outbox).where(Outbox.name == ClusterUpdated.name, Outbox.kind == "event").order_by(Outbox.id))
        return [row.payload for row in rows.scalars()]


def test_a_cluster_says_where_it_is_and_what_skills_are_asked_for_and_nothing_secret(pool: Pool, north: Region) -> None:
    pool.publish(north, municipality_code="2482", skills=["Demensvård", "Palliativ vård"])
    pool.publish(north, municipality_code="2417", skills=["Palliativ vård"])
    pool.publish(north, municipality_code="2481", skills=["Hemlig kompetens"], secret=True)
    pool.publish(north, municipality_code="2482", skills=["Långt bort"], headcount_0_1=0)
    pool.work()
    last = told(pool, north)[-1]
    assert last["skills"] == ["Palliativ vård", "Demensvård"]
    assert set(last["municipality_codes"]) <= {"2417", "2481", "2482"}  # type: ignore[call-overload]
    assert "2482" in last["municipality_codes"]  # type: ignore[operator]


def test_what_is_asked_for_again_is_stated_again_and_nothing_else(pool: Pool, north: Region) -> None:
    first = pool.publish(north)
    pool.publish(north, occupation_group="2221", occupation_label="Sjuksköterska")
    pool.work()
    pool.withdraw(north, first)
    pool.work()
    before = told(pool, north)
    with pool.make.inside(north, "demand_pooling"), atomic():
        on_replay_requested(north, ReplayRequested(events=["employer_needs.need_published.v1"]))
    pool.work()
    assert told(pool, north) == before
    with pool.make.inside(north, "demand_pooling"), atomic():
        on_replay_requested(north, ReplayRequested(events=[ClusterUpdated.name]))
    pool.work()
    again = told(pool, north)[len(before) :]
    assert sorted((facts["occupation_group"], facts["headcount"], facts["skills"]) for facts in again) == [
        ("2221", 1, ["Demensvård"]),
        ("5321", 0, []),
    ]
    assert all(new["revision"] >= max(old["revision"] for old in before) for new in again)  # type: ignore[operator,type-var]


def test_stating_goes_on_where_the_last_job_stopped(pool: Pool, north: Region) -> None:
    for group in ("5321", "2221"):
        pool.publish(north, occupation_group=group)
    pool.work()
    before = told(pool, north)
    with pool.make.inside(north, "demand_pooling"), atomic():
        state_clusters(north, after_id=min(said["cluster_id"] for said in before))
    assert len(told(pool, north)) == len(before) + 1
    assert JOB == "demand_pooling.state_clusters"
