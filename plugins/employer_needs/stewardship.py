"""Duties towards people and records: what is kept about whom, for how long, and what the log says in words."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, or_, select

from core.db import all_regions, count, db
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.plugins.declarations import Blocker, DataSet, RecordType
from core.records.disposal import old_rows, together
from core.regions.models import Region
from core.users.models import User
from plugins.employer_needs.commitments.models import Letter
from plugins.employer_needs.inviting.models import Call, Delegation
from plugins.employer_needs.models import Invitation, InvitationImport, Response, SurveyRound
from plugins.employer_needs.values import ResponseStatus, RoundStatus


def _forget_contact(response: Response) -> None:
    response.contact_name = response.contact_email = response.contact_phone = ""


def _forget_signer(letter: Letter) -> None:
    """What was signed names no person, and stays; the letter still says which organisation made it."""
    letter.person_name = letter.person_title = letter.person_email = letter.person_phone = letter.withdrawn_reason = ""


def _forget_invited(invitation: Invitation) -> None:
    invitation.email = invitation.contact_name = ""
    invitation.identity = f"erased:{invitation.id}"


def _forget_handing_over(delegation: Delegation) -> None:
    delegation.from_email = delegation.to_email = delegation.to_name = ""


def _forget_call(call: Call) -> None:
    call.note, call.by_id = "", None


_BASIS = "Arkivlagen; regionens dokumenthanteringsplan avgör"
_GDPR = "Dataskyddsförordningen art. 5.1 e"
_REF = "employer_needs:response"
_over = Invitation.round_id.in_(select(SurveyRound.id).where(SurveyRound.status == RoundStatus.CLOSED))
ANSWERS = old_rows(Response, Response.sent_at, _REF, Response.status == ResponseStatus.SENT)
CONTACTS = together(
    old_rows(Response, Response.sent_at, _REF, Response.contact_email != "", change=_forget_contact),
    old_rows(Invitation, Invitation.created_at, "employer_needs:invitation", Invitation.email != "", _over, change=_forget_invited),
    old_rows(Delegation, Delegation.at, "employer_needs:delegation", Delegation.to_email != "", change=_forget_handing_over),
    old_rows(Call, Call.at, "employer_needs:call", or_(Call.note != "", Call.by_id.is_not(None)), change=_forget_call),
)
LETTERS = old_rows(Letter, Letter.signed_at, "employer_needs:letter", Letter.signed_at.is_not(None))
DRAFTS = together(
    old_rows(Letter, Letter.updated_at, "employer_needs:letter_draft", Letter.signed_at.is_(None)),
    old_rows(Response, Response.updated_at, _REF, Response.status != ResponseStatus.SENT),
    old_rows(InvitationImport, InvitationImport.created_at, "employer_needs:invitation_import"),
)
RULES = [
    RecordType("employer_needs.response", _l("Svar på behovsinventering"), None, _BASIS, due=ANSWERS.due, dispose=ANSWERS.dispose),
    RecordType(
        "employer_needs.contact",
        _l("Kontaktuppgifter i svar och inbjudningar"),
        2,
        _GDPR,
        due=CONTACTS.due,
        dispose=CONTACTS.dispose,
        what=_l("Namn, e-post och telefon tas bort. Svaren finns kvar."),
    ),
    RecordType("employer_needs.draft", _l("Utkast som aldrig skickades"), 1, _GDPR, due=DRAFTS.due, dispose=DRAFTS.dispose),
    RecordType("employer_needs.letter", _l("Avsiktsförklaringar"), None, _BASIS, due=LETTERS.due, dispose=LETTERS.dispose),
    RecordType("employer_needs.round", _l("Omgångar med brev och svarsfrekvens"), None, _BASIS),
]


def export(user: User, region: Region | None) -> list[DataSet]:
    """Files that the person read in, or is listed in. Invitations and answers are shown row by row, by their tables."""
    with all_regions("a person's own data is gathered from every region"):
        statement = select(InvitationImport).where(InvitationImport.created_by_id == user.id).order_by(InvitationImport.id)
        files = [[each.filename, _iso(each.created_at)] for each in _kept(db.session.execute(statement).scalars(), region)]
        listed = [[row["organisation"], row["email"]] for row in _listed(user.email, region)]
    return [
        DataSet("employer_needs.files_read", ["filename", "created_at"], files),
        DataSet("employer_needs.files_listed_in", ["organisation", "email"], listed),
    ]


def _kept(found: Iterable[InvitationImport], region: Region | None) -> list[InvitationImport]:
    return [each for each in found if region is None or each.region_id == region.id]


def _iso(moment: object) -> str:
    return moment.isoformat() if hasattr(moment, "isoformat") else ""


def _listed(email: str, region: Region | None) -> list[dict[str, str]]:
    """Rows of files that are only looked at yet. They are few, and are cleared away within days."""
    waiting = db.session.execute(
        select(InvitationImport).where(InvitationImport.confirmed_at.is_(None)).order_by(InvitationImport.id)
    ).scalars()
    return [row for each in _kept(waiting, region) for row in each.good if row["email"] == email]


def erase(user: User) -> None:
    """Take the person out. The answers are public records of their organisations and stay; name and addresses go."""
    with all_regions("a person is erased in every region"):
        for response in db.session.execute(select(Response).where(func.lower(Response.contact_email) == user.email)).scalars():
            _forget_contact(response)
        invited = select(Invitation.id).where(Invitation.email == user.email)
        for call in db.session.execute(select(Call).where(or_(Call.by_id == user.id, Call.invitation_id.in_(invited)))).scalars():
            _forget_call(call)
        for invitation in db.session.execute(select(Invitation).where(Invitation.email == user.email)).scalars():
            _forget_invited(invitation)
        handed = select(Delegation).where(or_(Delegation.from_email == user.email, Delegation.to_email == user.email))
        for delegation in db.session.execute(handed).scalars():
            _forget_handing_over(delegation)
        for response in db.session.execute(select(Response).where(Response.entered_by_id == user.id)).scalars():
            response.entered_by_id = None
        statement = select(InvitationImport).where(or_(InvitationImport.created_by_id == user.id, InvitationImport.confirmed_at.is_(None)))
        for each in db.session.execute(statement).scalars():
            if each.created_by_id == user.id:
                each.created_by_id = None
            each.good = [row for row in each.good if row["email"] != user.email]
            each.bad = [row for row in each.bad if not any(user.email in cell.lower() for cell in row["cells"])]
        for letter in db.session.execute(select(Letter).where(func.lower(Letter.person_email) == user.email)).scalars():
            _forget_signer(letter)
        for letter in db.session.execute(
            select(Letter).where(or_(Letter.entered_by_id == user.id, Letter.withdrawn_by_id == user.id))
        ).scalars():
            letter.entered_by_id = None if letter.entered_by_id == user.id else letter.entered_by_id
            letter.withdrawn_by_id = None if letter.withdrawn_by_id == user.id else letter.withdrawn_by_id
        db.session.flush()


def blockers(subject: str) -> list[Blocker]:
    """An organisation that has answered is part of public records."""
    if not subject.startswith("core:organisation:"):
        return []
    key = subject.rpartition(":")[2]
    if not key.isdecimal():
        return []
    with all_regions("whether an organisation may be deleted concerns every region"):
        answers = count(select(Response).where(Response.organisation_id == int(key), Response.status == ResponseStatus.SENT))
    if not answers:
        return []
    reason = ngettext(
        "Organisationen har lämnat %(n)s svar om kompetensbehov. Svar är allmänna handlingar.",
        "Organisationen har lämnat %(n)s svar om kompetensbehov. Svar är allmänna handlingar.",
        answers,
        n=answers,
    )
    return [Blocker(reason)]
