"""What can be done with meetings. Nothing here commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.db import get
from core.errors import NotFound
from core.i18n import gettext as _
from core.users.queries import organisations_where
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.permissions import MANAGE

if TYPE_CHECKING:
    from core.regions.models import Region


def own_meeting(region: Region, user: Any, meeting_id: int, *, permission: str = MANAGE, lock: bool = False) -> Meeting:
    """A meeting of an organisation for which one acts, in this region.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(Meeting, meeting_id, lock=lock)
    reach = organisations_where(user, region, permission)
    if found.region_id != region.id or not (reach.everywhere or found.organisation_id in reach):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found
