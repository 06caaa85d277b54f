"""Reads on the exchange at a meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, case, func, select

from core.db import Page, count, db, get, paginate, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from core.records.people import display_names, protected_addresses
from core.users.models import User
from plugins.meeting_places.exchange.models import Mark, MarkKind, Post, PostStatus
from plugins.meeting_places.exchange.who import Who
from plugins.meeting_places.meetings.models import Meeting, MeetingStatus
from plugins.meeting_places.registration.models import Registration
from plugins.meeting_places.settings import meeting_settings

if TYPE_CHECKING:
    from core.regions.models import Region

MOST_ANSWERS = 200


@dataclass(frozen=True)
class Said:
    """A post as a page shows it.

    Args:
        name: Who wrote it; empty when the name is not to be shown.
        votes: How many have the same question.
        voted: Whether the reader is one of them.
        is_own: Whether the reader wrote it.
        reports: How many have reported it; for organisers.
    """

    post: Post
    name: str
    votes: int = 0
    voted: bool = False
    is_own: bool = False
    reports: Sequence[str] = ()
    answers: list[Said] = field(default_factory=list)


def is_open(region: Region, meeting: Meeting) -> bool:
    """Whether one may ask and answer now: from when the meeting is published until some weeks after it."""
    days = timedelta(days=meeting_settings(region).exchange_days)
    return meeting.status == MeetingStatus.PUBLISHED and utcnow() <= meeting.ends_at + days


def questions(meeting: Meeting, who: Who | None, *, number: int = 1, size: int = 20) -> Page[Said]:
    """The questions that are shown, those that most share first, each with its answers. One's own that wait stand there, too."""
    votes = select(func.count(Mark.id)).where(Mark.post_id == Post.id, Mark.kind == MarkKind.VOTE).scalar_subquery()
    wanted = select(Post).where(Post.meeting_id == meeting.id, Post.question_id.is_(None), _seen_by(who))
    found = paginate(wanted.order_by(votes.desc(), Post.id.desc()), number=number, size=size)
    ids = [each.id for each in found.items]
    answers = select(Post).where(Post.question_id.in_(ids), _seen_by(who)).order_by(Post.as_organiser.desc(), Post.id).limit(MOST_ANSWERS)
    given = db.session.execute(answers).scalars().all()
    shown = {each.post.id: each for each in _said([*found.items, *given], who)}
    for post in given:
        shown[post.question_id or 0].answers.append(shown[post.id])
    return Page(items=[shown[key] for key in ids], total=found.total, number=found.number, size=found.size)


def _seen_by(who: Who | None) -> ColumnElement[bool]:
    seen = Post.status == PostStatus.SHOWN
    if who is None:
        return seen
    if who.registration is not None:
        return seen | (Post.registration_id == who.registration.id)
    return seen | (Post.user_id == (who.user.id if who.user else 0))


def to_moderate(meeting: Meeting, *, number: int = 1, size: int = 30) -> Page[Said]:
    """All posts of a meeting for its organisers: those that wait or are reported first."""
    reports = select(func.count(Mark.id)).where(Mark.post_id == Post.id, Mark.kind == MarkKind.REPORT).scalar_subquery()
    first = case((Post.status == PostStatus.WAITING, 0), ((Post.status == PostStatus.SHOWN) & (reports > 0), 1), else_=2)
    found = paginate(select(Post).where(Post.meeting_id == meeting.id).order_by(first, Post.id.desc()), number=number, size=size)
    return Page(items=_said(found.items, None), total=found.total, number=found.number, size=found.size)


def waiting_by_meeting(region: Region) -> dict[int, int]:
    """How many posts wait for the organisers, by meeting."""
    wanted = select(Post.meeting_id, func.count()).where(Post.region_id == region.id, Post.status == PostStatus.WAITING)
    return {row[0]: row[1] for row in db.session.execute(wanted.group_by(Post.meeting_id))}


def one(meeting: Meeting, post_id: int, *, lock: bool = False) -> Post:
    """A post of a meeting.

    Raises:
        NotFound: when there is none.
    """
    found = get(Post, post_id, lock=lock)
    if found.meeting_id != meeting.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def seen(meeting: Meeting, who: Who | None, post_id: int, *, lock: bool = False) -> Post:
    """A post that a reader can see.

    Raises:
        NotFound: when there is none.
    """
    found = one(meeting, post_id, lock=lock)
    if found.status != PostStatus.SHOWN and not (who is not None and who.is_same(found.registration_id, found.user_id)):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def written_by(meeting: Meeting, who: Who) -> int:
    """How many posts somebody has written at a meeting."""
    keys: Select[Any] = select(Post).where(Post.meeting_id == meeting.id)
    for name, value in who.keys.items():
        keys = keys.where(getattr(Post, name) == value if value is not None else getattr(Post, name).is_(None))
    return count(keys)


def _said(posts: Sequence[Post], who: Who | None) -> list[Said]:
    names = _names(posts)
    marks: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in db.session.execute(select(Mark).where(Mark.post_id.in_([each.id for each in posts])).order_by(Mark.id)).scalars():
        marks[mark.post_id].append(mark)
    found = []
    for post in posts:
        votes = [each for each in marks[post.id] if each.kind == MarkKind.VOTE]
        found.append(
            Said(
                post,
                names.get(post.id, "") if post.shows_name else "",
                len(votes),
                who is not None and any(who.is_same(each.registration_id, each.user_id) for each in votes),
                who is not None and who.is_same(post.registration_id, post.user_id),
                [each.reason for each in marks[post.id] if each.kind == MarkKind.REPORT],
            )
        )
    return found


def _names(posts: Sequence[Post]) -> dict[int, str]:
    """Who wrote them, by post. Nobody with protected identity, and nobody who is erased."""
    wished = [each for each in posts if each.shows_name]
    keys = {each.registration_id for each in wished if each.registration_id}
    registered = db.session.execute(select(Registration).where(Registration.id.in_(keys))).scalars().all() if keys else ()
    hidden = protected_addresses(each.email for each in registered if each.email)
    by_registration = {each.id: each.name for each in registered if each.email and each.email.lower() not in hidden}
    users = {each.user_id for each in wished if each.user_id}
    by_user = display_names(db.session.execute(select(User).where(User.id.in_(users))).scalars().all()) if users else {}
    return {
        each.id: by_registration.get(each.registration_id or 0, "") if each.registration_id else by_user.get(each.user_id or 0, "")
        for each in wished
    }
