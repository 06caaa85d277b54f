"""A round's own questions with their answers, and its response rates, for other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from core.api import ApiModel, Listing, PageQuery, current_principal, operation, page_of
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region
from plugins.employer_needs.api import ALL, NEEDS, ROUNDS, bp
from plugins.employer_needs.inviting import queries as rates_queries
from plugins.employer_needs.inviting.queries import Rate
from plugins.employer_needs.queries import rounds as round_queries
from plugins.employer_needs.questions import queries as question_queries


class ChoiceOut(ApiModel):
    """An answer to choose from."""

    code: str
    label: str
    label_en: str


class QuestionOut(ApiModel):
    """A question of the region's own."""

    key: str = Field(description="The same in every version of the survey.")
    kind: str = Field(description="text, number, choice, several, scale, date or file.")
    label: str
    label_en: str
    required: bool
    choices: list[ChoiceOut]
    when: str = Field(description="The key of the question that it depends on; empty when it is always asked.")
    answer: str = Field(description="The code of the answer that it is asked after.")


class QuestionsOut(ApiModel):
    """The own questions of a round."""

    version: int | None = Field(description="Of the survey's own questions; null when the round asks none.")
    questions: list[QuestionOut]


class OwnAnswersOut(ApiModel):
    """What an employer answered to the own questions of a round."""

    reference: str
    organisation_id: int | None
    organisation_name: str
    sent_at: datetime | None
    version_id: int = Field(description="Which version was asked. A standing round can ask several.")
    answers: dict[str, str | int | float | list[str]] = Field(
        description="By the key of the question. Choices are codes; of a file, its name."
    )


class RateOut(ApiModel):
    """How many of a group were invited, have answered and have declined."""

    label: str = Field(description="Empty for those of whom it is not known.")
    invited: int
    answered: int
    declined: int


class RatesOut(ApiModel):
    """Response rates of a round."""

    municipality: list[RateOut]
    branch: list[RateOut] = Field(description="By section of the newest SNI.")
    size: list[RateOut]


@bp.get("/rounds/<int:round_id>/questions")
@requires(GET=ROUNDS)
@operation("Get a round's own questions", answer=QuestionsOut)
def round_questions(round_id: int) -> QuestionsOut:
    """The region's own questions that the round asks, in order."""
    asked = question_queries.set_of_round(round_queries.round_row(round_id).round)
    shown = [
        QuestionOut(
            key=each.key,
            kind=each.kind.value,
            label=each.label,
            label_en=each.label_en,
            required=each.required,
            choices=[ChoiceOut(code=o.code, label=o.label, label_en=o.label_en) for o in each.options],
            when=each.when,
            answer=each.answer,
        )
        for each in question_queries.questions_of(asked)
    ]
    return QuestionsOut(version=asked.number if asked else None, questions=shown)


@bp.get("/rounds/<int:round_id>/own-answers")
@requires(GET=NEEDS)
@operation("List answers to a round's own questions", query=PageQuery, answer=Listing[OwnAnswersOut])
def round_own_answers(round_id: int, query: PageQuery) -> Listing[OwnAnswersOut]:
    """Answers to the region's own questions, newest first.

    Employers who asked to be shown only in sums are left out, unless the token may read all.
    """
    survey_round = round_queries.round_row(round_id).round
    all_rows = may(current_principal(), current_region(), ALL)
    asked = page_of(query)
    page = question_queries.answered(survey_round, all_rows=all_rows, **asked)
    files = question_queries.files_in(survey_round)
    items = []
    for response, own in page.items:
        names: dict[str, Any] = {key: kept.filename for (answer_id, key), kept in files.items() if answer_id == response.id}
        items.append(
            OwnAnswersOut(
                reference=response.reference,
                organisation_id=response.organisation_id,
                organisation_name=response.organisation_name,
                sent_at=response.sent_at,
                version_id=own.set_id,
                answers={**own.values, **names},
            )
        )
    return Listing[OwnAnswersOut].of(page, items)


@bp.get("/rounds/<int:round_id>/rates")
@requires(GET=ROUNDS)
@operation("Get a round's response rates", answer=RatesOut)
def round_rates(round_id: int) -> RatesOut:
    """By municipality, branch and size."""
    round_queries.round_row(round_id)
    return RatesOut(
        municipality=[_rate(each) for each in rates_queries.rates_by_municipality(round_id)],
        branch=[_rate(each) for each in rates_queries.rates_by_branch(round_id)],
        size=[_rate(each) for each in rates_queries.rates_by_size(round_id)],
    )


def _rate(rate: Rate) -> RateOut:
    return RateOut(label=rate.label, invited=rate.invited, answered=rate.answered, declined=rate.declined)
