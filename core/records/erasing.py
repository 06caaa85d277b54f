"""Erasing a person (GDPR art. 17): everywhere, except where the law or a decision keeps the record. The report says where, and why.

The account stays as a number without name or address, so that the audit log still says that two things were done by the same person.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Enum, Table, select

from core.audit.service import record
from core.db import all_regions, db
from core.errors import Conflict
from core.i18n import gettext as _
from core.i18n import language
from core.keyring import ring
from core.plugins import hooks
from core.records import owners
from core.records.export import kept_by
from core.records.models import Erasure, ProtectedPerson, RetentionHold
from core.records.people import ERASED_DOMAIN, is_erased
from core.records.register import KEEP, Entry, finders, points_at_user
from core.records.rows import attribute, found_by, model_of, person, personal_tables, rows
from core.regions.models import Region
from core.users.models import User


@dataclass(frozen=True)
class Touched:
    """A table with rows about the person: how many, why they are there, and why they stay, if they do."""

    table: str
    purpose: str
    count: int
    stays_because: str = ""


def report(user: User, *, region: Region | None = None) -> list[Touched]:
    """What an erasure would touch, and what it would leave; in one region, or everywhere."""
    found = [(table.name, entry, len(kept_by(region, rows(table, entry, user)))) for table, entry in personal_tables()]
    sv = language() == "sv"
    return [
        Touched(name, entry.purpose if sv else entry.purpose_en, n, entry.erase_reason if entry.erase == KEEP else "")
        for name, entry, n in found
        if n
    ]


def elsewhere(user: User, region: Region) -> bool:
    """Whether another region has to do with the person, too."""
    found = (getattr(row, "region_id", None) for table, entry in personal_tables() for row in rows(table, entry, user))
    return any(number is not None and number != region.id for number in found)


def erase_in(user: User, *, region: Region, actor: User, despite: str) -> list[Touched]:
    """Erase a person on behalf of one region.

    Raises:
        Conflict: when the person has to do with another region, or with none of this one's data, or something speaks against it.
    """
    if actor.id == user.id:
        raise Conflict(_("Du kan inte radera dig själv. Be en annan administratör."))
    if not report(user, region=region):
        raise Conflict(_("Regionen har inga uppgifter om personen."))
    if elsewhere(user, region):
        raise Conflict(_("Personen finns också i en annan region. Den som driver tjänsten kan radera personen överallt."))
    return erase(user, region=region, actor=actor, despite=despite)


def obstacles(user: User) -> list[str]:
    """Why the person should not be erased now: what the owners of records object, and stops that somebody has decided."""
    subject = f"core:user:{user.id}"
    with all_regions("a stop in any region counts"):
        holds = db.session.execute(
            select(RetentionHold.reason).where(RetentionHold.subject == subject, RetentionHold.ended_at.is_(None))
        ).scalars()
        held = [_("Gallringsstopp: %(reason)s", reason=reason) for reason in holds]
    return [*held, *(str(each.reason) for each in hooks.stewardship().deletion_blockers(subject=subject))]


def erase(user: User, *, region: Region | None = None, actor: User | None = None, despite: str = "") -> list[Touched]:
    """Erase a person, with or without account.

    Args:
        despite: Why it is done although something speaks against it.

    Returns:
        What was touched and what stays.

    Raises:
        Conflict: when something speaks against it and `despite` is empty, or the person is erased already.
    """
    if is_erased(user):
        raise Conflict(_("Personen är redan raderad."))
    against = obstacles(user)
    if against and not despite:
        raise Conflict(_("Personen kan inte raderas än. %(why)s", why=" ".join(against)))
    touched = report(user)
    _log(user, actor, despite)
    _everywhere(user)
    record(
        "core.person.erased",
        region=region,
        actor=actor,
        subject=f"core:user:{user.id}",
        erased={t.table: t.count for t in touched if not t.stays_because},
        kept={t.table: t.count for t in touched if t.stays_because},
        despite=despite,
    )
    db.session.flush()
    return touched


def _everywhere(user: User) -> None:
    owners.erased(user)
    db.session.flush()
    with all_regions("a person is erased in every region"):
        for table, entry in reversed(list(personal_tables())):
            if entry.erase in (KEEP, "hook"):
                continue
            for row in rows(table, entry, user):
                if entry.erase == "delete" or (not entry.erase and _belongs(table, entry)):
                    db.session.delete(row)
                else:
                    _blank(row, table, entry, user)
        for mark in db.session.execute(select(ProtectedPerson).where(ProtectedPerson.email == user.email.lower())).scalars():
            db.session.delete(mark)
        db.session.flush()
        if user.id:
            user.email, user.name, user.active = f"{user.id}{ERASED_DOMAIN}", "", False
            user.language = "sv"
        db.session.flush()


def _belongs(table: Table, entry: Entry) -> bool:
    """Whether a row is nothing without its user."""
    return any(points_at_user(table, column) and not table.columns[column].nullable for column in finders(entry, table))


def _blank(row: Any, table: Table, entry: Entry, user: User) -> None:
    """Take the person out of a row. Where it only points at a user who made something for somebody else, the pointer alone goes."""
    hits = [column for column in finders(entry, table) if found_by(row, table, column, user)]
    only_pointer = entry.about != "user" and hits and all(points_at_user(table, column) for column in hits)
    columns = hits if only_pointer else [c for c in entry.personal if not points_at_user(table, c) or c in hits]
    for column in columns:
        setattr(row, attribute(type(row), column).key, _nothing(table, column, row))


def _nothing(table: Table, column: str, row: Any) -> Any:
    kind = table.columns[column]
    if kind.nullable:
        return None
    if kind.unique:
        return f"erased:{getattr(row, 'id', '')}"
    if isinstance(kind.type, Enum):  # one of a few words, which cannot be none of them; alone it is nobody's
        return getattr(row, attribute(type(row), column).key)
    if isinstance(kind.type, JSON):
        return [] if isinstance(getattr(row, attribute(type(row), column).key), list) else {}
    return {int: 0, float: 0.0, bool: False}.get(kind.type.python_type, "")


def fingerprint(email: str) -> str:
    """A hash of an address that nobody without the installation's key can look up."""
    return fingerprints(email)[0]


def fingerprints(email: str) -> list[str]:
    """The hashes that an address has and has had: one for each secret of the ring, the one in use first."""
    said = b"erasure:" + email.strip().lower().encode()
    return [hmac.new(secret.value.encode(), said, hashlib.sha256).hexdigest() for secret in ring()]


def _log(user: User, actor: User | None, despite: str) -> None:
    db.session.add(
        Erasure(
            email_hash=fingerprint(user.email), user_number=user.id or None, despite=despite, requested_by_id=actor.id if actor else None
        )
    )


def erasures() -> list[str]:
    """The fingerprints of all who were erased: what to keep outside the database for `replay_erasures` after a restore."""
    return sorted(set(db.session.execute(select(Erasure.email_hash)).scalars()))


def replay_erasures(known: list[str] | None = None) -> int:
    """Erase again everybody who was erased and has come back with a backup.

    Args:
        known: Those of `erasures()`, taken before the restore; those that stand in the database besides.

    Returns:
        How many had come back.
    """
    wanted = {*(known or ()), *erasures()}
    back = sorted(address for address in _addresses() if not wanted.isdisjoint(fingerprints(address)))
    for address in back:
        user = person(address)
        if set(erasures()).isdisjoint(fingerprints(address)):
            _log(user, None, "")
        _everywhere(user)
        record("core.person.erased_again", subject=f"core:user:{user.id}")
        db.session.flush()
    return len(back)


def _addresses() -> set[str]:
    """Every address that stands in a column by which persons are found, except where records are kept."""
    found: set[str] = set()
    with all_regions("addresses are gathered from every region"):
        for table, entry in personal_tables():
            columns = [c for c in finders(entry, table) if not points_at_user(table, c)] if entry.erase != KEEP else []
            for column in [*columns, *(["email"] if table.name == "core_user" else [])]:
                value = attribute(model_of(table), column)
                found |= {str(v).strip().lower() for v in db.session.execute(select(value).distinct()).scalars() if v and "@" in v}
    return {address for address in found if not address.endswith(ERASED_DOMAIN)}
