"""What can be done with shortlists. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from core.db import db, utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.mailed_links import digest, new_seed, token_of
from core.regions.models import Region
from core.users.models import User
from plugins.guidance.settings import guidance_settings
from plugins.guidance.workspace.models import Shortlist, ShortlistItem

LINK = "guidance.shortlist"
MAX_LISTS, MAX_ITEMS = 300, 40


def save_list(*, region: Region, user: User, shortlist: Shortlist | None, label: str, note: str) -> Shortlist:
    """Begin a list, or change its label and note.

    Raises:
        DomainError: when the counsellor has as many lists as one can have.
    """
    if shortlist is None:
        counted = select(func.count()).select_from(Shortlist).where(Shortlist.user_id == user.id, Shortlist.region_id == region.id)
        if int(db.session.execute(counted).scalar_one()) >= MAX_LISTS:
            raise DomainError(_("Du har redan %(n)s listor. Ta bort någon först.", n=MAX_LISTS))
        shortlist = Shortlist(region_id=region.id, user_id=user.id)
        db.session.add(shortlist)
    shortlist.label, shortlist.note = label, note
    db.session.flush()
    return shortlist


def add_item(*, shortlist: Shortlist, title: str, text: str = "", url: str = "") -> ShortlistItem:
    """Put a way on a list. The same page twice is there once.

    Raises:
        DomainError: when the list is full.
    """
    rows = db.session.execute(select(ShortlistItem).where(ShortlistItem.shortlist_id == shortlist.id)).scalars().all()
    there = next((row for row in rows if url and row.url == url), None)
    if there is not None:
        return there
    if len(rows) >= MAX_ITEMS:
        raise DomainError(_("Listan är full. Ta bort något först."))
    made = ShortlistItem(region_id=shortlist.region_id, shortlist_id=shortlist.id, title=title[:300], text=text[:1000], url=url[:500])
    db.session.add(made)
    shortlist.updated_at = utcnow()
    db.session.flush()
    return made


def remove_item(*, shortlist: Shortlist, item: ShortlistItem) -> None:
    """Take a way off a list."""
    db.session.delete(item)
    shortlist.updated_at = utcnow()
    db.session.flush()


def share(*, region: Region, shortlist: Shortlist) -> str:
    """Make a new link to a list; an earlier one no longer opens. Returns its secret, which is not stored."""
    shortlist.seed = new_seed()
    token = token_of(LINK, shortlist.seed)
    shortlist.token_hash = digest(token)
    shortlist.expires_at = utcnow() + timedelta(days=guidance_settings(region).share_days)
    db.session.flush()
    return token


def token_for(shortlist: Shortlist) -> str:
    """The secret of a list's link; empty when it is not shared, or the link has ended."""
    if shortlist.expires_at is None or shortlist.expires_at <= utcnow() or not shortlist.seed:
        return ""
    return token_of(LINK, shortlist.seed)


def unshare(*, shortlist: Shortlist) -> None:
    """The link no longer opens."""
    shortlist.seed, shortlist.token_hash, shortlist.expires_at = "", None, None
    db.session.flush()


def remove_list(*, shortlist: Shortlist) -> None:
    """Throw a list away."""
    db.session.delete(shortlist)
    db.session.flush()


def clear_links(*, region: Region) -> int:
    """Each night: take away the secrets of links that have ended. Returns how many."""
    ended = select(Shortlist).where(Shortlist.region_id == region.id, Shortlist.expires_at <= utcnow())
    rows = db.session.execute(ended).scalars().all()
    for row in rows:
        unshare(shortlist=row)
    return len(rows)
