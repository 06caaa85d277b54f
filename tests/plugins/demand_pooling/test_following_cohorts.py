"""A cluster's status follows the course that was made for it, and its cohort."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db import atomic, db
from core.jobs.models import Outbox
from core.regions.models import Region
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.service import request_clusters
from plugins.demand_pooling.work import cohorts
from plugins.demand_pooling.work.progress import Progress
from tests.plugins.demand_pooling.conftest import Pool

CHANGED, PUBLISHED = "distance_learning.cohort_changed.v1", "distance_learning.course_published.v1"


def _cluster(pool: Pool, region: Region) -> int:
    for _ in range(12):
        pool.publish(region)
    with pool.make.inside(region, "demand_pooling"), atomic():
        request_clusters(region=region, groups=["5321"])
    pool.work()
    with pool.make.inside(region, "demand_pooling"):
        return db.session.execute(select(DemandCluster.id).where(DemandCluster.region_id == region.id)).scalar_one()


def _cohort(pool: Pool, region: Region, ref: str, status: str, **facts: Any) -> Progress:
    """What is told of a cohort, and the cluster's status afterwards."""
    with pool.make.inside(region, "demand_pooling"), atomic():
        cohorts.on_cohort_changed(region, cohorts.CohortChanged.model_validate({"cluster_ref": ref, "status": status, **facts}))
    return _status(pool, region)


def _status(pool: Pool, region: Region) -> Progress:
    pool.make.forget()
    with pool.make.inside(region, "demand_pooling"):
        return db.session.execute(select(DemandCluster.status).where(DemandCluster.region_id == region.id)).scalar_one()


def test_a_cluster_goes_with_its_course_from_the_catalogue_to_the_end(pool: Pool, north: Region) -> None:
    ref = f"demand_pooling:cluster:{_cluster(pool, north)}"
    told = cohorts.CoursePublished(cluster_ref=ref, provider_name="Exempelskolan")
    with pool.make.inside(north, "demand_pooling"), atomic():
        cohorts.on_course_published(north, told)
    assert _status(pool, north) is Progress.IN_CATALOGUE
    assert _cohort(pool, north, ref, "collecting") is Progress.IN_CATALOGUE
    assert _cohort(pool, north, ref, "confirmed") is Progress.COHORT
    with pool.make.inside(north, "demand_pooling"), atomic():
        cohorts.on_course_published(north, told)  # the course was changed: the cluster does not go back
    assert _status(pool, north) is Progress.COHORT
    assert _cohort(pool, north, ref, "started") is Progress.STARTED
    assert _cohort(pool, north, ref, "confirmed") is Progress.STARTED
    assert _cohort(pool, north, ref, "completed") is Progress.COMPLETED
    with pool.make.inside(north, "demand_pooling"):
        statement = select(Outbox.payload).where(Outbox.kind == "event", Outbox.name == "demand_pooling.cluster_progressed.v1")
        steps = [row["status"] for row in db.session.execute(statement.order_by(Outbox.id)).scalars()]
    assert steps == ["in_catalogue", "cohort", "started", "completed"]


def test_employers_read_why_a_cohort_was_cancelled(pool: Pool, north: Region) -> None:
    ref = f"demand_pooling:cluster:{_cluster(pool, north)}"
    assert _cohort(pool, north, ref, "cancelled", reason="För få lärare.") is Progress.CANCELLED
    with pool.make.inside(north, "demand_pooling"):
        statement = select(Outbox.payload).where(Outbox.kind == "event", Outbox.name == "demand_pooling.cluster_progressed.v1")
        told = db.session.execute(statement.order_by(Outbox.id.desc()).limit(1)).scalar_one()
    assert told["facts"] == {"reason": "För få lärare.", "needs": "keep"}
    assert len(told["need_ids"]) == 12


def test_another_region_s_cluster_and_what_is_none_are_left_alone(pool: Pool, north: Region) -> None:
    ref = f"demand_pooling:cluster:{_cluster(pool, north)}"
    south = pool.make.region("soder", plugins=["demand_pooling"], municipalities=["1280"])
    before = _status(pool, north)
    with pool.make.inside(south, "demand_pooling"), atomic():
        cohorts.on_cohort_changed(south, cohorts.CohortChanged(cluster_ref=ref, status="started"))
    assert _cohort(pool, north, "demand_pooling:cluster:x", "started") is before
    assert _cohort(pool, north, "", "started") is before
