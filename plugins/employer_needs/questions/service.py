"""Making a survey's own questions: changed one at a time in a draft, then published as a version that never changes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete

from core.audit.service import record
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.employer_needs.models import NeedsSurvey
from plugins.employer_needs.questions import definition, queries
from plugins.employer_needs.questions.definition import MAX_QUESTIONS, Question
from plugins.employer_needs.questions.models import QuestionSet

CHANGED_MEANWHILE = "changed_meanwhile"


def own_survey(region: Region, survey_id: int, *, lock: bool = False) -> NeedsSurvey:
    """A survey of this very region.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(NeedsSurvey, survey_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def _ref(survey: NeedsSurvey) -> str:
    return f"employer_needs:survey:{survey.id}"


def create_survey(*, region: Region, title: str) -> NeedsSurvey:
    """Make a survey without questions of its own."""
    made = NeedsSurvey(region_id=region.id, title=title.strip())
    db.session.add(made)
    db.session.flush()
    record("employer_needs.survey.created", region=region, subject=_ref(made), title=made.title)
    return made


def rename_survey(*, region: Region, survey_id: int, title: str) -> NeedsSurvey:
    """Call a survey something else."""
    found = own_survey(region, survey_id, lock=True)
    found.title = title.strip()
    db.session.flush()
    record("employer_needs.survey.renamed", region=region, subject=_ref(found), title=found.title)
    return found


def copy_survey(*, region: Region, survey_id: int) -> NeedsSurvey:
    """Make a survey with the same questions, as a draft: what is shown in the builder now."""
    origin = own_survey(region, survey_id)
    copied = NeedsSurvey(region_id=region.id, title=_("Kopia av %(title)s", title=origin.title)[:120])
    db.session.add(copied)
    db.session.flush()
    shown = queries.working(survey_id)
    if shown is not None and shown.questions:
        db.session.add(
            QuestionSet(region_id=region.id, survey_id=copied.id, number=1, questions=list(shown.questions), last_key=shown.last_key)
        )
        db.session.flush()
    record("employer_needs.survey.copied", region=region, subject=_ref(copied), title=copied.title, origin=origin.id)
    return copied


def _draft(region: Region, survey_id: int, seen: str) -> tuple[NeedsSurvey, QuestionSet]:
    """The draft to change, made from what is published when there is none.

    Raises:
        Conflict: when somebody else has changed the questions since `seen`.
    """
    survey = own_survey(region, survey_id, lock=True)
    found = queries.draft(survey_id, lock=True)
    latest = found or queries.published(survey_id)
    if seen != queries.seen(latest):
        raise Conflict(
            _("Någon annan har ändrat frågorna sedan du öppnade sidan. Titta på frågorna som de är nu, och gör sedan om din ändring."),
            code=CHANGED_MEANWHILE,
        )
    if found is None:
        found = QuestionSet(
            region_id=region.id,
            survey_id=survey_id,
            number=latest.number + 1 if latest else 1,
            questions=list(latest.questions) if latest else [],
            last_key=latest.last_key if latest else 0,
        )
        db.session.add(found)
        db.session.flush()
    return survey, found


def _keep(region: Region, survey: NeedsSurvey, found: QuestionSet, questions: Sequence[Question], action: str, label: str) -> None:
    found.questions = definition.stored(questions)
    db.session.flush()
    record(f"employer_needs.question.{action}", region=region, subject=_ref(survey), label=label, survey=survey.title)


def put_question(*, region: Region, survey_id: int, seen: str, question: Question) -> Question:
    """Add a question last (without a key), or put new words in an old one's place.

    Raises:
        Conflict: when somebody else has changed the questions.
        DomainError: when there are too many, or a condition would no longer hold.
    """
    survey, found = _draft(region, survey_id, seen)
    questions = queries.questions_of(found)
    action = "changed" if question.key else "added"
    if question.key:
        if question.key not in {each.key for each in questions}:
            raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
        questions = [question if each.key == question.key else each for each in questions]
    else:
        if len(questions) >= MAX_QUESTIONS:
            raise DomainError(_("En enkät kan ha högst %(max)s egna frågor. Ta bort någon först.", max=MAX_QUESTIONS))
        found.last_key += 1
        question = definition.changed(question, key=f"q{found.last_key}")
        questions.append(question)
    _refuse_faults(questions)
    _keep(region, survey, found, questions, action, question.label)
    return question


def move_question(*, region: Region, survey_id: int, seen: str, key: str, by: int) -> None:
    """Move a question one step up (-1) or down (1).

    Raises:
        DomainError: when it would come before the question that it depends on.
    """
    survey, found = _draft(region, survey_id, seen)
    questions = queries.questions_of(found)
    question = one(questions, key)
    moved = definition.placed(questions, key, by)
    if definition.faults(moved):
        raise DomainError(_("En fråga kan inte stå före den fråga som den beror på. Ändra först när den ska visas."))
    _keep(region, survey, found, moved, "moved", question.label)


def remove_question(*, region: Region, survey_id: int, seen: str, key: str) -> None:
    """Take a question out. Answers that were given to it stay, with their version.

    Raises:
        DomainError: when another question depends on it.
    """
    survey, found = _draft(region, survey_id, seen)
    questions = queries.questions_of(found)
    question = one(questions, key)
    depending = [each.label for each in questions if each.when == key]
    if depending:
        raise DomainError(_("”%(label)s” visas bara efter ett svar på den här frågan. Ändra eller ta bort den först.", label=depending[0]))
    _keep(region, survey, found, [each for each in questions if each.key != key], "removed", question.label)


def one(questions: Sequence[Question], key: str) -> Question:
    """A question by its key.

    Raises:
        NotFound: when there is none.
    """
    for each in questions:
        if each.key == key:
            return each
    raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))


def _refuse_faults(questions: Sequence[Question]) -> None:
    if found := definition.faults(questions):
        raise DomainError(found[0])


def publish(*, region: Region, survey_id: int, seen: str) -> QuestionSet:
    """Freeze the draft as a version. Rounds that open from now ask it; those that are open keep theirs.

    Raises:
        Conflict: when nothing waits to be published, or somebody else has changed the questions.
        DomainError: when a condition does not hold.
    """
    survey = own_survey(region, survey_id, lock=True)
    found = queries.draft(survey_id, lock=True)
    if found is None:
        raise Conflict(_("Det finns inga ändringar att publicera."))
    if seen != queries.seen(found):
        raise Conflict(
            _("Någon annan har ändrat frågorna sedan du öppnade sidan. Titta igenom dem, och publicera sedan."), code=CHANGED_MEANWHILE
        )
    _refuse_faults(queries.questions_of(found))
    found.published_at = utcnow()
    db.session.flush()
    record("employer_needs.survey.published", region=region, subject=_ref(survey), title=survey.title, number=found.number)
    return found


def discard(*, region: Region, survey_id: int, seen: str) -> None:
    """Throw away what has been changed since the last publication.

    Raises:
        Conflict: when nothing has, or somebody else has changed the questions.
    """
    survey = own_survey(region, survey_id, lock=True)
    found = queries.draft(survey_id, lock=True)
    if found is None or seen != queries.seen(found):
        raise Conflict(_("Någon annan har ändrat frågorna sedan du öppnade sidan. Titta på dem som de är nu."), code=CHANGED_MEANWHILE)
    db.session.execute(delete(QuestionSet).where(QuestionSet.id == found.id))
    record("employer_needs.survey.discarded", region=region, subject=_ref(survey), title=survey.title)
