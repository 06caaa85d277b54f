"""The catalogue's work outside the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.plugins import Job
from plugins.training_catalog import service
from plugins.training_catalog.finding import jobs as finding_jobs
from plugins.training_catalog.sources.timetable import HARVEST_JOB

if TYPE_CHECKING:
    from core.regions.models import Region


def import_file(region: Region, run_id: int) -> None:
    """Read an uploaded file. Goes on where it was cut off."""
    try:
        service.run_import(region, run_id)
    except Exception:
        service.note_trouble(run_id)
        raise


def expire_events(region: Region) -> None:
    """Every night: what has begun or expired leaves the list."""
    service.pass_day(region)


def harvest_source(region: Region, run_id: int) -> None:
    """Fetch a source. Goes on where it was cut off."""
    from plugins.training_catalog.sources import harvest

    try:
        harvest.work(region, run_id)
    except Exception:
        service.note_trouble(run_id)
        raise


def tend_sources(region: Region) -> None:
    """Every ten minutes: begin the harvests whose time has come, and end those that stand still."""
    from plugins.training_catalog.sources.service import tend

    tend(region)


JOBS = [
    *finding_jobs.JOBS,
    Job(HARVEST_JOB, harvest_source, queue="slow", timeout=7200, atomic=False),
    Job("training_catalog.tend_sources", tend_sources, timeout=300, every="*/10 * * * *", atomic=False),
    Job(service.IMPORT_JOB, import_file, queue="slow", timeout=1800, atomic=False),
    Job("training_catalog.expire_events", expire_events, queue="slow", timeout=1800, every="20 3 * * *", atomic=False),
]
