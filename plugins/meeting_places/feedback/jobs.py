"""What happens by itself: the day after a meeting its participants are asked, and after the last day the form closes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from core.clock import today
from core.db import atomic, db, get, utcnow
from core.plugins.declarations import Job
from plugins.meeting_places.feedback import queries, service
from plugins.meeting_places.feedback.models import FeedbackForm
from plugins.meeting_places.meetings.models import Meeting, MeetingStatus
from plugins.meeting_places.settings import meeting_settings

if TYPE_CHECKING:
    from core.regions.models import Region

FIRST_WAIT = timedelta(hours=12)
LATEST = timedelta(days=120)


def follow_feedback(region: Region) -> None:
    """Each morning. Each meeting is a transaction of its own: run again, it mails nobody twice."""
    ended = utcnow() - FIRST_WAIT
    wanted = (
        select(Meeting.id)
        .outerjoin(FeedbackForm, FeedbackForm.meeting_id == Meeting.id)
        .where(Meeting.region_id == region.id, Meeting.status == MeetingStatus.PUBLISHED)
        .where(Meeting.ends_at <= ended, Meeting.ends_at >= utcnow() - LATEST)
        .where(or_(FeedbackForm.id.is_(None), FeedbackForm.closed_at.is_(None)))
    )
    for meeting_id in db.session.execute(wanted.order_by(Meeting.id)).scalars().all():
        with atomic():
            _follow(region, get(Meeting, meeting_id, lock=True))


def _follow(region: Region, meeting: Meeting) -> None:
    form = queries.form_of(meeting)
    if today() > queries.closes_on(region, meeting, form):
        if form is not None:
            service.close(region=region, meeting=meeting)
    elif meeting_settings(region).ask_feedback and (form is None or form.asked_at is None):
        service.ask(region=region, meeting=meeting)


JOBS = [Job("meeting_places.follow_feedback", follow_feedback, every="0 7 * * *", timeout=600, atomic=False)]
