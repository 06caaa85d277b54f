"""Learning centres in plain words: hours, days, kinds of room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from core.i18n import gettext as _
from core.i18n import language
from core.i18n import lazy_gettext as _l
from core.web.format import format_date
from plugins.distance_learning.centres import hours
from plugins.distance_learning.centres.models import LearningCentre, RoomKind

DAYS: tuple[Any, ...] = (_l("måndag"), _l("tisdag"), _l("onsdag"), _l("torsdag"), _l("fredag"), _l("lördag"), _l("söndag"))
ROOM_KINDS: dict[RoomKind, Any] = {
    RoomKind.STUDY: _l("Studieplatser"),
    RoomKind.GROUP: _l("Grupprum"),
    RoomKind.VIDEO: _l("Videorum"),
    RoomKind.EXAM: _l("Tentamenssal"),
    RoomKind.COMPUTER: _l("Datorsal"),
}


def room_kind(kind: str) -> str:
    """What a room is for, in words."""
    return str(ROOM_KINDS.get(RoomKind(kind), kind)) if kind in set(RoomKind) else kind


def clock(value: time) -> str:
    """A time on the wall clock: "16.30", and in English "16:30". Midnight at the end of a day is 24."""
    text = "24:00" if value == time(0, 0) else value.strftime("%H:%M")
    return text if language() == "en" else text.replace(":", ".")


def open_state(centre: LearningCentre, moment: datetime) -> str:
    """Whether a centre is open, in a few words; empty when it has not said its hours."""
    found = hours.state(centre.opening_hours, centre.closures, moment)
    if not found.known:
        return ""
    if found.is_open and found.until is not None:
        return str(_("Öppet nu, till kl. %(time)s", time=clock(found.until)))
    if found.next_opens is None:
        return str(_("Stängt"))
    return str(_("Stängt nu. Öppnar %(when)s", when=_when(found.next_opens, moment)))


def _when(opening: datetime, moment: datetime) -> str:
    at = clock(opening.time())
    ahead = (opening.date() - moment.date()).days
    if ahead == 0:
        return str(_("i dag kl. %(time)s", time=at))
    if ahead == 1:
        return str(_("i morgon kl. %(time)s", time=at))
    if ahead < 7:
        return str(_("%(day)s kl. %(time)s", day=DAYS[opening.weekday()], time=at))
    return str(_("%(day)s kl. %(time)s", day=format_date(opening.date()), time=at))


def hours_rows(centre: LearningCentre) -> Sequence[tuple[str, str]]:
    """The week, day by day; empty when nothing is said."""
    week = hours.by_day(centre.opening_hours)
    if not any(week):
        return []
    said = [hours.written(spans) or str(_("Stängt")) for spans in week]
    return [
        (str(DAYS[day])[:1].upper() + str(DAYS[day])[1:], text.replace(".", ":") if language() == "en" else text)
        for day, text in enumerate(said)
    ]


def closure_text(closure: hours.Closure) -> str:
    """Days off in words."""
    if closure.first == closure.last:
        return format_date(closure.first)
    return str(_("%(first)s till %(last)s", first=format_date(closure.first), last=format_date(closure.last)))
