"""What happens with applicants outside the request."""

from __future__ import annotations

from core.db import atomic
from core.plugins import Job
from core.regions.models import Region
from plugins.internships.applicants import inviting


def remind_applicants(region: Region) -> None:
    """Each morning: remind those who have not wished. Mails and marks of a batch are one transaction, so nobody is mailed twice."""
    more = True
    while more:
        with atomic():
            more = inviting.remind_silent(region=region) > 0


JOBS = [Job("internships.remind_applicants", remind_applicants, every="15 6 * * *", timeout=300, atomic=False)]
