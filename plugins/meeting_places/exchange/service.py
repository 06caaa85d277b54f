"""What can be done in the exchange at a meeting. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.meeting_places.exchange import mails, notices, queries
from plugins.meeting_places.exchange.models import Mark, MarkKind, Post, PostStatus
from plugins.meeting_places.exchange.who import Who
from plugins.meeting_places.settings import meeting_settings

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.meeting_places.meetings.models import Meeting

MOST_POSTS = 30  # of one person at one meeting


def ask(*, region: Region, meeting: Meeting, who: Who, text: str, shows_name: bool) -> Post:
    """Ask a question. The organisers see it first, when the region's settings say so.

    Raises:
        Conflict: when the exchange is closed.
        DomainError: when one has asked and answered too much.
    """
    return _write(region, meeting, who, None, text, shows_name)


def answer(*, region: Region, meeting: Meeting, who: Who, question: Post, text: str, shows_name: bool) -> Post:
    """Answer a question. The organisers' own answers are shown at once, and whoever asked is told.

    Raises:
        Conflict: when the exchange is closed, or the question is not shown.
        DomainError: when one has asked and answered too much.
    """
    if question.question_id is not None or question.status != PostStatus.SHOWN:
        raise Conflict(_("Frågan visas inte, så den kan inte besvaras."))
    return _write(region, meeting, who, question, text, shows_name)


def _write(region: Region, meeting: Meeting, who: Who, question: Post | None, text: str, shows_name: bool) -> Post:
    if not queries.is_open(region, meeting) and not who.organises:
        raise Conflict(_("Frågestunden är stängd. Skriv till arrangören i stället."))
    if queries.written_by(meeting, who) >= MOST_POSTS:
        raise DomainError(_("Du kan skriva högst %(n)s inlägg vid ett möte.", n=MOST_POSTS), field="text")
    shown = who.organises or not meeting_settings(region).moderate_questions
    made = Post(
        region_id=region.id,
        meeting_id=meeting.id,
        question_id=question.id if question else None,
        text=text,
        shows_name=shows_name,
        as_organiser=who.organises,
        status=PostStatus.SHOWN if shown else PostStatus.WAITING,
        shown_at=utcnow() if shown else None,
        **who.keys,
    )
    db.session.add(made)
    db.session.flush()
    record("meeting_places.post.written", region=region, subject=made.ref, meeting=meeting.title, is_answer=question is not None)
    if not shown:
        notices.waiting(region, meeting, made)
    elif question is not None:
        mails.answered(region, meeting, question, made)
    return made


def vote(*, region: Region, meeting: Meeting, who: Who, post: Post) -> bool:
    """Say that it is one's own question, too; said again, take it back. Returns whether the vote stands.

    Raises:
        Conflict: when it is one's own, or the exchange is closed.
    """
    if not queries.is_open(region, meeting):
        raise Conflict(_("Frågestunden är stängd."))
    if who.is_same(post.registration_id, post.user_id):
        raise Conflict(_("Det är din egen fråga."))
    found = _mark_of(post, who, MarkKind.VOTE)
    if found is not None:
        db.session.delete(found)
    else:
        db.session.add(Mark(region_id=region.id, post_id=post.id, kind=MarkKind.VOTE, **who.keys))
    db.session.flush()
    return found is None


def report(*, region: Region, meeting: Meeting, who: Who, post: Post, reason: str) -> None:
    """Say that it should not stand here. The organisers are told; said again by the same person it changes only the words."""
    found = _mark_of(post, who, MarkKind.REPORT)
    if found is None:
        found = Mark(region_id=region.id, post_id=post.id, kind=MarkKind.REPORT, **who.keys)
        db.session.add(found)
        record("meeting_places.post.reported", region=region, subject=post.ref, meeting=meeting.title)
        db.session.flush()
        notices.reported(region, meeting, post)
    found.reason = reason
    db.session.flush()


def show(*, region: Region, meeting: Meeting, post: Post) -> Post:
    """Let it be seen, and forget what was said against it."""
    if post.status != PostStatus.SHOWN:
        post.status, post.hidden_reason, post.shown_at = PostStatus.SHOWN, "", post.shown_at or utcnow()
        db.session.flush()
        record("meeting_places.post.shown", region=region, subject=post.ref, meeting=meeting.title)
        if post.question_id is not None:
            question = queries.one(meeting, post.question_id)
            mails.answered(region, meeting, question, post)
    for mark in db.session.execute(select(Mark).where(Mark.post_id == post.id, Mark.kind == MarkKind.REPORT)).scalars().all():
        db.session.delete(mark)
    db.session.flush()
    return post


def hide(*, region: Region, meeting: Meeting, post: Post, reason: str) -> Post:
    """Take it out of sight, with the reason, which whoever wrote it can read."""
    if post.status != PostStatus.HIDDEN or post.hidden_reason != reason:
        post.status, post.hidden_reason = PostStatus.HIDDEN, reason
        db.session.flush()
        record("meeting_places.post.hidden", region=region, subject=post.ref, meeting=meeting.title, reason=reason)
    return post


def _mark_of(post: Post, who: Who, kind: MarkKind) -> Mark | None:
    wanted = select(Mark).where(Mark.post_id == post.id, Mark.kind == kind)
    for name, value in who.keys.items():
        wanted = wanted.where(getattr(Mark, name) == value if value is not None else getattr(Mark, name).is_(None))
    return db.session.execute(wanted).scalar_one_or_none()
