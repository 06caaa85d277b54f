"""Reads on notices. Each names the person whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g
from sqlalchemy import func, select

from core.db import Page, db, one_or_none, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.notices.models import CalendarFeed, Delivery, Notice, NoticeChoice
from core.regions.models import Region
from core.users.models import User

PER_PAGE = 20
PER_GROUP = 20


@dataclass(frozen=True)
class Group:
    """Notices about one thing, newest first. `more` are older ones that are not shown. A thing without a title has its newest notice's."""

    title: str
    region: Region | None
    notices: Sequence[Notice]
    more: int

    @property
    def unread(self) -> int:
        """How many of those shown are new."""
        return sum(1 for notice in self.notices if notice.read_at is None)


def unread_by_region(user: User) -> dict[int | None, int]:
    """How many unread notices a person has, by region. One query per request, from an index."""
    cache: dict[int, dict[int | None, int]] = g.setdefault("_unread_notices", {})
    if user.id not in cache:
        statement = (
            select(Notice.region_id, func.count()).where(Notice.user_id == user.id, Notice.read_at.is_(None)).group_by(Notice.region_id)
        )
        cache[user.id] = {row[0]: row[1] for row in db.session.execute(statement)}
    return cache[user.id]


def groups(user: User, *, region: Region | None = None, number: int = 1) -> Page[Group]:
    """A person's notices by the thing they are about, the thing with the newest first."""
    mine = [Notice.user_id == user.id]
    if region is not None:
        mine.append(Notice.region_id == region.id)
    newest = func.max(Notice.id)
    statement: Any = select(Notice.group_key, newest, func.count()).where(*mine).group_by(Notice.group_key).order_by(newest.desc())
    page = paginate(statement, number=number, size=PER_PAGE, scalars=False)
    totals = {key: total for key, _newest, total in page.items}
    place = func.row_number().over(partition_by=Notice.group_key, order_by=Notice.id.desc())
    ranked = select(Notice.id, place.label("place")).where(*mine, Notice.group_key.in_(list(totals))).subquery()
    shown = (
        select(Notice, Region)
        .join(ranked, ranked.c.id == Notice.id)
        .outerjoin(Region, Region.id == Notice.region_id)
        .where(ranked.c.place <= PER_GROUP)
        .order_by(Notice.id.desc())
    )
    by_key: dict[str, list[tuple[Notice, Region | None]]] = {key: [] for key in totals}
    for notice, where in db.session.execute(shown).all() if totals else ():
        by_key[notice.group_key].append((notice, where))
    items = [
        Group(rows[0][0].group_title or rows[0][0].title, rows[0][1], [notice for notice, _where in rows], totals[key] - len(rows))
        for key, rows in by_key.items()
        if rows
    ]
    return Page(items=items, total=page.total, number=page.number, size=page.size)


def own_notice(user: User, notice_id: int) -> Notice:
    """A notice of this very person.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = one_or_none(Notice, notice_id, lock=True)
    if found is None or found.user_id != user.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def choices_of(user_ids: Iterable[int], kind: str) -> dict[int, Delivery]:
    """What people have chosen for a kind, by person."""
    statement = select(NoticeChoice).where(NoticeChoice.kind == kind, NoticeChoice.user_id.in_(list(user_ids)))
    return {row.user_id: row.delivery for row in db.session.execute(statement).scalars()}


def choices(user: User) -> dict[str, Delivery]:
    """What a person has chosen, by kind."""
    rows = db.session.execute(select(NoticeChoice).where(NoticeChoice.user_id == user.id)).scalars()
    return {row.kind: row.delivery for row in rows}


def feed_of(user: User) -> CalendarFeed | None:
    """The person's calendar feed, if they have one."""
    return db.session.execute(select(CalendarFeed).where(CalendarFeed.user_id == user.id)).scalar_one_or_none()


def waiting_for_digest(*, after: int, limit: int) -> Sequence[int]:
    """People with notices for the day's mail, by id, some at a time."""
    statement = (
        select(Notice.user_id)
        .join(User, User.id == Notice.user_id)
        .where(Notice.for_digest.is_(True), Notice.user_id > after, User.active.is_(True))
        .distinct()
        .order_by(Notice.user_id)
        .limit(limit)
    )
    return db.session.execute(statement).scalars().all()
