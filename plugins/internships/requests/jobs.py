"""What happens with orders outside the request."""

from __future__ import annotations

from core.db import atomic
from core.plugins import Job
from core.regions.models import Region
from plugins.internships.requests import service


def follow_requests(region: Region) -> None:
    """Each morning: close what nobody can answer any more, and remind. Mails and marks of a batch are one transaction."""
    for step in (service.close_late, service.remind_silent):
        more = True
        while more:
            with atomic():
                more = step(region=region) > 0


JOBS = [Job("internships.follow_requests", follow_requests, every="40 6 * * *", timeout=300, atomic=False)]
