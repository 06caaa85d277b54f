"""Committing, signing and withdrawing. A signed letter is never changed: it holds, or it is withdrawn and stays on record as that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from sqlalchemy import select

from core import mailed_links
from core.audit.service import record
from core.clock import SWEDEN, today
from core.db import db, get, utcnow
from core.errors import Conflict, DomainError
from core.events import emit
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from core.users.service import normalise_email
from plugins.employer_needs import tokens
from plugins.employer_needs.commitments import mails, queries, words
from plugins.employer_needs.commitments.following import ref, tell
from plugins.employer_needs.commitments.models import Commitment, CommitmentKind, Letter
from plugins.employer_needs.events import CommitmentWithdrawn
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.notices import tell_of_withdrawal
from plugins.employer_needs.values import NeedState, ResponseStatus, Visibility

Promised = Mapping[CommitmentKind, tuple[int, str]]


def token_of(letter: Letter) -> str:
    """The secret in a letter's own link."""
    return tokens.derive("letter", letter.seed)


def check_may_be_named(response: Response) -> None:
    """Refuse a letter of an employer who wants to be shown only in sums.

    Raises:
        Conflict: saying what to do.
    """
    if response.status != ResponseStatus.SENT:
        raise Conflict(_("Skicka svaret först. Sedan kan ni lova något i en avsiktsförklaring."))
    if response.visibility == Visibility.AGGREGATE_ONLY:
        raise Conflict(
            _(
                "Ni har valt att behoven bara visas sammanräknade. En avsiktsförklaring visar vilka ni är. "
                "Ändra först i svaret vem som ser vad."
            ),
            code="aggregate_only",
        )


def begin(*, region: Region, response: Response) -> Letter:
    """The draft of an answer's letter, made at the first promise.

    Raises:
        Conflict: when the answer has not been sent, or is shown only in sums.
    """
    check_may_be_named(response)
    get(Response, response.id, lock=True)
    return queries.draft_of(response) or _new(region, response)


def _new(region: Region, response: Response) -> Letter:
    seed = mailed_links.new_seed()
    letter = Letter(
        region_id=region.id,
        reference=tokens.new_reference("AF"),
        seed=seed,
        token_hash=mailed_links.digest(tokens.derive("letter", seed)),
        response_id=response.id,
        organisation_id=response.organisation_id,
        organisation_name=response.organisation_name,
        orgnr=response.orgnr,
        municipality_code=response.municipality_code,
        person_name=response.contact_name,
        person_email=response.contact_email,
        person_phone=response.contact_phone,
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def promise(letter: Letter, need: CompetenceNeed, said: Promised) -> None:
    """Say what is promised about a need, in the place of what was said before.

    Raises:
        Conflict: when the letter is signed, or the need counts no longer.
    """
    _check_unsigned(letter)
    if need.state != NeedState.PUBLISHED:
        raise Conflict(_("Behovet räknas inte längre. Välj ett annat."))
    for earlier in queries.commitments_of(letter):
        if earlier.need_id == need.id:
            db.session.delete(earlier)
    db.session.flush()
    for kind, (amount, period) in said.items():
        db.session.add(
            Commitment(
                region_id=letter.region_id,
                letter_id=letter.id,
                need_id=need.id,
                occupation_group=need.occupation_group or "",
                occupation_label=need.occupation_label or need.group_label,
                kind=kind,
                amount=amount,
                period=period,
                need_ids=[need.id],
            )
        )
    db.session.flush()


def _check_unsigned(letter: Letter) -> None:
    if letter.signed_at is not None:
        raise Conflict(_("Avsiktsförklaringen är redan undertecknad. Dra tillbaka den och gör en ny om något har ändrats."))


def sign(
    *,
    region: Region,
    letter: Letter,
    name: str,
    title: str,
    email: str,
    phone: str,
    signed_on: date | None = None,
    entered_by: User | None = None,
) -> None:
    """Sign a letter: the words are kept as they are now, others are told of each commitment, and the signer gets a receipt.

    Args:
        signed_on: When it was signed on paper; now, when left out.
        entered_by: Who of the region's staff enters a letter that was signed on paper.

    Raises:
        DomainError: when nothing is promised, or an address cannot be one, or the day is yet to come.
        Conflict: when it is signed already.
    """
    _check_unsigned(letter)
    commitments = queries.commitments_of(letter)
    if not commitments:
        raise DomainError(_("Ange minst ett åtagande innan ni undertecknar."), code="empty")
    if signed_on is not None and signed_on > today():
        raise DomainError(_("Dagen har inte varit än. Kontrollera datumet."), field="signed_on")
    letter.person_name, letter.person_title, letter.person_phone = name.strip(), title.strip(), phone.strip()
    letter.person_email = normalise_email(email, field="person_email")
    letter.signed_at = datetime.combine(signed_on, time(12), SWEDEN) if signed_on else utcnow()
    letter.entered_by_id = entered_by.id if entered_by else None
    letter.signed_text = words.letter_text(letter, commitments)
    db.session.flush()
    for each in commitments:
        tell(region, letter, each)
    record(
        "employer_needs.letter.entered" if entered_by else "employer_needs.letter.signed",
        region=region,
        subject=ref(letter),
        reference=letter.reference,
        commitments=len(commitments),
    )
    mails.receipt(region, letter, token_of(letter))
    db.session.flush()


def enter(
    *,
    region: Region,
    response: Response,
    need: CompetenceNeed,
    said: Promised,
    name: str,
    title: str,
    email: str,
    phone: str,
    signed_on: date | None,
    by: User,
) -> Letter:
    """Enter a letter about one need that was signed on paper. It stands beside what the employer may be writing itself.

    Raises:
        DomainError: as `sign`.
        Conflict: as `begin` and `promise`.
    """
    check_may_be_named(response)
    letter = _new(region, response)
    promise(letter, need, said)
    sign(region=region, letter=letter, name=name, title=title, email=email, phone=phone, signed_on=signed_on, entered_by=by)
    return letter


def withdraw(*, region: Region, letter: Letter, reason: str, by: User | None = None) -> None:
    """Let a signed letter hold no longer. It stays on record, others are told, and so are those who work with letters.

    Raises:
        Conflict: when it is withdrawn already, or was never signed.
        DomainError: when the region's staff gives no reason.
    """
    if letter.signed_at is None:
        raise Conflict(_("Avsiktsförklaringen är inte undertecknad än."))
    if letter.withdrawn_at is not None:
        raise Conflict(_("Avsiktsförklaringen är redan återkallad."))
    if by is not None and not reason.strip():
        raise DomainError(_("Skriv varför avsiktsförklaringen återkallas."), field="reason")
    letter.withdrawn_at, letter.withdrawn_reason = utcnow(), reason.strip()
    letter.withdrawn_by_id = by.id if by else None
    for each in queries.commitments_of(letter):
        each.revision += 1
        emit(CommitmentWithdrawn(commitment_id=each.id, letter_ref=ref(letter), revision=each.revision), region=region)
    record("employer_needs.letter.withdrawn", region=region, subject=ref(letter), reference=letter.reference)
    mails.withdrawn(region, letter, token_of(letter))
    tell_of_withdrawal(region, letter)
    db.session.flush()


def replay(*, region: Region) -> None:
    """Tell again of every commitment that holds, for a plugin that missed them."""
    statement = (
        select(Commitment, Letter)
        .join(Letter, Letter.id == Commitment.letter_id)
        .where(Commitment.region_id == region.id, Letter.signed_at.is_not(None), Letter.withdrawn_at.is_(None))
        .order_by(Commitment.id)
    )
    for commitment, letter in db.session.execute(statement).all():
        tell(region, letter, commitment)
