"""Who takes part in an exchange: somebody registered, by the link in their mail, or somebody signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.db import db
from core.users.queries import organisations_where
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.permissions import MANAGE
from plugins.meeting_places.registration.links import by_token
from plugins.meeting_places.registration.models import Registration

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User


@dataclass(frozen=True)
class Who:
    """One person at one meeting.

    Args:
        registration: The person's registration; found by the account's address, too, so that nobody is two.
        organises: Whether the person is one of the organisers.
        token: The secret of the link that the person came by, or empty.
    """

    registration: Registration | None
    user: User | None
    organises: bool
    token: str = ""

    @property
    def keys(self) -> dict[str, int | None]:
        """How the person stands in a row: by the registration, or else by the account."""
        if self.registration is not None:
            return {"registration_id": self.registration.id, "user_id": None}
        return {"registration_id": None, "user_id": self.user.id if self.user else None}

    def is_same(self, registration_id: int | None, user_id: int | None) -> bool:
        """Whether a row is the person's own."""
        own = self.registration is not None and registration_id == self.registration.id
        return own or (self.user is not None and user_id == self.user.id)


def who_is(region: Region, meeting: Meeting, user: User | None, token: str = "") -> Who | None:
    """The person behind a link or an account; None for a stranger. A link to another meeting is no key to this one."""
    registration = by_token(region, token) if token else None
    if registration is not None and registration.meeting_id != meeting.id:
        registration = None
    if registration is None and user is not None:
        wanted = select(Registration).where(Registration.meeting_id == meeting.id, func.lower(Registration.email) == user.email.lower())
        registration = db.session.execute(wanted.order_by(Registration.id).limit(1)).scalar_one_or_none()
        token = ""
    if registration is None and user is None:
        return None
    organises = user is not None and meeting.organisation_id in organisations_where(user, region, MANAGE)
    return Who(registration, user, organises, token if registration is not None else "")
