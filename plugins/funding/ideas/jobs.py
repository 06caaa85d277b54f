"""What happens with ideas outside the request."""

from __future__ import annotations

from core.plugins import Job
from core.regions.models import Region
from plugins.funding.ideas import service


def remind_partners(region: Region) -> None:
    """Each morning: remind partners that have not answered, once."""
    service.remind_silent(region=region)


JOBS = [Job("funding.remind_partners", remind_partners, every="50 6 * * *")]
