"""Reads on shortlists. A list is its counsellor's own; nobody else sees it, but for who has the link."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.mailed_links import MAX_TOKEN, digest
from core.regions.models import Region
from core.users.models import User
from plugins.guidance.employers.queries import missing
from plugins.guidance.workspace.models import Shortlist, ShortlistItem


def shortlist(region: Region, user: User, shortlist_id: int, *, lock: bool = False) -> Shortlist:
    """One of a counsellor's own lists.

    Raises:
        NotFound: when there is none, or it is somebody else's.
    """
    found = get(Shortlist, shortlist_id, lock=lock)
    if found.region_id != region.id or found.user_id != user.id:
        raise NotFound(missing())
    return found


def shortlists(region: Region, user: User, *, number: int = 1, size: int = 30) -> Page[Shortlist]:
    """A counsellor's own lists, the latest first."""
    wanted = select(Shortlist).where(Shortlist.region_id == region.id, Shortlist.user_id == user.id)
    return paginate(wanted.order_by(Shortlist.updated_at.desc(), Shortlist.id.desc()), number=number, size=size)


def newest(region: Region, user: User) -> str:
    """The number of the list that a counsellor changed last, so that what is saved goes on there; empty when there is none."""
    own = shortlists(region, user, size=1).items
    return str(own[0].id) if own else ""


def items(of: Shortlist) -> Sequence[ShortlistItem]:
    """What is on a list, in the order it was put there."""
    return db.session.execute(select(ShortlistItem).where(ShortlistItem.shortlist_id == of.id).order_by(ShortlistItem.id)).scalars().all()


def item(of: Shortlist, item_id: int) -> ShortlistItem:
    """One line of a list.

    Raises:
        NotFound: when there is none, or it is another list's.
    """
    found = get(ShortlistItem, item_id, lock=True)
    if found.shortlist_id != of.id:
        raise NotFound(missing())
    return found


def by_token(region: Region, token: str) -> Shortlist | None:
    """The list behind a link that still opens; None otherwise."""
    if len(token) > MAX_TOKEN:
        return None
    wanted = select(Shortlist).where(
        Shortlist.token_hash == digest(token), Shortlist.region_id == region.id, Shortlist.expires_at > utcnow()
    )
    return db.session.execute(wanted).scalar_one_or_none()
