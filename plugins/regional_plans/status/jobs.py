"""Asking and reminding owners, in parts: each part and its mails are one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from core.db import atomic, utcnow
from core.plugins import Job
from core.regions.models import Region
from plugins.regional_plans.meetings import queries
from plugins.regional_plans.settings import plan_settings
from plugins.regional_plans.status import asking

ASK, REMIND = "regional_plans.ask_owners", "regional_plans.remind_owners"


def follow_rounds(region: Region) -> None:
    """Each morning: ask before the meetings that come near, and remind once those who are silent."""
    settings = plan_settings(region)
    near = queries.coming(region, until=utcnow() + timedelta(days=settings.ask_days))
    due = [(m.id, asking.is_reminder_due(m, settings.remind_days) and asking.never_reminded(m)) for m in near]
    for meeting_id, remind in due:
        ask_owners(region, meeting_id)
        if remind:
            remind_owners(region, meeting_id)


def ask_owners(region: Region, meeting_id: int) -> None:
    """Ask all contacts that have not been asked before a meeting."""
    _in_parts(asking.ask_some, region, meeting_id)


def remind_owners(region: Region, meeting_id: int) -> None:
    """Remind all who have not answered and have heard nothing today."""
    _in_parts(asking.remind_some, region, meeting_id)


def _in_parts(step: Callable[..., int], region: Region, meeting_id: int) -> None:
    more = True
    while more:
        with atomic():
            more = step(region=region, meeting_id=meeting_id) > 0


JOBS = [
    Job("regional_plans.follow_rounds", follow_rounds, every="35 6 * * *", timeout=900, atomic=False),
    Job(ASK, ask_owners, timeout=900, atomic=False),
    Job(REMIND, remind_owners, timeout=900, atomic=False),
]
