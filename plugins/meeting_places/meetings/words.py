"""Words of meetings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from plugins.meeting_places.meetings.models import Access, MeetingMode, MeetingStatus

if TYPE_CHECKING:
    from plugins.meeting_places.meetings.models import Meeting

STATUS: Mapping[MeetingStatus, tuple[Any, str]] = {
    MeetingStatus.DRAFT: (_l("Utkast"), "neutral"),
    MeetingStatus.PUBLISHED: (_l("Visas"), "success"),
    MeetingStatus.CANCELLED: (_l("Inställt"), "error"),
}
MODES: Mapping[MeetingMode, Any] = {
    MeetingMode.DIGITAL: _l("På webben"),
    MeetingMode.ON_SITE: _l("På plats"),
    MeetingMode.BOTH: _l("På plats och på webben"),
}
ACCESS: Mapping[Access, Any] = {
    Access.OPEN: _l("Alla som vill"),
    Access.INVITED: _l("De som får en inbjudan"),
}


def where(meeting: Meeting) -> str:
    """Where one takes part, in words."""
    town = name_of(meeting.municipality_code) if meeting.municipality_code else ""
    place = f"{meeting.place}, {town}" if meeting.place and town and town not in meeting.place else (meeting.place or town)
    if meeting.mode == MeetingMode.DIGITAL:
        return _("På webben")
    if meeting.mode == MeetingMode.BOTH:
        return _("%(place)s, och på webben", place=place) if place else _("På plats och på webben")
    return place or _("På plats")


def _title(detail: Mapping[str, Any]) -> str:
    return str(detail.get("title", ""))


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "meeting_places.meeting.made": lambda d: _("La upp mötet %(title)s", title=_title(d)),
    "meeting_places.meeting.changed": lambda d: _("Ändrade mötet %(title)s", title=_title(d)),
    "meeting_places.meeting.published": lambda d: _("Visade mötet %(title)s", title=_title(d)),
    "meeting_places.meeting.cancelled": lambda d: _("Ställde in mötet %(title)s", title=_title(d)),
    "meeting_places.meeting.programme": lambda d: _("Ändrade programmet för mötet %(title)s", title=_title(d)),
    "meeting_places.meeting.materials": lambda d: _("Ändrade materialet till mötet %(title)s", title=_title(d)),
    "meeting_places.meeting.invited": lambda d: ngettext(
        "Bjöd in %(num)s person till mötet %(title)s",
        "Bjöd in %(num)s personer till mötet %(title)s",
        int(d.get("count", 0)),
        title=_title(d),
    ),
}
