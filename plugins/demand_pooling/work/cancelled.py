"""An occasion that a cluster follows is cancelled, or given after all: its status stays true, and employers read why and what instead."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.db import db
from core.plugins import Subscription
from core.regions.models import Region
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.supply import look_up, places_of
from plugins.demand_pooling.work.cohorts import MAX_REASON, answered_by, instead
from plugins.demand_pooling.work.models import ClusterStep, StepKind
from plugins.demand_pooling.work.progress import Progress
from plugins.demand_pooling.work.statuses import progress, tell_employers

FOLLOWING = (Progress.IN_CATALOGUE, Progress.COHORT)
MAX_TITLE = 300


class _Heard(BaseModel):
    model_config = ConfigDict(extra="ignore")

    ref: str
    title: str = ""


class EventCancelled(_Heard):
    """`training_catalog.event_cancelled.v1`: an occasion will not be given after all."""

    reason: str = ""
    alternative_ref: str = ""


class EventResumed(_Heard):
    """`training_catalog.event_resumed.v1`: it is given after all."""


def on_event_cancelled(region: Region, told: EventCancelled) -> None:
    """Take the clusters that follow the occasion back to what is true now.

    Where the catalogue has other education that answers the need, the cluster is still in the catalogue; else it is a group that waits.
    A cluster that a course was made for is left to what is told of that course and its cohort.
    """
    for cluster in answered_by(region, told.ref, gone=True):
        if cluster.status not in FOLLOWING:
            continue
        follows = _followed(cluster)
        more = bool(look_up(region, cluster, places_of(region, cluster)))
        if follows not in ("", told.ref) or (not follows and more):
            continue
        facts = {**instead(region, told.alternative_ref), "cancelled": told.title[:MAX_TITLE], "ref": told.ref}
        if told.reason:
            facts["reason"] = told.reason[:MAX_REASON]
        status = Progress.IN_CATALOGUE if more else _by_size(cluster)
        if status is cluster.status:
            tell_employers(region, cluster, facts)
        else:
            progress(region, cluster, status, actor=None, text=told.reason[:MAX_REASON], facts=facts, follows=told.ref)


def on_event_resumed(region: Region, told: EventResumed) -> None:
    """Take back the clusters that went back when the occasion was cancelled, and have stood still since."""
    for cluster in answered_by(region, told.ref, gone=True):
        step = next(iter(_steps(cluster, 1)), {})
        said = step.get("facts", {})
        if cluster.status is _by_size(cluster) and said.get("cancelled") and said.get("ref") == told.ref:
            facts: dict[str, str | int] = {"resumed": told.title[:MAX_TITLE], "ref": told.ref}
            progress(region, cluster, Progress.IN_CATALOGUE, actor=None, facts=facts, follows=told.ref)


def _by_size(cluster: DemandCluster) -> Progress:
    return Progress.POOLED if cluster.viable else Progress.CLUSTERED


def _followed(cluster: DemandCluster) -> str:
    """The education by which the cluster came to where it is; empty when a person took it there."""
    return next((str(step.get("follows", "")) for step in _steps(cluster, 20) if step.get("after") in FOLLOWING), "")


def _steps(cluster: DemandCluster, number: int) -> list[dict[str, Any]]:
    """The latest changes of status, the newest first."""
    statement = select(ClusterStep.detail).where(
        ClusterStep.region_id == cluster.region_id, ClusterStep.cluster_id == cluster.id, ClusterStep.kind == StepKind.STATUS
    )
    return list(db.session.execute(statement.order_by(ClusterStep.id.desc()).limit(number)).scalars())


SUBSCRIPTIONS = [
    Subscription("training_catalog.event_cancelled.v1", EventCancelled, on_event_cancelled, "demand_pooling.event_cancelled"),
    Subscription("training_catalog.event_resumed.v1", EventResumed, on_event_resumed, "demand_pooling.event_resumed"),
]
