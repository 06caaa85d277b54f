"""What happens with placements outside the request."""

from __future__ import annotations

from core.db import atomic
from core.plugins import Job
from core.regions.models import Region
from plugins.internships.placements import following
from plugins.internships.placements.repair import JOB
from plugins.internships.placements.repair_job import repair_period


def follow_answers(region: Region) -> None:
    """Each morning: take back what was not answered in time, and remind. Mails and marks of a batch are one transaction."""
    for step in (following.lapse, following.remind):
        more = True
        while more:
            with atomic():
                more = step(region=region) > 0


JOBS = [
    Job("internships.follow_answers", follow_answers, every="30 6 * * *", timeout=300, atomic=False),
    Job(JOB, repair_period, queue="slow", timeout=900, retries=1, atomic=False),
]
