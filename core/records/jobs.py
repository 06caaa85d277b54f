"""Disposal of records at night, and when an administrator asks for it."""

from __future__ import annotations

from core.db import one_or_none
from core.plugins.declarations import Job
from core.records import kept, retention
from core.records.erasing import erasures
from core.regions.models import Region
from core.users.models import User


def dispose_records(region: Region, *, user_id: int | None = None) -> None:
    """Dispose of what the region's decisions say is due."""
    retention.dispose(region, actor=one_or_none(User, user_id) if user_id else None)


def dispose_installation_records(region: None) -> None:
    """Dispose of what belongs to no region: sign-ins, receipts of forms."""
    retention.dispose(None)


def keep_erasures(region: None) -> None:
    """Copy who was erased to a file in the data folder: after a loss of the database, a restore needs it."""
    kept.add(erasures())


JOBS = [
    Job("core.keep_erasures", keep_erasures, queue="slow", timeout=600, every="30 1 * * *", per_region=False),
    Job("core.dispose_records", dispose_records, queue="slow", timeout=1800, every="10 2 * * *", atomic=False),
    Job(
        "core.dispose_installation_records",
        dispose_installation_records,
        queue="slow",
        timeout=1800,
        every="50 2 * * *",
        per_region=False,
        atomic=False,
    ),
]
