"""The round that never closes: a standing public page takes its answers. And a round made after another's pattern."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, sort_key, utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.employer_needs.inviting.models import RoundReminder
from plugins.employer_needs.models import Invitation, SurveyRound
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.services import invitations, rounds
from plugins.employer_needs.values import RoundStatus

FOREVER = date(9999, 12, 31)


def standing_round(region: Region, *, lock: bool = False) -> SurveyRound | None:
    """The region's round without end, if it has one."""
    statement = select(SurveyRound).where(SurveyRound.region_id == region.id, SurveyRound.standing.is_(True)).order_by(SurveyRound.id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(statement.limit(1)).scalar_one_or_none()


def open_standing(*, region: Region) -> SurveyRound:
    """Let employers answer outside rounds from now on. The same round is used again when it was closed.

    Raises:
        Conflict: when it is open already.
    """
    survey = rounds.ensure_survey(region, lock=True)  # the one row that two who press the button at once both wait for
    found = standing_round(region, lock=True)
    if found is not None and found.status == RoundStatus.OPEN:
        raise Conflict(_("Den fasta länken är redan öppen."))
    if found is None:
        found = SurveyRound(
            region_id=region.id, survey_id=survey.id, title=_("Fast länk"), opens_on=today(), closes_on=FOREVER, standing=True
        )
        db.session.add(found)
    asked = own_questions.published(found.survey_id or survey.id)
    found.question_set_id = asked.id if asked else None
    found.status, found.opened_at, found.closed_at = RoundStatus.OPEN, utcnow(), None
    db.session.flush()
    record("employer_needs.round.opened", region=region, subject=f"employer_needs:round:{found.id}", title=found.title)
    return found


def renew_questions(*, region: Region, round_id: int) -> SurveyRound:
    """Ask the newest published questions in the standing round. Answers that have begun keep theirs.

    Raises:
        Conflict: when it is no standing round, or asks the newest already.
    """
    found = rounds.own_round(region, round_id, lock=True)
    newest = own_questions.published(found.survey_id)
    if not found.standing or newest is None or newest.id == found.question_set_id:
        raise Conflict(_("Omgången ställer redan de frågor som den ska."))
    found.question_set_id = newest.id
    db.session.flush()
    record(
        "employer_needs.round.renewed", region=region, subject=f"employer_needs:round:{found.id}", title=found.title, number=newest.number
    )
    return found


def copy_round(
    *, region: Region, round_id: int, title: str, opens_on: date, closes_on: date, with_invitations: bool = False
) -> SurveyRound:
    """Prepare a round with another's survey, texts and reminders, and, if wanted, the same invited employers with links of their own.

    Raises:
        DomainError: when a date has passed or they are in the wrong order.
    """
    origin = rounds.own_round(region, round_id)
    made = rounds.create_round(
        region=region,
        title=title,
        opens_on=opens_on,
        closes_on=closes_on,
        intro=origin.intro,
        letter=origin.letter,
        survey_id=origin.survey_id,
    )
    for each in db.session.execute(select(RoundReminder).where(RoundReminder.round_id == origin.id)).scalars():
        db.session.add(RoundReminder(region_id=region.id, round_id=made.id, anchor=each.anchor, days=each.days))
    added = 0
    if with_invitations:
        asked = db.session.execute(select(Invitation).where(Invitation.round_id == origin.id).order_by(Invitation.id)).scalars().all()
        rows = [
            {
                "organisation": each.organisation_name,
                "orgnr": each.orgnr,
                "email": each.email,
                "municipality_code": each.municipality_code,
                "identity": f"{each.orgnr or sort_key(each.organisation_name)}|{each.email}",
                "contact_name": each.contact_name,
                "organisation_id": each.organisation_id,
            }
            for each in asked
            if each.email
        ]
        added = invitations.invite(region=region, survey_round=made, rows=rows)
    db.session.flush()
    record(
        "employer_needs.round.copied",
        region=region,
        subject=f"employer_needs:round:{made.id}",
        title=made.title,
        origin=origin.id,
        invitations=added,
    )
    return made
