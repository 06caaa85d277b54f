"""Preparing, opening and closing a round."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from core.search import index
from plugins.employer_needs.models import NeedsSurvey, SurveyRound
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.questions.service import own_survey
from plugins.employer_needs.services.invitations import request_sending
from plugins.employer_needs.values import RoundStatus

SEARCH_KIND = "employer_needs.round"


def own_round(region: Region, round_id: int, *, lock: bool = False) -> SurveyRound:
    """A round of this very region, to be changed. What another region shares can be read, never written.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(SurveyRound, round_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def ensure_survey(region: Region, *, lock: bool = False) -> NeedsSurvey:
    """The region's needs inventory; made at the first round."""
    statement = select(NeedsSurvey).where(NeedsSurvey.region_id == region.id).order_by(NeedsSurvey.id).limit(1)
    survey = db.session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    if survey is None:
        survey = NeedsSurvey(region_id=region.id, title=_("Behovsinventering"))
        db.session.add(survey)
        db.session.flush()
    return survey


def check_dates(opens_on: date, closes_on: date, *, earliest: date | None = None) -> None:
    """Refuse days that have passed and an end before the beginning.

    Args:
        earliest: The first day allowed for the opening; today when left out.

    Raises:
        DomainError: at the field whose date is wrong.
    """
    if opens_on < (earliest or today()):
        raise DomainError(_("Startdatumet har redan passerat. Välj i dag eller en senare dag."), field="opens_on")
    if closes_on < opens_on:
        raise DomainError(_("Slutdatumet ligger före startdatumet. Välj samma dag som starten eller en senare dag."), field="closes_on")
    if closes_on < today():
        raise DomainError(_("Slutdatumet har redan passerat. Välj i dag eller en senare dag."), field="closes_on")


def create_round(
    *, region: Region, title: str, opens_on: date, closes_on: date, intro: str = "", letter: str = "", survey_id: int | None = None
) -> SurveyRound:
    """Prepare a round.

    Args:
        survey_id: The survey whose own questions are asked; the region's first when left out.

    Raises:
        DomainError: when a date has passed or they are in the wrong order.
    """
    check_dates(opens_on, closes_on)
    found = SurveyRound(
        region_id=region.id,
        survey_id=ensure_survey(region).id if survey_id is None else own_survey(region, survey_id).id,
        title=title.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        intro=intro,
        letter=letter,
    )
    db.session.add(found)
    db.session.flush()
    index.put(SEARCH_KIND, found.id, region, found.title)
    record("employer_needs.round.created", region=region, subject=_ref(found), title=found.title)
    return found


def change_round(
    *, region: Region, round_id: int, title: str, opens_on: date, closes_on: date, intro: str, letter: str, survey_id: int | None = None
) -> SurveyRound:
    """Change what a round says. A day that has passed may stay as it is, but not be set.

    Args:
        survey_id: The survey whose own questions are asked. It can be another only until the round opens for the first time.

    Raises:
        DomainError: when a date that is changed has passed, or they are in the wrong order.
    """
    found = own_round(region, round_id, lock=True)
    if (opens_on, closes_on) != (found.opens_on, found.closes_on):
        check_dates(opens_on, closes_on, earliest=opens_on if opens_on == found.opens_on else None)
    if survey_id is not None and survey_id != found.survey_id:
        if found.opened_at is not None and not found.standing:
            raise DomainError(_("Enkäten kan inte bytas när omgången har öppnat. Kopiera omgången i stället."), field="survey_id")
        found.survey_id = own_survey(region, survey_id).id
        if found.standing:  # it never opens anew
            asked = own_questions.published(survey_id)
            found.question_set_id = asked.id if asked else None
    found.title, found.intro, found.letter = title.strip(), intro, letter
    found.opens_on, found.closes_on = opens_on, closes_on
    db.session.flush()
    index.put(SEARCH_KIND, found.id, region, found.title)
    record("employer_needs.round.changed", region=region, subject=_ref(found), title=found.title, closes_on=closes_on.isoformat())
    return found


def open_round(*, region: Region, round_id: int) -> SurveyRound:
    """Let employers answer from now, and mail the invitations that have not been sent. A closed round can be opened again.

    Raises:
        DomainError: when its last day has passed.
        Conflict: when it is open already.
    """
    found = own_round(region, round_id, lock=True)
    if found.status == RoundStatus.OPEN:
        raise Conflict(_("Omgången är redan öppen."))
    if found.closes_on < today():
        raise DomainError(_("Omgångens sista dag har passerat. Ändra slutdatumet först, och öppna sedan omgången."))
    found.status = RoundStatus.OPEN
    if found.opened_at is None and (asked := own_questions.published(found.survey_id)) is not None:
        found.question_set_id = asked.id  # settled now: what is changed in the survey later is for the next round
    found.opened_at, found.closed_at = utcnow(), None
    found.opens_on = min(found.opens_on, today())
    db.session.flush()
    request_sending(region=region, survey_round=found, occasion=f"opened-{found.version}")
    record("employer_needs.round.opened", region=region, subject=_ref(found), title=found.title)
    return found


def close_round(*, region: Region, round_id: int) -> SurveyRound:
    """Take no more answers. Drafts stay, and can be sent if the round is opened again.

    Raises:
        Conflict: when it is not open.
    """
    found = own_round(region, round_id, lock=True)
    if found.status != RoundStatus.OPEN:
        raise Conflict(_("Omgången är inte öppen."))
    _close(found)
    record("employer_needs.round.closed", region=region, subject=_ref(found), title=found.title)
    return found


def close_overdue(*, region: Region) -> int:
    """Close the open rounds whose last day has passed. Returns how many."""
    statement = select(SurveyRound).where(
        SurveyRound.region_id == region.id, SurveyRound.status == RoundStatus.OPEN, SurveyRound.closes_on < today()
    )
    overdue = db.session.execute(statement.with_for_update()).scalars().all()
    for found in overdue:
        _close(found)
        record("employer_needs.round.closed", region=region, subject=_ref(found), title=found.title)
    return len(overdue)


def _close(found: SurveyRound) -> None:
    found.status = RoundStatus.CLOSED
    found.closed_at = utcnow()
    db.session.flush()


def _ref(found: SurveyRound) -> str:
    return f"employer_needs:round:{found.id}"


def takes_answers(found: SurveyRound) -> bool:
    """Whether an employer can answer today."""
    return found.status == RoundStatus.OPEN and found.closes_on >= today()
