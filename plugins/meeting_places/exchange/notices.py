"""What a meeting's organisers are told of the exchange. Nobody who wrote is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins.declarations import NoticeKind
from core.users.models import User
from core.users.queries import organisations_where, with_permission
from plugins.meeting_places.exchange.models import Post
from plugins.meeting_places.links import path
from plugins.meeting_places.permissions import MANAGE

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.meeting_places.meetings.models import Meeting

WAITING = "meeting_places.post_waiting"
REPORTED = "meeting_places.post_reported"

KINDS = [
    NoticeKind(WAITING, _l("En fråga till ett möte väntar"), _l("När någon ställer en fråga eller svarar vid ert möte."), audience=MANAGE),
    NoticeKind(
        REPORTED,
        _l("Någon har anmält ett inlägg"),
        _l("När någon tycker att ett inlägg vid ert möte inte ska stå kvar."),
        default="now",
        audience=MANAGE,
    ),
]


def organisers(region: Region, meeting: Meeting) -> list[User]:
    """Those who keep a meeting: on behalf of its organisation, or, where it has none of them, of the region."""
    found = [user for user in with_permission(region, MANAGE) if meeting.organisation_id in organisations_where(user, region, MANAGE)]
    own = [user for user in found if meeting.organisation_id in organisations_where(user, region, MANAGE).organisations]
    return own or found


def waiting(region: Region, meeting: Meeting, post: Post) -> None:
    """A question or an answer waits to be let through."""
    notify(
        kind=WAITING,
        users=organisers(region, meeting),
        region=region,
        key=f"waiting:{post.id}",
        title=_l("En fråga eller ett svar väntar: %(title)s", title=meeting.title),
        url=path("moderate_questions", region, meeting_id=meeting.id),
        subject_ref=meeting.ref,
        group=meeting.title,
    )


def reported(region: Region, meeting: Meeting, post: Post) -> None:
    """Somebody thinks that it should not stand there."""
    notify(
        kind=REPORTED,
        users=organisers(region, meeting),
        region=region,
        key=f"reported:{post.id}",
        title=_l("Ett inlägg är anmält: %(title)s", title=meeting.title),
        url=path("moderate_questions", region, meeting_id=meeting.id),
        subject_ref=meeting.ref,
        group=meeting.title,
    )
