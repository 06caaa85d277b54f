"""Reads on the audit log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from core.audit.models import AuditEntry, AuditSeal
from core.clock import SWEDEN
from core.db import Page, db, paginate
from core.i18n import gettext as _
from core.records.people import display_names, visible_people
from core.regions.models import Region
from core.users.models import User

MAX_PERSONS = 200


@dataclass(frozen=True)
class Filter:
    """What to show. `since` and `until` are days in Swedish time, both included."""

    person: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """An entry and who did it, in words."""

    entry: AuditEntry
    who: str


def entries(region: Region, *, number: int = 1, wanted: Filter = Filter()) -> Page[Line]:
    """A region's entries, newest first. Names are looked up in one query for the whole page."""
    page = paginate(_listing(region, wanted), number=number, size=50)
    return Page(items=_lines(page.items), total=page.total, number=page.number, size=page.size)


def all_entries(region: Region, *, wanted: Filter = Filter()) -> Iterator[Line]:
    """As `entries`, but all of them, some hundred at a time."""
    for found in db.session.execute(_listing(region, wanted)).scalars().partitions(500):
        yield from _lines(found)


def _listing(region: Region, wanted: Filter) -> Any:
    # A number is given anew on SQLite when its last owner is deleted: what is older than the region was another's.
    statement = select(AuditEntry).where(AuditEntry.region_id == region.id, AuditEntry.at >= region.created_at - timedelta(minutes=1))
    return _narrowed(statement, wanted).order_by(AuditEntry.id.desc())


def _lines(found: Sequence[AuditEntry]) -> list[Line]:
    names = _names({entry.actor_id for entry in found if entry.actor_id is not None})
    return [Line(entry, _who(entry, names)) for entry in found]


def _narrowed(statement: Any, wanted: Filter) -> Any:
    if wanted.action:
        statement = statement.where(AuditEntry.action.startswith(wanted.action, autoescape=True))
    if wanted.subject:
        statement = statement.where(AuditEntry.subject.startswith(wanted.subject, autoescape=True))
    if wanted.since:
        statement = statement.where(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until:
        statement = statement.where(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    if wanted.person:
        text = wanted.person.lower()
        matches = or_(func.lower(User.name).contains(text, autoescape=True), User.email.contains(text, autoescape=True))
        statement = statement.where(AuditEntry.actor_id.in_(select(User.id).where(matches, visible_people()).limit(MAX_PERSONS)))
    return statement


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SWEDEN)


def _names(ids: set[int]) -> dict[int, tuple[str, datetime]]:
    if not ids:
        return {}
    users = db.session.execute(select(User).where(User.id.in_(ids))).scalars().all()
    names = display_names(users)
    return {user.id: (names[user.id], user.created_at) for user in users}


def _who(entry: AuditEntry, names: dict[int, tuple[str, datetime]]) -> str:
    if entry.actor_id is None:
        return entry.actor if entry.actor not in ("", "system") else _("Systemet")
    name, since = names.get(entry.actor_id, ("", None))
    if since is None or since > entry.at + timedelta(minutes=1):
        return _("Borttagen person (nummer %(id)s)", id=entry.actor_id)
    return name


def exported(region_id: int | None = None) -> Iterator[dict[str, Any]]:
    """Every entry with its seal, oldest first, a thousand at a time."""
    last = 0
    while True:
        statement = select(AuditEntry, AuditSeal).outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id).where(AuditEntry.id > last)
        if region_id is not None:
            statement = statement.where(AuditEntry.region_id == region_id)
        rows = db.session.execute(statement.order_by(AuditEntry.id).limit(1000)).all()
        if not rows:
            return
        for entry, seal in rows:
            yield {
                "id": entry.id,
                "at": entry.at.isoformat(),
                "region_id": entry.region_id,
                "actor_id": entry.actor_id,
                "actor": entry.actor,
                "action": entry.action,
                "subject": entry.subject,
                "detail": entry.detail,
                "seq": seal.seq if seal else None,
                "digest": seal.digest if seal else None,
            }
        last = rows[-1][0].id


def keys_in_use() -> set[str]:
    """The ids of the secrets that have sealed entries."""
    return set(db.session.execute(select(AuditSeal.key_id).distinct()).scalars())
