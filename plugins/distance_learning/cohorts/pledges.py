"""Employers' promises of paid study time, as their owner tells of them. Each stands for one place: the promise says hours, not people."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from core.db import db, utcnow
from core.events.replay import request_replay
from core.regions.models import Region
from plugins.distance_learning.cohorts.changing import GATHERING, settle
from plugins.distance_learning.cohorts.events import COMMITMENT_MADE, COMMITMENT_WITHDRAWN, CommitmentMade, CommitmentWithdrawn
from plugins.distance_learning.cohorts.locking import held
from plugins.distance_learning.cohorts.models import Cohort, Pledge
from plugins.distance_learning.publishing.models import CourseStatus, DistanceCourse

KIND = "paid_study_time"


def record_pledge(*, region: Region, made: CommitmentMade) -> None:
    """Count a promise, or bring it up to date. Told in the wrong order, it ends in the same place."""
    if made.kind != KIND:
        return
    row = _row(region, made.commitment_id)
    if row is None:
        row = Pledge(region_id=region.id, commitment_id=made.commitment_id)
        db.session.add(row)
    elif made.revision < row.revision or (row.withdrawn_at is not None and made.revision == row.revision):
        return
    before = row.occupation_group or ""
    row.occupation_group, row.municipality_code = made.occupation_group[:4], made.municipality_code[:4]
    row.revision, row.made_at, row.withdrawn_at = made.revision, row.made_at or utcnow(), None
    db.session.flush()
    _resettle(region, {before, row.occupation_group})


def withdraw_pledge(*, region: Region, withdrawn: CommitmentWithdrawn) -> None:
    """Count it no more. Of commitments of other kinds nothing is kept, so a withdrawal of an unknown one is remembered by number only."""
    row = _row(region, withdrawn.commitment_id)
    if row is None:
        row = Pledge(region_id=region.id, commitment_id=withdrawn.commitment_id)
        db.session.add(row)
    elif row.withdrawn_at is not None or withdrawn.revision < row.revision:
        return
    row.withdrawn_at, row.revision = utcnow(), withdrawn.revision
    db.session.flush()
    _resettle(region, {row.occupation_group})


def _row(region: Region, commitment_id: int) -> Pledge | None:
    statement = select(Pledge).where(Pledge.region_id == region.id, Pledge.commitment_id == commitment_id)
    return db.session.execute(statement.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()


def _resettle(region: Region, groups: Iterable[str | None]) -> None:
    """The courses that a promise may count for, one after the other in the same order as everybody's."""
    wanted = {group for group in groups if group}
    statement = select(DistanceCourse.id, DistanceCourse.occupation_groups).where(
        DistanceCourse.region_id == region.id, DistanceCourse.status == CourseStatus.PUBLISHED
    )
    found = [course_id for course_id, has in db.session.execute(statement.order_by(DistanceCourse.id)) if wanted & set(has)]
    for course_id in found:
        course, cohort = held(region, course_id)
        if cohort.status in GATHERING:
            settle(region, course, cohort)


def bind(pledges: Iterable[Pledge], cohort: Cohort) -> None:
    """Promises that a confirmed cohort rests on count for no other."""
    for pledge in pledges:
        pledge.cohort_id = cohort.id


def release(region: Region, cohort: Cohort) -> None:
    """They count again wherever they fit."""
    statement = select(Pledge).where(Pledge.region_id == region.id, Pledge.cohort_id == cohort.id)
    for pledge in db.session.execute(statement).scalars():
        pledge.cohort_id = None


def request_facts(region: Region) -> None:
    """Ask for the promises that were made before this plugin was on."""
    request_replay(region, [COMMITMENT_MADE, COMMITMENT_WITHDRAWN])
