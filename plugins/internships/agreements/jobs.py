"""What happens with agreements outside the request."""

from __future__ import annotations

from core.plugins import Job
from core.regions.models import Region
from plugins.internships.agreements import service


def follow_agreements(region: Region) -> None:
    """Each morning: end what has run out, and tell of renewals."""
    service.follow(region=region)


JOBS = [Job("internships.follow_agreements", follow_agreements, every="50 6 * * *", timeout=120)]
