"""What becomes of an invitation: handed over, declined, called about, and reminded of by a schedule."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from core import mailed_links
from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.jobs import enqueue
from core.regions.models import Region
from core.users.models import User
from core.users.service import normalise_email
from plugins.employer_needs import mails
from plugins.employer_needs.inviting.days import due_on
from plugins.employer_needs.inviting.models import Anchor, Call, CallResult, Delegation, RoundReminder
from plugins.employer_needs.models import Invitation, Response, SurveyRound
from plugins.employer_needs.services import answers, rounds
from plugins.employer_needs.services.invitations import invitation_token, link_token
from plugins.employer_needs.values import ResponseStatus, RoundStatus

MAX_DELEGATIONS = 5
MAX_REMINDERS = 6
MAX_DAYS = 120
PEACE = timedelta(days=2)  # who has been mailed since is not reminded by the schedule


def own_invitation(region: Region, round_id: int, invitation_id: int, *, lock: bool = False) -> Invitation:
    """An invitation of this very region and round.

    Raises:
        NotFound: when there is none, or it belongs elsewhere.
    """
    found = get(Invitation, invitation_id, lock=lock)
    if found.region_id != region.id or found.round_id != round_id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def _ref(invitation: Invitation) -> str:
    return f"employer_needs:invitation:{invitation.id}"


def _check_waits(survey_round: SurveyRound, invitation: Invitation) -> None:
    answers.check_open(survey_round)
    if invitation.answered_at is not None:
        raise Conflict(_("Svaret är redan skickat."))


def delegate(*, region: Region, survey_round: SurveyRound, invitation: Invitation, to_name: str, to_email: str) -> Delegation:
    """Hand an invitation over to a colleague, who gets a link of their own. The earlier link then only says so.

    Raises:
        DomainError: when the address cannot be one, or is the same.
        Conflict: when it is answered, or was handed over too often.
        Gone: when the round takes no answers.
    """
    invitation = get(Invitation, invitation.id, lock=True)
    _check_waits(survey_round, invitation)
    address = normalise_email(to_email, field="to_email")
    if address == invitation.email:
        raise DomainError(_("Inbjudan går redan till den adressen. Skriv din kollegas adress."), field="to_email")
    times = db.session.execute(select(func.count(Delegation.id)).where(Delegation.invitation_id == invitation.id)).scalar_one()
    if times >= MAX_DELEGATIONS:
        raise Conflict(_("Inbjudan har lämnats över så många gånger som går. Kontakta regionen, så hjälper vi till."))
    link_token(invitation)  # the hash of the link that is out there, also after a change of the installation's secret
    handed = Delegation(
        region_id=region.id,
        invitation_id=invitation.id,
        from_email=invitation.email,
        to_name=to_name.strip(),
        to_email=address,
        token_hash=invitation.token_hash,
    )
    db.session.add(handed)
    before = invitation.email
    invitation.seed = mailed_links.new_seed()
    token = invitation_token(invitation.seed)
    invitation.token_hash = mailed_links.digest(token)
    invitation.email, invitation.contact_name = address, to_name.strip()
    invitation.declined_at = None
    draft = db.session.execute(select(Response).where(Response.invitation_id == invitation.id)).scalar_one_or_none()
    if draft is not None and draft.contact_email == before:
        draft.contact_email = address
    db.session.flush()
    mails.handed_over(region, survey_round, invitation, token, handed)
    invitation.sent_at = invitation.sent_at or utcnow()
    record("employer_needs.invitation.delegated", region=region, subject=_ref(invitation), organisation=invitation.organisation_name)
    return handed


def delegation_by_token(region: Region, token: str) -> Delegation | None:
    """The handing over that made a link lead nowhere."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    statement = select(Delegation).where(Delegation.region_id == region.id, Delegation.token_hash == mailed_links.digest(token))
    return db.session.execute(statement).scalar_one_or_none()


def decline(*, region: Region, survey_round: SurveyRound, invitation: Invitation) -> None:
    """The employer does not answer this time, and is not reminded again. Beginning an answer takes it back.

    Raises:
        Conflict: when it is answered.
        Gone: when the round takes no answers.
    """
    invitation = get(Invitation, invitation.id, lock=True)
    _check_waits(survey_round, invitation)
    if invitation.declined_at is None:
        invitation.declined_at = utcnow()
        record("employer_needs.invitation.declined", region=region, subject=_ref(invitation), organisation=invitation.organisation_name)
    db.session.flush()


def note_call(*, region: Region, round_id: int, invitation_id: int, by: User | None, result: CallResult, note: str) -> Call:
    """Write down a call and what came of it. Who declines on the phone is not reminded again."""
    invitation = own_invitation(region, round_id, invitation_id, lock=True)
    call = Call(region_id=region.id, invitation_id=invitation.id, by_id=by.id if by else None, result=result, note=note.strip())
    db.session.add(call)
    if result == CallResult.DECLINED:
        invitation.declined_at = invitation.declined_at or utcnow()
    elif result == CallResult.WILL_ANSWER:
        invitation.declined_at = None
    db.session.flush()
    record(
        "employer_needs.invitation.called",
        region=region,
        subject=_ref(invitation),
        organisation=invitation.organisation_name,
        result=result.value,
    )
    return call


def begin_by_phone(*, region: Region, round_id: int, invitation_id: int | None, by: User) -> Response:
    """The draft that staff fills in while somebody tells on the phone. A draft that the employer has begun is gone on with.

    Raises:
        Conflict: when the invitation is answered already.
        Gone: when the round takes no answers.
    """
    survey_round = rounds.own_round(region, round_id)
    invitation = own_invitation(region, round_id, invitation_id) if invitation_id is not None else None
    response = answers.begin(region=region, survey_round=survey_round, invitation=invitation)
    if response.status == ResponseStatus.SENT:
        raise Conflict(_("Svaret är redan skickat."))
    response.by_phone, response.entered_by_id = True, by.id
    db.session.flush()
    record(
        "employer_needs.response.by_phone",
        region=region,
        subject=f"employer_needs:response:{response.id}",
        reference=response.reference,
    )
    return response


# -- reminders by schedule ----------------------------------------------------------------------------------------------


def add_reminder(*, region: Region, round_id: int, anchor: Anchor, days: int) -> RoundReminder:
    """Have a reminder sent on a day of a round.

    Raises:
        DomainError: when the day lies outside the round, has passed, is taken, or there are too many.
    """
    found = rounds.own_round(region, round_id, lock=True)
    if found.standing:
        raise Conflict(_("Den fasta länken har inga inbjudna att påminna."))
    others = db.session.execute(select(RoundReminder).where(RoundReminder.round_id == round_id)).scalars().all()
    if len(others) >= MAX_REMINDERS:
        raise DomainError(_("En omgång kan ha högst %(max)s påminnelser.", max=MAX_REMINDERS), field="days")
    reminder = RoundReminder(region_id=region.id, round_id=round_id, anchor=anchor, days=days)
    day = due_on(found, reminder)
    if not found.opens_on < day <= found.closes_on:
        raise DomainError(_("Dagen ligger utanför omgången. Välj ett annat antal dagar."), field="days")
    if day < today():
        raise DomainError(_("Den dagen har redan passerat. Välj ett annat antal dagar."), field="days")
    if day in {due_on(found, each) for each in others}:
        raise DomainError(_("Det finns redan en påminnelse den dagen."), field="days")
    db.session.add(reminder)
    db.session.flush()
    record(
        "employer_needs.reminder.added", region=region, subject=f"employer_needs:round:{round_id}", title=found.title, day=day.isoformat()
    )
    return reminder


def remove_reminder(*, region: Region, round_id: int, reminder_id: int) -> None:
    """Take a reminder out of the schedule.

    Raises:
        Conflict: when it has been sent.
    """
    found = rounds.own_round(region, round_id, lock=True)
    reminder = get(RoundReminder, reminder_id, lock=True)
    if reminder.round_id != round_id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    if reminder.started_at is not None:
        raise Conflict(_("Påminnelsen är redan skickad."))
    day = due_on(found, reminder)
    db.session.delete(reminder)
    db.session.flush()
    record(
        "employer_needs.reminder.removed", region=region, subject=f"employer_needs:round:{round_id}", title=found.title, day=day.isoformat()
    )


def start_due(*, region: Region) -> int:
    """Have the reminders sent whose day has come, each once. Several of one round on the same day are one mail. Returns how many rounds."""
    statement = (
        select(RoundReminder)
        .join(SurveyRound, SurveyRound.id == RoundReminder.round_id)
        .where(RoundReminder.region_id == region.id, RoundReminder.started_at.is_(None), SurveyRound.status == RoundStatus.OPEN)
        .order_by(RoundReminder.id)
        .with_for_update(of=RoundReminder)
    )
    due: dict[int, list[RoundReminder]] = {}
    for reminder in db.session.execute(statement).scalars().all():
        survey_round = get(SurveyRound, reminder.round_id)
        if rounds.takes_answers(survey_round) and due_on(survey_round, reminder) <= today():
            due.setdefault(reminder.round_id, []).append(reminder)
    now = utcnow()
    for round_id, reminders in due.items():
        for reminder in reminders:
            reminder.started_at = now
        enqueue(
            "employer_needs.send_reminders",
            region=region,
            dedupe=f"employer_needs.schedule:{reminders[-1].id}",
            round_id=round_id,
            before=(now - PEACE).isoformat(),
        )
        record(
            "employer_needs.round.reminded",
            region=region,
            subject=f"employer_needs:round:{round_id}",
            title=get(SurveyRound, round_id).title,
        )
    db.session.flush()
    return len(due)
