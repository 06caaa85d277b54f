"""Invitations: made from a file that has been looked at, mailed once each, and reminded with the same link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, select

from core import mailed_links
from core.audit.service import record
from core.db import db, get, sort_key, utcnow
from core.errors import Conflict, NotFound
from core.i18n import gettext as _
from core.jobs import enqueue
from core.organisations.models import Organisation
from core.regions.models import Region
from core.users.models import User
from plugins.employer_needs import mails, tokens
from plugins.employer_needs.invitation_file import Parsed
from plugins.employer_needs.models import Invitation, InvitationImport, SurveyRound
from plugins.employer_needs.queries.rounds import due_for_reminder
from plugins.employer_needs.settings import needs_settings

BATCH = 200
MAIL_BATCH = 50
KEEP_IMPORTS = timedelta(days=7)


def store_import(*, region: Region, survey_round: SurveyRound, parsed: Parsed, filename: str, actor: User | None) -> InvitationImport:
    """Keep a parsed file until it is confirmed."""
    found = InvitationImport(
        region_id=region.id,
        round_id=survey_round.id,
        created_by_id=actor.id if actor else None,
        filename=filename[:200],
        good=[asdict(row) for row in parsed.good],
        bad=[asdict(row) for row in parsed.bad],
    )
    db.session.add(found)
    db.session.flush()
    return found


def own_import(region: Region, round_id: int, import_id: int, *, lock: bool = False) -> InvitationImport:
    """A stored file of this very region and round.

    Raises:
        NotFound: when there is none, or it belongs elsewhere.
    """
    found = get(InvitationImport, import_id, lock=lock)
    if found.region_id != region.id or found.round_id != round_id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def confirm_import(*, region: Region, survey_round: SurveyRound, import_id: int) -> InvitationImport:
    """Make invitations of a file's good rows; rows that were invited before make none.

    If the round is open, the new ones are mailed.

    Raises:
        Conflict: when the file has been confirmed before.
    """
    found = own_import(region, survey_round.id, import_id, lock=True)
    if found.confirmed_at is not None:
        raise Conflict(_("Filen är redan inläst."))
    found.added = invite(region=region, survey_round=survey_round, rows=found.good)
    found.confirmed_at = utcnow()
    found.good = []  # the addresses now live in the invitations alone
    db.session.flush()
    if found.added:
        request_sending(region=region, survey_round=survey_round, occasion=f"import-{found.id}")
    record(
        "employer_needs.invitations.imported",
        region=region,
        subject=f"employer_needs:round:{survey_round.id}",
        added=found.added,
        bad=len(found.bad),
    )
    return found


def invite(*, region: Region, survey_round: SurveyRound, rows: Sequence[dict[str, Any]]) -> int:
    """Add invitations to a round, without mailing them. Returns how many were new.

    Args:
        rows: `organisation`, `orgnr` (ten digits or None), `email` (empty: only to be called), `municipality_code` (or None) and
            `identity`;
            `organisation_id` and `contact_name` where they are known.
    """
    known = already_invited(survey_round, [row["identity"] for row in rows])
    organisations = _known_organisations([row["orgnr"] for row in rows if row["orgnr"]])
    added = 0
    for row in rows:
        if row["identity"] in known:
            continue
        known.add(row["identity"])
        seed = mailed_links.new_seed()
        db.session.add(
            Invitation(
                region_id=region.id,
                round_id=survey_round.id,
                organisation_id=row.get("organisation_id") or organisations.get(row["orgnr"] or ""),
                contact_name=row.get("contact_name", ""),
                organisation_name=row["organisation"],
                sort_key=sort_key(row["organisation"]),
                orgnr=row["orgnr"],
                email=row["email"],
                municipality_code=row["municipality_code"],
                identity=row["identity"],
                seed=seed,
                token_hash=mailed_links.digest(invitation_token(seed)),
            )
        )
        added += 1
    db.session.flush()
    return added


def invitation_token(seed: str) -> str:
    """The secret in an invitation's link."""
    return tokens.derive("invitation", seed)


def already_invited(survey_round: SurveyRound, identities: Sequence[str]) -> set[str]:
    """Which of these identities have an invitation to the round."""
    found: set[str] = set()
    for chunk in _chunks(identities):
        statement = select(Invitation.identity).where(Invitation.round_id == survey_round.id, Invitation.identity.in_(chunk))
        found.update(db.session.execute(statement).scalars())
    return found


def _known_organisations(numbers: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in _chunks(sorted(set(numbers))):
        found.update(
            {
                orgnr or "": key
                for key, orgnr in db.session.execute(select(Organisation.id, Organisation.orgnr).where(Organisation.orgnr.in_(chunk)))
            }
        )
    return found


def _chunks(items: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while chunk := list(islice(rest, BATCH)):
        yield chunk


def request_sending(*, region: Region, survey_round: SurveyRound, occasion: str) -> None:
    """Have the unsent invitations of a round mailed by a job. The same occasion asks once."""
    enqueue(
        "employer_needs.send_invitations",
        region=region,
        dedupe=f"employer_needs.send:{survey_round.id}:{occasion}",
        round_id=survey_round.id,
    )


def send_some(*, region: Region, survey_round: SurveyRound) -> int:
    """Queue mail for some unsent invitations and mark them sent, in one transaction: each is mailed once. Returns how many."""
    statement = (
        select(Invitation)
        .where(
            Invitation.round_id == survey_round.id, Invitation.region_id == region.id, Invitation.sent_at.is_(None), Invitation.email != ""
        )
        .order_by(Invitation.id)
        .limit(MAIL_BATCH)
        .with_for_update()
    )
    waiting = db.session.execute(statement).scalars().all()
    for invitation in waiting:
        mails.invite(region, survey_round, invitation, link_token(invitation))
        invitation.sent_at = utcnow()
    db.session.flush()
    return len(waiting)


def link_token(invitation: Invitation) -> str:
    """The token for an invitation's link. After a change of the installation's secret it is a new one, and its hash is kept instead."""
    token = invitation_token(invitation.seed)
    if not mailed_links.same(token, invitation.token_hash):
        invitation.token_hash = mailed_links.digest(token)
    return token


def reminder_limit(region: Region) -> datetime:
    """Who has been mailed after this moment is left in peace."""
    return utcnow() - timedelta(days=needs_settings(region).reminder_days)


def request_reminders(*, region: Region, survey_round: SurveyRound) -> None:
    """Have a reminder mailed to those who have not answered and were not mailed lately."""
    before = reminder_limit(region)
    enqueue(
        "employer_needs.send_reminders",
        region=region,
        dedupe=f"employer_needs.remind:{survey_round.id}:{before.date().isoformat()}",
        round_id=survey_round.id,
        before=before.isoformat(),
    )
    record("employer_needs.round.reminded", region=region, subject=f"employer_needs:round:{survey_round.id}", title=survey_round.title)


def remind_some(*, region: Region, survey_round: SurveyRound, before: datetime) -> int:
    """As `send_some`, for reminders."""
    statement = due_for_reminder(survey_round, before).where(Invitation.region_id == region.id)
    waiting = db.session.execute(statement.order_by(Invitation.id).limit(MAIL_BATCH).with_for_update()).scalars().all()
    for invitation in waiting:
        mails.remind(region, survey_round, invitation, link_token(invitation))
        invitation.reminded_at = utcnow()
    db.session.flush()
    return len(waiting)


def clear_old_imports(*, region: Region) -> int:
    """Forget files that were looked at long ago: they hold addresses. Returns how many."""
    statement = select(InvitationImport.id).where(
        InvitationImport.region_id == region.id, InvitationImport.created_at < utcnow() - KEEP_IMPORTS
    )
    old = list(db.session.execute(statement).scalars())
    if old:
        db.session.execute(delete(InvitationImport).where(InvitationImport.id.in_(old)))
    return len(old)
