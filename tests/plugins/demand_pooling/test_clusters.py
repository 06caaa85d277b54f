"""From needs to stored clusters: identity, figures, events, and that doing it again does nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db, utcnow
from core.errors import DomainError
from core.jobs.models import Outbox
from core.plugins import lifecycle
from core.regions.models import Region
from plugins.demand_pooling import jobs, service
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed, PoolingState
from plugins.demand_pooling.service import ALL_GROUPS

from .conftest import KIRUNA, LYCKSELE, NORSJO, SKELLEFTEA, STORUMAN, Pool


def clusters(pool: Pool, region: Region, *, closed: bool = False) -> list[DemandCluster]:
    pool.make.forget()
    with pool.make.inside(region):
        found = db.session.execute(select(DemandCluster).where(DemandCluster.region_id == region.id).order_by(DemandCluster.id)).scalars()
        return [cluster for cluster in found if (cluster.closed_at is not None) == closed]


def members(pool: Pool, region: Region) -> dict[int, list[int]]:
    """The owners' need ids in each cluster."""
    with pool.make.inside(region, "demand_pooling"):
        rows = db.session.execute(
            select(ClusterMember.cluster_id, PooledNeed.need_id)
            .join(PooledNeed, PooledNeed.id == ClusterMember.pooled_need_id)
            .where(ClusterMember.region_id == region.id)
            .order_by(PooledNeed.need_id)
        ).all()
    found: dict[int, list[int]] = {}
    for cluster_id, need_id in rows:
        found.setdefault(cluster_id, []).append(need_id)
    return found


def told(region: Region, name: str = "demand_pooling.cluster_updated.v1") -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(Outbox).where(Outbox.name == name, Outbox.kind == "event", Outbox.region_id == region.id).order_by(Outbox.id)
    ).scalars()
    return [dict(row.payload) for row in rows]


def fill(pool: Pool, region: Region, count: int, **facts: Any) -> list[int]:
    return [pool.publish(region, **facts) for _ in range(count)]


def test_needs_within_reach_become_one_cluster_with_its_figures(pool: Pool, north: Region) -> None:
    pool.publish(north, municipality_code=SKELLEFTEA, headcount_0_1=3, headcount_1_3=2, headcount_3_5=50, organisation_id=1)
    pool.publish(north, municipality_code=NORSJO, headcount_0_1=2, organisation_id=2)
    pool.publish(north, municipality_code=NORSJO, headcount_0_1=1, organisation_id=2)
    pool.work()
    (cluster,) = clusters(pool, north)
    assert (cluster.occupation_group, cluster.level, cluster.hub_code) == ("5321", "upper_secondary", SKELLEFTEA)
    assert (cluster.headcount, cluster.employers, cluster.municipalities) == (8, 2, 2)
    assert (cluster.threshold, cluster.missing, cluster.viable) == (12, 4, False)
    assert members(pool, north) == {cluster.id: [1, 2, 3]}


def test_levels_and_occupations_are_not_mixed(pool: Pool, north: Region) -> None:
    pool.publish(north, level="upper_secondary")
    pool.publish(north, level="vocational")
    pool.publish(north, level="vocational", occupation_group="2221", occupation_label="Sjuksköterska")
    pool.work()
    assert [(c.occupation_group, c.level) for c in clusters(pool, north)] == [
        ("2221", "vocational"),
        ("5321", "upper_secondary"),
        ("5321", "vocational"),
    ]


def test_far_away_needs_are_a_cluster_of_their_own_unless_distance_will_do(pool: Pool, north: Region) -> None:
    pool.publish(north, municipality_code=SKELLEFTEA, headcount_0_1=2)
    far = pool.publish(north, municipality_code=KIRUNA)
    pool.work()
    assert [c.hub_code for c in clusters(pool, north)] == [SKELLEFTEA, KIRUNA]
    pool.publish(north, need_id=far, municipality_code=KIRUNA, distance_acceptable=True)
    pool.work()
    assert [(c.hub_code, c.headcount, c.by_distance) for c in clusters(pool, north)] == [(SKELLEFTEA, 3, 1)]
    (gone,) = clusters(pool, north, closed=True)
    assert gone.successor_id == clusters(pool, north)[0].id
    assert gone.headcount == 0


def test_an_event_goes_out_for_what_changed_and_only_for_that(pool: Pool, north: Region) -> None:
    pool.publish(north, occupation_group="5321")
    pool.publish(north, occupation_group="2221", occupation_label="Sjuksköterska", level="higher")
    pool.work()
    assert len(told(north)) == 2
    pool.publish(north, occupation_group="5321", headcount_0_1=11, municipality_code=LYCKSELE)
    pool.work()
    (event,) = told(north)[2:]
    cluster = clusters(pool, north)[1]
    assert event.pop("revision") > told(north)[0]["revision"]
    assert event == {
        "cluster_id": cluster.id,
        "need_ids": [1, 3],
        "occupation_group": "5321",
        "occupation_label": cluster.occupation_label,
        "level": "upper_secondary",
        "headcount": 12,
        "employers": 2,
        "municipalities": 2,
        "threshold": 12,
        "missing": 0,
        "viable": True,
        "municipality_codes": [LYCKSELE, "2482"],
        "skills": ["Demensvård"],
        "start": "",
    }


def test_clustering_again_changes_nothing_and_tells_nobody(pool: Pool, north: Region) -> None:
    fill(pool, north, 3)
    pool.publish(north, municipality_code=KIRUNA, distance_acceptable=True)
    pool.work()
    before = (members(pool, north), [(c.id, c.updated_at) for c in clusters(pool, north)], len(told(north)))
    with pool.make.inside(north, "demand_pooling"):
        jobs.recluster(north, groups=[ALL_GROUPS])
        jobs.recluster(north, groups=["5321"])
    assert (members(pool, north), [(c.id, c.updated_at) for c in clusters(pool, north)], len(told(north))) == before


def test_a_cluster_keeps_its_id_when_its_hub_moves(pool: Pool, north: Region) -> None:
    pool.publish(north, municipality_code=LYCKSELE, headcount_0_1=2)
    pool.publish(north, municipality_code=NORSJO, headcount_0_1=1)
    pool.work()
    (before,) = clusters(pool, north)
    fill(pool, north, 4, municipality_code=STORUMAN)
    fill(pool, north, 9, municipality_code=NORSJO)
    pool.work()
    found = {c.id: c for c in clusters(pool, north)}
    assert before.id in found
    assert {1, 2} & set(members(pool, north)[before.id])


def test_a_need_that_changes_occupation_leaves_its_old_cluster(pool: Pool, north: Region) -> None:
    moving = pool.publish(north)
    staying = pool.publish(north)
    pool.work()
    pool.publish(north, need_id=moving, occupation_group="2221", occupation_label="Sjuksköterska", level="higher")
    pool.work()
    by_group = {c.occupation_group: members(pool, north)[c.id] for c in clusters(pool, north)}
    assert by_group == {"5321": [staying], "2221": [moving]}
    assert {c.occupation_group: c.headcount for c in clusters(pool, north)} == {"5321": 1, "2221": 1}


def test_when_all_needs_are_withdrawn_the_cluster_is_closed_and_kept(pool: Pool, north: Region) -> None:
    need = pool.publish(north)
    pool.work()
    (cluster,) = clusters(pool, north)
    pool.withdraw(north, need)
    pool.work()
    assert clusters(pool, north) == []
    (closed,) = clusters(pool, north, closed=True)
    assert (closed.id, closed.successor_id) == (cluster.id, None)
    assert members(pool, north) == {}


def test_reaching_the_threshold_and_losing_it_are_noted(pool: Pool, north: Region) -> None:
    needs = fill(pool, north, 12)
    pool.work()
    (cluster,) = clusters(pool, north)
    assert cluster.viable_since is not None
    pool.withdraw(north, needs[0])
    pool.work()
    (cluster,) = clusters(pool, north)
    assert (cluster.viable_since, cluster.missing) == (None, 1)
    actions = select(AuditEntry.action).where(AuditEntry.subject == f"demand_pooling:cluster:{cluster.id}").order_by(AuditEntry.id)
    assert db.session.execute(actions).scalars().all() == ["demand_pooling.cluster.viable", "demand_pooling.cluster.short"]


def test_thresholds_reach_and_horizons_are_the_regions_own(pool: Pool) -> None:
    settings = {"demand_pooling": {"threshold_upper_secondary": 3, "reach_km": 1, "count_0_1": False, "count_3_5": True}}
    region = pool.make.region(plugins=["demand_pooling"], settings=settings, municipalities=[SKELLEFTEA, NORSJO])
    pool.publish(region, municipality_code=SKELLEFTEA, headcount_0_1=9, headcount_1_3=1, headcount_3_5=2)
    pool.publish(region, municipality_code=NORSJO, headcount_0_1=9)
    pool.work()
    assert [(c.hub_code, c.headcount, c.employers, c.missing) for c in clusters(pool, region)] == [(SKELLEFTEA, 3, 1, 0), (NORSJO, 0, 0, 3)]


def test_changed_settings_are_noticed_by_the_schedule(pool: Pool, north: Region) -> None:
    fill(pool, north, 5)
    pool.work()
    assert clusters(pool, north)[0].missing == 7
    with atomic():
        lifecycle.change_settings(north, "demand_pooling", {"threshold_upper_secondary": 5})
    with pool.make.inside(north, "demand_pooling"), atomic():
        jobs.keep_current(north)
    pool.work()
    assert clusters(pool, north)[0].missing == 0
    with pool.make.inside(north, "demand_pooling"), atomic():
        jobs.keep_current(north)
    with pool.make.inside(north):
        assert db.session.execute(select(PoolingState.requested_at)).scalar_one() is None


def test_a_lost_job_is_asked_for_again(pool: Pool, north: Region) -> None:
    pool.publish(north)
    with pool.make.inside(north), atomic():
        state = db.session.execute(select(PoolingState)).scalar_one()
        state.requested_at = utcnow() - timedelta(hours=1)
        for row in db.session.execute(select(Outbox).where(Outbox.done_at.is_(None))).scalars():
            db.session.delete(row)
    with pool.make.inside(north, "demand_pooling"), atomic():
        jobs.keep_current(north)
    pool.work()
    assert len(clusters(pool, north)) == 1


def test_more_groups_than_fit_a_transaction_are_all_clustered(pool: Pool, north: Region) -> None:
    for number in range(60):
        pool.publish(north, occupation_group=f"{1000 + number}", occupation_label=f"Yrke {number}")
    pool.work()
    assert len(clusters(pool, north)) == 60
    with pool.make.inside(north):
        assert db.session.execute(select(PoolingState.dirty)).scalar_one() == []


def test_asking_by_hand_twice_at_once_is_refused(pool: Pool, north: Region) -> None:
    with pool.make.inside(north, "demand_pooling"), atomic():
        service.recalculate(region=north)
    with pool.make.inside(north, "demand_pooling"), atomic(), pytest.raises(DomainError):
        service.recalculate(region=north)


def test_off_and_on_again_keeps_the_clusters(pool: Pool, north: Region) -> None:
    fill(pool, north, 3)
    pool.work()
    before = members(pool, north)
    with atomic():
        lifecycle.disable(north, "demand_pooling")
    with atomic():
        lifecycle.enable(north, "demand_pooling")
    pool.work()
    assert members(pool, north) == before
