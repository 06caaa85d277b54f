"""What happens with registrations by itself."""

from __future__ import annotations

from core.plugins import Job
from core.regions.models import Region
from plugins.funding.registration import service


def clear_registrations(region: Region) -> None:
    """Each night: take away what people sent in and nobody has decided on in time."""
    service.clear_old(region=region)


JOBS = [Job("funding.clear_registrations", clear_registrations, every="25 3 * * *")]
