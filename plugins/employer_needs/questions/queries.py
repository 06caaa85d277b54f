"""Reads on own questions: which version a survey has, which a round asks, and what an employer answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.db import Page, count, db, get, paginate
from core.regions.models import Region
from plugins.employer_needs.models import NeedsSurvey, Response, SurveyRound
from plugins.employer_needs.questions import definition
from plugins.employer_needs.questions.definition import Kind, Question
from plugins.employer_needs.questions.models import OwnAnswers, OwnFile, QuestionSet
from plugins.employer_needs.values import NAMED, ResponseStatus, RoundStatus

MAX_ROUNDS = 50


@dataclass(frozen=True)
class SurveyRow:
    """A survey in the list.

    Args:
        number: Its newest published version; None when nothing is published.
        rounds: How many rounds have used it.
        edited: Whether changes wait to be published.
    """

    survey: NeedsSurvey
    number: int | None
    rounds: int
    edited: bool


def surveys(region: Region) -> list[SurveyRow]:
    """The region's surveys, the newest first."""
    published, draft = (
        func.max(QuestionSet.number).filter(QuestionSet.published_at.is_not(None)),
        func.count().filter(QuestionSet.published_at.is_(None)),
    )
    sets = select(QuestionSet.survey_id, published.label("number"), draft.label("drafts")).group_by(QuestionSet.survey_id).subquery()
    rounds = select(SurveyRound.survey_id, func.count().label("rounds")).group_by(SurveyRound.survey_id).subquery()
    statement = (
        select(NeedsSurvey, sets.c.number, func.coalesce(rounds.c.rounds, 0), func.coalesce(sets.c.drafts, 0))
        .outerjoin(sets, sets.c.survey_id == NeedsSurvey.id)
        .outerjoin(rounds, rounds.c.survey_id == NeedsSurvey.id)
        .where(NeedsSurvey.region_id == region.id)
        .order_by(NeedsSurvey.id.desc())
    )
    return [SurveyRow(survey, number, used, bool(drafts)) for survey, number, used, drafts in db.session.execute(statement)]


def published(survey_id: int) -> QuestionSet | None:
    """A survey's newest version that is published."""
    statement = select(QuestionSet).where(QuestionSet.survey_id == survey_id, QuestionSet.published_at.is_not(None))
    return db.session.execute(statement.order_by(QuestionSet.number.desc()).limit(1)).scalar_one_or_none()


def draft(survey_id: int, *, lock: bool = False) -> QuestionSet | None:
    """The version that is worked on; None when nothing has been changed since the last publication."""
    statement = select(QuestionSet).where(QuestionSet.survey_id == survey_id, QuestionSet.published_at.is_(None))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(statement.order_by(QuestionSet.number.desc()).limit(1)).scalar_one_or_none()


def working(survey_id: int) -> QuestionSet | None:
    """What the builder shows: the draft, else what is published."""
    return draft(survey_id) or published(survey_id)


def seen(found: QuestionSet | None) -> str:
    """What a page of the builder remembers, so that two who edit at once are told."""
    return f"{found.id}.{found.version}" if found else "0"


def questions_of(found: QuestionSet | None) -> list[Question]:
    """The questions of a version."""
    return definition.read(found.questions) if found else []


def rounds_of(survey_id: int) -> Sequence[Any]:
    """Every round of a survey with the number of its version, (round, number or None), the newest first."""
    statement = (
        select(SurveyRound, QuestionSet.number)
        .outerjoin(QuestionSet, QuestionSet.id == SurveyRound.question_set_id)
        .where(SurveyRound.survey_id == survey_id)
        .order_by(SurveyRound.opens_on.desc(), SurveyRound.id.desc())
        .limit(MAX_ROUNDS)
    )
    return db.session.execute(statement).all()


def rounds_asking(survey_id: int) -> Sequence[SurveyRound]:
    """Rounds of a survey that take answers, and so keep their version."""
    statement = select(SurveyRound).where(SurveyRound.survey_id == survey_id, SurveyRound.status == RoundStatus.OPEN)
    return db.session.execute(statement.order_by(SurveyRound.opens_on, SurveyRound.id)).scalars().all()


def survey_of(survey_round: SurveyRound) -> NeedsSurvey:
    """The survey of a round."""
    return get(NeedsSurvey, survey_round.survey_id)


def set_of_round(survey_round: SurveyRound) -> QuestionSet | None:
    """The version that a round asks."""
    return get(QuestionSet, survey_round.question_set_id) if survey_round.question_set_id is not None else None


@dataclass(frozen=True)
class Own:
    """The own questions of one answer, with what was answered.

    Args:
        number: The version that is asked; None when the region asks nothing of its own.
        done: Whether the page has been answered as a whole.
        files: By question.
    """

    set_id: int | None
    number: int | None
    questions: Sequence[Question]
    values: Mapping[str, Any]
    done: bool
    files: Mapping[str, OwnFile]

    @property
    def given(self) -> dict[str, Any]:
        """Answers with files among them, as conditions and gaps see them."""
        return {**self.values, **{key: each.filename for key, each in self.files.items()}}

    @property
    def asked(self) -> list[Question]:
        """The questions that the answers lead to."""
        return definition.asked(self.questions, self.given)

    @property
    def lacking(self) -> bool:
        """Whether something must still be answered."""
        return any(each.required and self.given.get(each.key) in (None, "", []) for each in self.asked)

    @property
    def rows(self) -> list[tuple[str, str, OwnFile | None]]:
        """Question, answer in words, and the file that is the answer."""
        return [(each.title, each.words(self.given.get(each.key)), self.files.get(each.key)) for each in self.asked]


def answers_row(response: Response) -> OwnAnswers | None:
    """The stored answers of a response."""
    return db.session.execute(select(OwnAnswers).where(OwnAnswers.response_id == response.id)).scalar_one_or_none()


def own(response: Response) -> Own:
    """What the region asks of its own in an answer, and what was answered. A draft keeps the version that it began with."""
    row = answers_row(response)
    found = get(QuestionSet, row.set_id) if row is not None else set_of_round(get(SurveyRound, response.round_id))
    if found is None:
        return Own(None, None, (), {}, False, {})
    files = {each.question_key: each for each in files_of(response)} if any(q["kind"] == Kind.FILE for q in found.questions) else {}
    return Own(found.id, found.number, questions_of(found), row.values if row else {}, bool(row and row.done), files)


def files_of(response: Response) -> Sequence[OwnFile]:
    """The files of an answer."""
    return db.session.execute(select(OwnFile).where(OwnFile.response_id == response.id).order_by(OwnFile.id)).scalars().all()


def file_of(response: Response, file_id: int) -> OwnFile | None:
    """One of them."""
    return db.session.execute(select(OwnFile).where(OwnFile.response_id == response.id, OwnFile.id == file_id)).scalar_one_or_none()


def columns(survey_round: SurveyRound) -> list[Question]:
    """Every question that was put in a round, over the versions that were asked in it, in the order of the newest."""
    used = select(OwnAnswers.set_id).join(Response, Response.id == OwnAnswers.response_id).where(Response.round_id == survey_round.id)
    statement = select(QuestionSet).where((QuestionSet.id.in_(used)) | (QuestionSet.id == survey_round.question_set_id))
    found: dict[str, Question] = {}
    for each in db.session.execute(statement.order_by(QuestionSet.number.desc())).scalars():
        for question in questions_of(each):
            found.setdefault(question.key, question)
    return list(found.values())


def _sent(survey_round: SurveyRound, *, all_rows: bool) -> Any:
    statement = (
        select(Response, OwnAnswers)
        .join(OwnAnswers, OwnAnswers.response_id == Response.id)
        .where(Response.round_id == survey_round.id, Response.status == ResponseStatus.SENT)
    )
    return statement if all_rows else statement.where(Response.visibility.in_(NAMED))


def answered(survey_round: SurveyRound, *, all_rows: bool, number: int = 1, size: int = 30) -> Page[Any]:
    """Sent answers to own questions, (response, answers), the newest first.

    Args:
        all_rows: Also those of employers that are shown only in sums.
    """
    statement = _sent(survey_round, all_rows=all_rows)
    ordered = statement.order_by(Response.sent_at.desc(), Response.id.desc())
    return paginate(ordered, number=number, size=size, total=count(statement), scalars=False)


def all_answered(survey_round: SurveyRound, *, all_rows: bool) -> Sequence[Any]:
    """As `answered`, every row, in the order they came."""
    return db.session.execute(_sent(survey_round, all_rows=all_rows).order_by(Response.sent_at, Response.id)).all()


def files_in(survey_round: SurveyRound) -> dict[tuple[int, str], OwnFile]:
    """The files of a round, by answer and question."""
    statement = select(OwnFile).join(Response, Response.id == OwnFile.response_id).where(Response.round_id == survey_round.id)
    return {(each.response_id or 0, each.question_key): each for each in db.session.execute(statement).scalars()}
