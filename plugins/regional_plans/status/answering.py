"""Answering a mailed question, without signing in. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from core import mailed_links
from core.db import db, get, utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.meetings.models import GroupMeeting, MeetingStatus
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.status import service
from plugins.regional_plans.status.asking import LIVE
from plugins.regional_plans.status.models import StatusReport, StatusRequest


@dataclass(frozen=True)
class Question:
    """A mailed question with the actions it is about, and what was last answered to it, by action. `earlier`: every answer, by its id."""

    request: StatusRequest
    meeting: GroupMeeting
    plan: Plan
    actions: Sequence[Action]
    answers: Mapping[int, StatusReport]
    earlier: Mapping[int, StatusReport]

    @property
    def is_over(self) -> bool:
        """Whether it takes no more answers: the meeting has begun, or does not take place, or the plan does not hold."""
        return (
            utcnow() >= self.request.expires_at or self.meeting.status != MeetingStatus.PLANNED or self.plan.status != PlanStatus.IN_FORCE
        )


def question(region: Region, token: str, *, lock: bool = False) -> Question | None:
    """What a link's token opens; None when it is nobody's. Only what the contact answers for now is in it."""
    wanted = select(StatusRequest).where(StatusRequest.region_id == region.id, StatusRequest.token_hash == mailed_links.digest(token))
    request = db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()
    if request is None:
        return None
    meeting = get(GroupMeeting, request.meeting_id)
    reports = select(StatusReport).where(StatusReport.request_id == request.id).order_by(StatusReport.reported_at, StatusReport.id)
    earlier = {row.id: row for row in db.session.execute(reports).scalars()}
    answers = {row.action_id: row for row in earlier.values()}
    own = (
        select(Action)
        .where(Action.plan_id == meeting.plan_id, Action.contact_email == request.email)
        .where(or_(Action.status.in_(LIVE), Action.id.in_(list(answers))))
        .order_by(Action.position, Action.id)
    )
    return Question(request, meeting, get(Plan, meeting.plan_id), db.session.execute(own).scalars().all(), answers, earlier)


def answer(
    *, region: Region, asked: Question, answers: Mapping[int, tuple[ActionStatus, str]], by_name: str, at: datetime | None = None
) -> int:
    """Say how actions go. What was answered before to the same question is kept in the history, and what is the same is not said again.

    Args:
        answers: Status and line of text by the action's id; those of others' actions are passed over.
        at: When it was said, if not now.

    Returns:
        How many new reports it became.

    Raises:
        Conflict: when it takes no more answers.
    """
    if at is None and asked.is_over:
        raise Conflict(_("Mötet har börjat eller ställts in, så länken tar inte emot fler svar."))
    user = db.session.execute(select(User).where(User.email == asked.request.email)).scalar_one_or_none()
    made = 0
    for action in asked.actions:
        said, before = answers.get(action.id), asked.answers.get(action.id)
        if said is None or (before is not None and (before.status, before.text) == said):
            continue
        status, text = said
        service.report(
            region=region, plan=asked.plan, action=action, status=status, text=text, by=user, by_name=by_name, request=asked.request, at=at
        )
        made += 1
    asked.request.answered_at = at or utcnow()
    db.session.flush()
    return made
