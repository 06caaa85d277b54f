"""A participant's personal link: made, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core import mailed_links
from core.db import db
from plugins.meeting_places.registration.models import Registration

if TYPE_CHECKING:
    from core.regions.models import Region

PURPOSE = "meeting_places.registration"


def new_link(registration: Registration) -> str:
    """Give a registration its link, and say the token."""
    registration.seed = mailed_links.new_seed()
    token = token_for(registration)
    registration.token_hash = mailed_links.digest(token)
    return token


def token_for(registration: Registration) -> str:
    """The token of a registration's link, the same each time."""
    return mailed_links.token_of(PURPOSE, registration.seed)


def by_token(region: Region, token: str, *, lock: bool = False) -> Registration | None:
    """The registration whose link it is; None when it is nobody's."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    wanted = select(Registration).where(Registration.region_id == region.id, Registration.token_hash == mailed_links.digest(token))
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()
