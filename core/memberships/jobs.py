"""Scheduled work on memberships."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from core.db import db, utcnow
from core.memberships.models import JoinRequest, RequestStatus
from core.memberships.services.impersonating import end_expired
from core.plugins.declarations import Job
from core.regions.models import Region


def clear_unconfirmed(region: Region) -> None:
    """Forget requests whose address nobody confirmed in time: they never reached the region, so there is no record to keep."""
    never = delete(JoinRequest).where(
        JoinRequest.region_id == region.id, JoinRequest.status == RequestStatus.UNCONFIRMED, JoinRequest.expires_at < utcnow()
    )
    db.session.execute(never, execution_options={"synchronize_session": False})


JOBS = [
    Job("core.end_impersonations", end_expired, every=timedelta(minutes=10)),
    Job("core.clear_unconfirmed_requests", clear_unconfirmed, every="25 1 * * *"),
]
