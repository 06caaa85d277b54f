"""What can be done with the feedback of a meeting. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import count, db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.meeting_places.feedback import mails, queries
from plugins.meeting_places.feedback.models import FeedbackAnswer, FeedbackForm, InWork, QuestionKind
from plugins.meeting_places.registration.queries import to_ask

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.meeting_places.meetings.models import Meeting
    from plugins.meeting_places.registration.models import Registration

MAX_QUESTIONS = 10
MAX_OPTIONS = 10


def _form(region: Region, meeting: Meeting) -> FeedbackForm:
    found = queries.form_of(meeting, lock=True)
    if found is None:
        found = FeedbackForm(region_id=region.id, meeting_id=meeting.id)
        db.session.add(found)
        db.session.flush()
    return found


def set_questions(*, region: Region, meeting: Meeting, questions: Sequence[dict[str, Any]], closes_on: date | None) -> FeedbackForm:
    """Write the organisers' own questions, and the last day to answer.

    Raises:
        Conflict: when the form is closed, or when somebody has answered and the questions become others.
        DomainError: when there are too many.
    """
    form = _form(region, meeting)
    if form.closed_at is not None:
        raise Conflict(_("Utvärderingen är stängd."))
    if len(questions) > MAX_QUESTIONS:
        raise DomainError(_("Skriv högst %(n)s egna frågor.", n=MAX_QUESTIONS))
    wanted = [dict(each) for each in questions]
    if wanted != form.questions and count(select(FeedbackAnswer).where(FeedbackAnswer.form_id == form.id)):
        raise Conflict(_("Någon har redan svarat, så frågorna kan inte ändras."))
    if closes_on is not None and closes_on < meeting.starts_at.date():
        raise DomainError(_("Sista dagen att svara kan inte vara före mötet."), field="closes_on")
    if wanted != form.questions or closes_on != form.closes_on:
        form.questions, form.closes_on = wanted, closes_on
        db.session.flush()
        record("meeting_places.feedback.changed", region=region, subject=meeting.ref, meeting=meeting.title)
    return form


def ask(*, region: Region, meeting: Meeting) -> int:
    """Mail everybody who was there, or, where attendance was not taken, everybody who had a place. Once; returns how many.

    Raises:
        Conflict: when it has not begun, or is closed.
    """
    form = _form(region, meeting)
    if not queries.is_open(region, meeting, form):
        raise Conflict(_("Utvärderingen är öppen från att mötet börjar till sista svarsdagen."))
    if form.asked_at is not None:
        return 0
    form.asked_at = utcnow()
    people = to_ask(meeting)
    last = queries.closes_on(region, meeting, form)
    for registration in people:
        mails.ask(region, meeting, registration, last)
    db.session.flush()
    record("meeting_places.feedback.asked", region=region, subject=meeting.ref, meeting=meeting.title, people=len(people))
    return len(people)


def answer(
    *,
    region: Region,
    meeting: Meeting,
    registration: Registration,
    useful: int | None,
    in_work: InWork | None,
    more: str,
    answers: Sequence[str],
) -> FeedbackAnswer:
    """Answer, or change one's answer, until the form closes.

    Raises:
        Conflict: when it is not open.
        DomainError: when nothing is answered.
    """
    form = _form(region, meeting)
    if not queries.is_open(region, meeting, form):
        raise Conflict(_("Utvärderingen är stängd. Tack ändå."))
    given = [_fitting(question, text) for question, text in zip(form.questions, [*answers, *[""] * len(form.questions)], strict=False)]
    if useful is None and in_work is None and not more and not any(given):
        raise DomainError(_("Svara på minst en fråga."), field="useful")
    found = queries.answer_of(form, registration, lock=True)
    if found is None:
        found = FeedbackAnswer(region_id=region.id, form_id=form.id, registration_id=registration.id)
        db.session.add(found)
    found.useful = useful if useful in queries.SCALE else None
    found.in_work, found.more, found.answers = in_work, more[:2000], given
    db.session.flush()
    return found


def _fitting(question: dict[str, Any], text: str) -> str:
    match question["kind"]:
        case QuestionKind.SCALE:
            return text if text in {str(step) for step in queries.SCALE} else ""
        case QuestionKind.CHOICE:
            return text if text in question["options"] else ""
        case _:
            return text.strip()[:2000]


def close(*, region: Region, meeting: Meeting) -> FeedbackForm:
    """Take no more answers, and cut the tie between answers and those who gave them. There is no way back."""
    form = _form(region, meeting)
    if form.closed_at is None:
        form.closed_at = utcnow()
        form.closes_on = min(form.closes_on or today(), today())
        for found in queries.answers(form):
            found.registration_id = None
        db.session.flush()
        record("meeting_places.feedback.closed", region=region, subject=meeting.ref, meeting=meeting.title)
    return form
