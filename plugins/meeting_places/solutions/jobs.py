"""Each month: ask those who show something old whether it still holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from core.clock import today
from core.db import atomic, db, get
from core.plugins.declarations import Job
from plugins.meeting_places.solutions import mails, notices
from plugins.meeting_places.solutions.models import Solution, SolutionStatus
from plugins.meeting_places.solutions.queries import oldest_day

if TYPE_CHECKING:
    from core.regions.models import Region

AGAIN = timedelta(days=90)


def remind_of_old(region: Region) -> None:
    """Ask once, and again every third month. Each solution is a transaction of its own, so nobody is mailed twice."""
    wanted = select(Solution.id).where(
        Solution.region_id == region.id,
        Solution.status == SolutionStatus.PUBLISHED,
        or_(Solution.confirmed_on.is_(None), Solution.confirmed_on < oldest_day(region)),
        or_(Solution.reminded_on.is_(None), Solution.reminded_on <= today() - AGAIN),
    )
    for solution_id in db.session.execute(wanted.order_by(Solution.id)).scalars().all():
        with atomic():
            found = get(Solution, solution_id, lock=True)
            if found.reminded_on is None or found.reminded_on <= today() - AGAIN:
                found.reminded_on = today()
                mails.ask(region, found)
                db.session.flush()
                notices.outdated(region, found)


JOBS = [Job("meeting_places.remind_of_old_solutions", remind_of_old, every="40 6 * * *", timeout=600, atomic=False)]
