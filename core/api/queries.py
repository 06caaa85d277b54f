"""Reads for the API: tokens, and events that may be told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.api.models import ApiToken
from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.events.event import ANYBODY
from core.i18n import gettext as _
from core.jobs.models import Outbox
from core.plugins.enablement import is_enabled
from core.plugins.registry import registry

if TYPE_CHECKING:
    from core.regions.models import Region

SETTLED = timedelta(seconds=10)


def tokens(region: Region, *, number: int = 1) -> Page[ApiToken]:
    """A region's tokens, newest first; revoked and expired ones too."""
    return paginate(select(ApiToken).where(ApiToken.region_id == region.id).order_by(ApiToken.id.desc()), number=number)


def token(region: Region, token_id: int) -> ApiToken:
    """One token of a region.

    Raises:
        NotFound: when the region has none such.
    """
    found = get(ApiToken, token_id)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def permission_of(event: str) -> str:
    """The permission to hear of an event; empty when it never leaves the installation."""
    known = registry().events.get(event)
    return known.permission if known is not None else ""


def tellable(region: Region, permissions: Collection[str]) -> list[str]:
    """The events that somebody with these permissions may hear of in a region."""
    names = [name for name in registry().events if (needed := permission_of(name)) and (needed == ANYBODY or needed in permissions)]
    return [name for name in names if is_enabled(region, name.partition(".")[0])]


def events_after(region: Region, names: Sequence[str], *, after: int, limit: int) -> Sequence[Outbox]:
    """Emitted events of these names, oldest first, from behind a cursor. They are kept for 30 days.

    The very newest are left out: of two transactions, the one with the lower number may end last, and a cursor would have passed it by.
    """
    statement = (
        select(Outbox)
        .where(
            Outbox.region_id == region.id,
            Outbox.kind == "event",
            Outbox.name.in_(names),
            Outbox.id > after,
            Outbox.created_at <= utcnow() - SETTLED,
        )
        .order_by(Outbox.id)
        .limit(limit)
    )
    return db.session.execute(statement).scalars().all()
