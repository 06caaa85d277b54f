"""A participant's personal link, and an invited one's: made, and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core import mailed_links
from core.db import db
from plugins.meeting_places.registration.models import MeetingInvitation, Registration

if TYPE_CHECKING:
    from core.regions.models import Region

PURPOSE = "meeting_places.registration"
INVITED = "meeting_places.invitation"


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
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(wanted).scalar_one_or_none()


def invitation_token(invitation: MeetingInvitation) -> str:
    """The token of an invitation's link."""
    return mailed_links.token_of(INVITED, invitation.seed)


def invitation_by(region: Region, token: str) -> MeetingInvitation | None:
    """The invitation whose link it is; None when it is nobody's."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    digest = mailed_links.digest(token)
    wanted = select(MeetingInvitation).where(MeetingInvitation.region_id == region.id, MeetingInvitation.token_hash == digest)
    return db.session.execute(wanted).scalar_one_or_none()
