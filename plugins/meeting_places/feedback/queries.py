"""Reads on the feedback of a meeting. What is told of it never says who answered, and nothing at all when fewer than three did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.i18n import gettext as _
from core.statistics import FEW
from plugins.meeting_places.feedback.models import FeedbackAnswer, FeedbackForm, QuestionKind
from plugins.meeting_places.feedback.words import IN_WORK
from plugins.meeting_places.settings import meeting_settings

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.meeting_places.meetings.models import Meeting
    from plugins.meeting_places.registration.models import Registration

SCALE = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Counts:
    """A question with how many chose each answer; `rows` is None when too few answered it."""

    title: str
    rows: Sequence[tuple[str, int]] | None
    finding: str = ""


@dataclass(frozen=True)
class Texts:
    """A question with what was written, in an order that says nothing of who wrote."""

    title: str
    texts: Sequence[str]


@dataclass(frozen=True)
class Results:
    """What came of a form.

    Args:
        answered, asked: How many have answered, of how many that could.
        shown: Whether enough have answered for anything to be told.
    """

    answered: int
    asked: int
    shown: bool
    counts: Sequence[Counts] = ()
    texts: Sequence[Texts] = ()


def form_of(meeting: Meeting, *, lock: bool = False) -> FeedbackForm | None:
    """The form of a meeting, once somebody has written its questions or it has been sent."""
    wanted = select(FeedbackForm).where(FeedbackForm.meeting_id == meeting.id)
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def closes_on(region: Region, meeting: Meeting, form: FeedbackForm | None) -> date:
    """The last day to answer."""
    if form is not None and form.closes_on is not None:
        return form.closes_on
    return meeting.ends_at.date() + timedelta(days=meeting_settings(region).feedback_days)


def is_open(region: Region, meeting: Meeting, form: FeedbackForm | None) -> bool:
    """Whether one can answer now: from when the meeting begins to its last day."""
    if meeting.status != "published" or (form is not None and form.closed_at is not None):
        return False
    return meeting.starts_at <= utcnow() and today() <= closes_on(region, meeting, form)


def answer_of(form: FeedbackForm | None, registration: Registration, *, lock: bool = False) -> FeedbackAnswer | None:
    """What somebody has answered."""
    if form is None:
        return None
    wanted = select(FeedbackAnswer).where(FeedbackAnswer.form_id == form.id, FeedbackAnswer.registration_id == registration.id)
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def answers(form: FeedbackForm | None) -> Sequence[FeedbackAnswer]:
    """All answers."""
    if form is None:
        return ()
    wanted = select(FeedbackAnswer).where(FeedbackAnswer.form_id == form.id).order_by(FeedbackAnswer.id)
    return db.session.execute(wanted).scalars().all()


def results(form: FeedbackForm | None, asked: int) -> Results:
    """What came of it."""
    given = answers(form)
    if form is None or len(given) < FEW:
        return Results(len(given), asked, False)
    useful = Counter(each.useful for each in given if each.useful)
    in_work = Counter(each.in_work for each in given if each.in_work)
    counts = [
        _counted(_("Hur användbart var mötet?"), [(_scale(step), useful[step]) for step in SCALE], mean=_mean(useful)),
        _counted(_("Kan du använda det i ditt arbete?"), [(str(label), in_work[key]) for key, label in IN_WORK.items()]),
    ]
    texts = [Texts(_("Vad vill du ha mer av?"), sorted(each.more for each in given if each.more))]
    for number, question in enumerate(form.questions):
        said = [each.answers[number] for each in given if number < len(each.answers) and each.answers[number]]
        match question["kind"]:
            case QuestionKind.SCALE:
                steps = Counter(int(each) for each in said)
                counts.append(_counted(question["text"], [(_scale(step), steps[step]) for step in SCALE], mean=_mean(steps)))
            case QuestionKind.CHOICE:
                chosen = Counter(said)
                counts.append(_counted(question["text"], [(option, chosen[option]) for option in question["options"]]))
            case _:
                texts.append(Texts(question["text"], sorted(said)))
    return Results(len(given), asked, True, counts, texts)


def _scale(step: int) -> str:
    return {1: _("1, inte alls"), 5: _("5, mycket")}.get(step, str(step))


def _mean(steps: Counter[Any]) -> float | None:
    total = sum(steps.values())
    return sum(step * number for step, number in steps.items()) / total if total else None


def _counted(title: str, rows: Sequence[tuple[str, int]], *, mean: float | None = None) -> Counts:
    total = sum(number for _label, number in rows)
    if total < FEW:
        return Counts(title, None)
    most = max(rows, key=lambda row: row[1])
    finding = _("%(n)s svar. Vanligast: %(label)s.", n=total, label=most[0])
    if mean is not None:
        finding = _("%(n)s svar. Medelvärde %(mean)s av 5.", n=total, mean=f"{mean:.1f}".replace(".", ","))
    return Counts(title, rows, finding)


def flat(found: Results) -> list[list[Any]]:
    """The results as rows of a file: question, answer, how many. What was written stands with an empty number."""
    if not found.shown:
        return []
    rows: list[list[Any]] = [[each.title, label, number] for each in found.counts if each.rows for label, number in each.rows]
    return rows + [[each.title, text, ""] for each in found.texts for text in each.texts]
