"""What waits for the region's administrators, gathered from every part of core."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.administration.checks import all_checks
from core.db import db
from core.feedback.queries import waiting
from core.i18n import lazy_gettext as _l
from core.jobs.models import Outbox, Outcome
from core.mail import queries as mails
from core.memberships.queries import waiting_requests
from core.regions.models import Region


@dataclass(frozen=True)
class Todo:
    """One kind of thing to look at: how many there are, and the page that shows them."""

    title: Any
    count: int
    endpoint: str
    permission: str


def todos(region: Region, rights: Collection[str]) -> list[Todo]:
    """Every kind of thing that this administrator may look at, those with something to do first."""
    found = [
        Todo(
            _l("Påslaget men inte klart"),
            len([c for c in all_checks(region) if not c.check.ok]),
            "core_admin_start.checks",
            "core.admin.read",
        ),
        Todo(
            _l("Jobb som har gett upp"),
            _count(Outbox.region_id == region.id, Outbox.outcome == Outcome.FAILED),
            "core_admin.jobs",
            "core.jobs.manage",
        ),
        Todo(_l("Ansökningar om roller"), waiting_requests(region), "core_join_admin.queue", "core.member.manage"),
        Todo(_l("Mejl som inte kom fram"), mails.counts(region)[mails.FAILED], "core_mail.log", "core.mail.read"),
        Todo(_l("Synpunkter som väntar på svar"), waiting(region), "core_feedback.cases", "core.feedback.manage"),
    ]
    return sorted((todo for todo in found if todo.permission in rights), key=lambda todo: todo.count == 0)


def _count(*conditions: Any) -> int:
    return int(db.session.execute(select(func.count()).where(*conditions)).scalar_one())
