"""Telling people things. A notice is a row in the caller's transaction, and so is the mail that it leads to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update

from core.db import db, utcnow
from core.i18n import speaking
from core.notices.deliveries import delivery_of, kind_of
from core.notices.mails import mail_notice
from core.notices.models import Delivery, Notice, NoticeChoice
from core.notices.queries import choices_of
from core.regions.models import Region
from core.users.models import User

MAX_TITLE = 200
MAX_BODY = 2_000


def notify(
    *,
    kind: str,
    users: Iterable[User],
    region: Region | None,
    key: str,
    title: Any,
    body: Any = "",
    url: str = "",
    subject_ref: str = "",
    group: Any = "",
) -> int:
    """Tell people something. Each gets it as they have chosen for this kind: on the page, in the day's mail, by mail at once, or not.

    Args:
        kind: A registered kind of notice.
        users: Whom to tell. That they may see the thing is the caller's to know. Deactivated people are passed over.
        region: Where it happened; None for what concerns the person in every region.
        key: What happened, such as `"cluster-viable:7:2026-11-22"`. Told again with the same key, nothing new is told.
        title: One line. A lazy text is written in each reader's language.
        body: A few sentences of plain text, or a lazy text.
        url: The page to open, a path of this site.
        subject_ref: The thing, `<plugin>:<kind>:<id>`. Notices about the same thing are shown together.
        group: What people call the thing, for the heading above its notices.

    Returns:
        How many were told.

    Raises:
        LookupError: when no loaded plugin registers the kind.
    """
    found = kind_of(kind)
    digest = _digest(kind, key, str(region.id) if region else "")
    people = {user.id: user for user in users if user.active}
    wishes = choices_of(people, kind)
    told = 0
    for user_id in sorted(people.keys() - _already_told(people, digest)):
        user = people[user_id]
        wish = delivery_of(found, wishes.get(user_id))
        if wish is Delivery.OFF:
            continue
        with speaking(user.language):
            notice = Notice(
                user_id=user_id,
                region_id=region.id if region else None,
                kind=kind,
                key=digest,
                subject_ref=subject_ref[:200],
                group_key=_digest(kind if not subject_ref else "", subject_ref, str(region.id) if region else ""),
                group_title=_line(group or found.title),
                title=_line(title),
                body=str(body)[:MAX_BODY],
                url=url[:500],
                for_digest=wish is Delivery.DIGEST,
            )
        db.session.add(notice)
        if wish is Delivery.NOW:
            mail_notice(notice, user=user, kind=found, region=region)
        told += 1
    db.session.flush()
    return told


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _line(text: Any) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1] + "…"


def _already_told(people: Iterable[int], key: str) -> set[int]:
    return set(db.session.execute(select(Notice.user_id).where(Notice.key == key, Notice.user_id.in_(list(people)))).scalars())


def mark_read(*, user: User, notice: Notice) -> None:
    """Note that the person has seen it. What is read is left out of the day's mail."""
    if notice.user_id == user.id and notice.read_at is None:
        notice.read_at = utcnow()
        notice.for_digest = False


def mark_all_read(*, user: User, region: Region | None = None) -> int:
    """Note that the person has seen everything, or everything of a region. Returns how many were new."""
    unread = [Notice.user_id == user.id, Notice.read_at.is_(None)]
    if region is not None:
        unread.append(Notice.region_id == region.id)
    changed = db.session.execute(update(Notice).where(*unread).values(read_at=utcnow(), for_digest=False).returning(Notice.id))
    return len(changed.scalars().all())


def choose(*, user: User, kind: str, delivery: Delivery) -> None:
    """Remember how a person wants a kind of notice. A required kind stays as it is."""
    found = kind_of(kind)
    if found.required:
        return
    statement = select(NoticeChoice).where(NoticeChoice.user_id == user.id, NoticeChoice.kind == kind).with_for_update()
    row = db.session.execute(statement).scalar_one_or_none()
    if row is None:
        db.session.add(NoticeChoice(user_id=user.id, kind=kind, delivery=delivery))
    else:
        row.delivery = delivery
    if delivery is not Delivery.DIGEST:
        waiting = update(Notice).where(Notice.user_id == user.id, Notice.kind == kind, Notice.for_digest.is_(True))
        db.session.execute(waiting.values(for_digest=False))
    db.session.flush()


def erase(user: User) -> None:
    """Take away all that is kept about how and of what a person was told."""
    for model in (Notice, NoticeChoice):
        db.session.execute(delete(model).where(model.user_id == user.id))
