"""What happens with shortlists outside the request."""

from __future__ import annotations

from core.plugins import Job
from core.regions.models import Region
from plugins.guidance.workspace import service


def clear_links(region: Region) -> None:
    """Each night: links that have ended."""
    service.clear_links(region=region)


JOBS = [Job("guidance.clear_links", clear_links, every="20 1 * * *")]
