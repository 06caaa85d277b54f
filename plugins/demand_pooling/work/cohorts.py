"""A cluster follows the education that answers it: a course is published, a cohort forms, starts and ends. Others tell; nobody is named."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.db import db
from core.plugins import Subscription, hooks
from core.regions.models import Region
from core.web.format import format_date
from plugins.demand_pooling.models import DemandCluster, FoundSupply
from plugins.demand_pooling.service import locked_state
from plugins.demand_pooling.work.progress import Progress, allowed
from plugins.demand_pooling.work.statuses import progress

OWN = "demand_pooling:cluster:"
MAX_ID = 2**31 - 1
MAX_REASON = 500
STEPS = {
    "confirmed": Progress.COHORT,
    "started": Progress.STARTED,
    "completed": Progress.COMPLETED,
    "cancelled": Progress.CANCELLED,
}


class _Heard(BaseModel):
    model_config = ConfigDict(extra="ignore")


class CoursePublished(_Heard):
    """`distance_learning.course_published.v1`: a course can be followed at learning centres."""

    course_id: int = 0
    cluster_ref: str = ""
    provider_name: str = ""
    starts_on: date | None = None


class CohortChanged(_Heard):
    """`distance_learning.cohort_changed.v1`: how far a cohort has come."""

    course_id: int = 0
    cluster_ref: str = ""
    catalogue_ref: str = ""
    alternative_ref: str = ""
    status: Literal["collecting", "reached", "confirmed", "started", "completed", "cancelled"]
    reason: str = ""


def on_course_published(region: Region, told: CoursePublished) -> None:
    """A course that answers a cluster stands where people look for courses."""
    facts: dict[str, str | int] = {"provider": told.provider_name} if told.provider_name else {}
    if told.starts_on:
        facts["start"] = format_date(told.starts_on)
    for cluster in _named(region, told.cluster_ref):
        _take(region, cluster, Progress.IN_CATALOGUE, facts, follows=_course_ref(told.course_id))


def on_cohort_changed(region: Region, told: CohortChanged) -> None:
    """A cohort is confirmed, starts, is completed or is cancelled.

    A cluster that the course was made for is cancelled with it. One whose need the course only happens to answer is not: it waits for
    the next cohort.
    """
    step = STEPS.get(told.status)
    if step is None:
        return
    facts: dict[str, str | int] = {"reason": told.reason[:MAX_REASON]} if told.reason else {}
    if step is Progress.CANCELLED:
        facts |= instead(region, told.alternative_ref)
    made_for = _named(region, told.cluster_ref)
    for cluster in made_for:
        more: dict[str, str | int] = {"needs": "keep"} if step is Progress.CANCELLED else {}
        _take(region, cluster, step, facts | more, follows=_course_ref(told.course_id))
    for cluster in [] if made_for else answered_by(region, told.catalogue_ref):
        if step is not Progress.CANCELLED:
            _take(region, cluster, step, facts, follows=told.catalogue_ref)
        elif cluster.status is Progress.COHORT:
            _take(region, cluster, Progress.IN_CATALOGUE, facts, follows=told.catalogue_ref)


def instead(region: Region, ref: str) -> dict[str, str | int]:
    """What employers are told of an alternative: what it is called, and its page."""
    link = hooks.for_region(region).resolve_ref(user=None, ref=ref) if ref else None
    return {"alternative": link.title, "url": link.url} if link else {}


def _course_ref(course_id: int) -> str:
    return f"distance_learning:course:{course_id}" if course_id else ""


def _named(region: Region, ref: str) -> list[DemandCluster]:
    number = ref.removeprefix(OWN)
    if not ref.startswith(OWN) or not (number.isascii() and number.isdecimal()) or len(number) > 10 or int(number) > MAX_ID:
        return []
    locked_state(region)
    return _locked(region, [int(number)])


def answered_by(region: Region, ref: str, *, gone: bool = False) -> list[DemandCluster]:
    """The clusters whose found education is the one behind an occasion of a catalogue. The two are known to be one by their page.

    Args:
        gone: Also where the education was found once, and is not in the catalogue any more.
    """
    link = hooks.for_region(region).resolve_ref(user=None, ref=ref) if ref else None
    if link is None:
        return []
    locked_state(region)
    owner = ref.partition(":")[0]
    statement = select(FoundSupply.cluster_id, FoundSupply.url).where(
        FoundSupply.region_id == region.id, FoundSupply.ref.startswith(f"{owner}:")
    )
    if not gone:
        statement = statement.where(FoundSupply.gone_at.is_(None))
    page = link.url.partition("#")[0]
    return _locked(region, [cluster_id for cluster_id, url in db.session.execute(statement) if url.partition("#")[0] == page])


def _locked(region: Region, ids: list[int]) -> list[DemandCluster]:
    statement = select(DemandCluster).where(
        DemandCluster.region_id == region.id, DemandCluster.id.in_(ids), DemandCluster.closed_at.is_(None)
    )
    found = db.session.execute(statement.order_by(DemandCluster.id).with_for_update().execution_options(populate_existing=True))
    return list(found.scalars())


def _take(region: Region, cluster: DemandCluster, status: Progress, facts: dict[str, str | int], *, follows: str) -> None:
    """The step, where the cluster may take it. Told twice or too late, nothing happens."""
    back = status is Progress.IN_CATALOGUE and cluster.status is Progress.COHORT and "reason" not in facts
    if status in allowed(cluster.status) and not back:
        progress(region, cluster, status, actor=None, facts=facts, follows=follows)


SUBSCRIPTIONS = [
    Subscription("distance_learning.course_published.v1", CoursePublished, on_course_published, "demand_pooling.course_published"),
    Subscription("distance_learning.cohort_changed.v1", CohortChanged, on_cohort_changed, "demand_pooling.cohort_changed"),
]
