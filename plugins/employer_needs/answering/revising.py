"""Changing an answer that was sent: in a draft of its own, so that what counts stays until the draft is sent.

The needs keep their ids: whoever was told of one is told again, with a higher revision, and never of two.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core import mailed_links
from core.audit.service import record
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.employer_needs import mails, steps, tokens
from plugins.employer_needs.answering import history
from plugins.employer_needs.dashboards.service import recount
from plugins.employer_needs.models import CompetenceNeed, Response, SurveyRound
from plugins.employer_needs.questions import files as own_files
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.questions.models import OwnAnswers
from plugins.employer_needs.services import sending, trail
from plugins.employer_needs.services.answers import check_editable, check_open, response_token
from plugins.employer_needs.values import NeedState, ResponseStatus

SAID = ("organisation_name", "orgnr", "municipality_code", "contact_name", "contact_email", "contact_phone", "visibility")


def draft_of(response: Response) -> Response | None:
    """The draft in which a sent answer is being changed."""
    return db.session.execute(select(Response).where(Response.revises_id == response.id)).scalar_one_or_none()


def reopen(*, region: Region, response: Response, survey_round: SurveyRound) -> Response:
    """The draft in which a sent answer is changed; made now, or the one that was begun.

    Raises:
        Gone: when the round takes no answers.
        Conflict: when the answer has not been sent.
    """
    check_open(survey_round)
    get(Response, response.id, lock=True)
    if response.status != ResponseStatus.SENT:
        raise Conflict(_("Svaret är inte skickat än. Fortsätt med utkastet."))
    found = draft_of(response)
    if found is not None:
        return found
    seed = mailed_links.new_seed()
    draft = Response(
        region_id=region.id,
        round_id=response.round_id,
        reference=tokens.new_reference(),
        seed=seed,
        token_hash=mailed_links.digest(response_token(seed)),
        revises_id=response.id,
        previous_id=response.previous_id,
        schema_version=response.schema_version,
        organisation_confirmed=True,
        **{name: getattr(response, name) for name in SAID},
    )
    db.session.add(draft)
    db.session.flush()
    for need in _counting(response):
        db.session.add(
            CompetenceNeed(
                region_id=region.id,
                response_id=draft.id,
                position=need.position,
                visibility=need.visibility,
                secret=need.secret,
                secret_reason=need.secret_reason,
                revises_id=need.id,
                **history.copied(need),
            )
        )
    db.session.flush()
    _copy_own_answers(region, response, draft)
    record("employer_needs.response.reopened", region=region, subject=_ref(response), reference=response.reference)
    return draft


def _counting(response: Response) -> Sequence[CompetenceNeed]:
    statement = (
        select(CompetenceNeed)
        .where(CompetenceNeed.response_id == response.id, CompetenceNeed.state == NeedState.PUBLISHED)
        .order_by(CompetenceNeed.position, CompetenceNeed.id)
    )
    return db.session.execute(statement).scalars().all()


def drop(*, region: Region, draft: Response) -> Response:
    """Leave the sent answer as it is, and forget the changes. Returns the sent answer.

    Raises:
        Conflict: when it is no draft of changes.
    """
    if draft.revises_id is None or draft.status != ResponseStatus.DRAFT:
        raise Conflict(_("Det finns inga ändringar att kasta."))
    response = get(Response, draft.revises_id)
    for need in db.session.execute(select(CompetenceNeed).where(CompetenceNeed.response_id == draft.id)).scalars():
        db.session.delete(need)
    db.session.flush()
    db.session.delete(draft)
    db.session.flush()
    record("employer_needs.response.changes_dropped", region=region, subject=_ref(response), reference=response.reference)
    return response


def send_again(
    *, region: Region, draft: Response, survey_round: SurveyRound, needs: Sequence[CompetenceNeed], by_id: int | None = None
) -> Response:
    """Let the changed answer take the place of what it said. Returns the sent answer.

    Args:
        by_id: The member of the region's staff who changed it for the employer; None when the employer did.

    Raises:
        DomainError: when something is missing (code `incomplete`).
        Conflict: when it has been sent already.
        Gone: when the round takes no answers.
    """
    check_editable(draft, survey_round)
    if steps.gaps(draft, needs):
        raise DomainError(_("Svaret är inte komplett än. Fyll i det som saknas och skicka sedan."), code="incomplete")
    now = utcnow()
    response = get(Response, draft.revises_id or 0, lock=True)
    before = {need.id: need for need in _counting(response)}
    if not history.versions(response):  # sent before versions were kept
        history.keep(response, list(before.values()), at=response.sent_at or now)
    for name in SAID:
        setattr(response, name, getattr(draft, name))
    was, response.organisation_id = response.organisation_id, sending.employer_of(region, response).id
    kept = [_written_back(need, before[need.revises_id], response) for need in needs if need.revises_id in before]
    added = [_moved(need, response) for need in needs if need.revises_id is None]
    for need in added:
        sending.take(need, response, now)
    for key in before.keys() - {need.id for need in kept}:
        sending.retire(region, before[key], NeedState.WITHDRAWN, trail.WITHDRAWN)
    db.session.flush()
    _take_own_answers(draft, response)
    _forget(draft)
    sent = [*kept, *added]
    sending.tell(region, response, sent)
    version = history.keep(response, sent, at=now, by_id=by_id)
    record(
        "employer_needs.response.sent_again",
        region=region,
        subject=_ref(response),
        reference=response.reference,
        needs=len(sent),
        number=version.number,
    )
    if response.contact_email:
        mails.receipt(region, response, sending.summary(sent), sending.status_link(region, response))
    for organisation_id in dict.fromkeys((was, response.organisation_id)):
        recount(region=region, organisation_id=organisation_id)
    db.session.flush()
    return response


def _written_back(copy: CompetenceNeed, need: CompetenceNeed, response: Response) -> CompetenceNeed:
    """The need says what its copy says. A secrecy marker that somebody set in the meantime stays."""
    for name, value in history.copied(copy).items():
        if getattr(need, name) != value:
            setattr(need, name, value)
    need.position, need.visibility = copy.position, response.visibility
    if copy.secret:
        need.secret, need.secret_reason = True, need.secret_reason or copy.secret_reason
    return need


def _moved(need: CompetenceNeed, response: Response) -> CompetenceNeed:
    need.response_id = response.id
    return need


def _copy_own_answers(region: Region, response: Response, draft: Response) -> None:
    """What was answered to the region's own questions, with a copy of each file."""
    row = own_questions.answers_row(response)
    if row is not None:
        copy = OwnAnswers(region_id=region.id, response_id=draft.id, set_id=row.set_id, values=dict(row.values), done=row.done)
        db.session.add(copy)
    for each in own_questions.files_of(response):
        data = own_files.content(each)
        if data is not None:
            own_files.keep(region, draft, each.question_key, own_files.Upload(each.filename, each.content_type, data))
    db.session.flush()


def _take_own_answers(draft: Response, response: Response) -> None:
    """The answers of the draft take the place of those that were sent; the sent files go at night."""
    before, after = own_questions.answers_row(response), own_questions.answers_row(draft)
    if after is not None:
        if before is not None:
            db.session.delete(before)
            db.session.flush()
        after.response_id = response.id
    for each in own_questions.files_of(response):
        each.response_id = None
    for each in own_questions.files_of(draft):
        each.response_id = response.id
    db.session.flush()


def _forget(draft: Response) -> None:
    """The draft has said what it had to say."""
    for need in db.session.execute(select(CompetenceNeed).where(CompetenceNeed.response_id == draft.id)).scalars():
        db.session.delete(need)
    db.session.flush()
    db.session.delete(draft)
    db.session.flush()


def _ref(response: Response) -> str:
    return f"employer_needs:response:{response.id}"
