"""What is the same for every kind of booking, and what differs: its table, its words, and how it is confirmed and cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.regions.models import Region


@dataclass(frozen=True)
class Facts:
    """A booking as its visitor sees it.

    Args:
        what: In a few words.
        starts_at, ends_at: None for what has no time.
        wish: What was wished for, while there is no time.
        where: The centre and its address.
        sender: Who writes the mails: the centre.
        contact: How the centre is reached.
        rows: More, as label and value. Never what the reader has not said or may not know.
        secret: Shown and mailed only when it is booked, such as a video link.
    """

    what: str
    where: str
    sender: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    wish: str = ""
    contact: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    secret: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of booking.

    Args:
        name: In addresses and in refs.
        model: Its table, with `Visitor`.
        facts: What is told of a booking.
        confirm: Called with the region and the booking, locked, when the visitor confirms; sets its status or raises.
        cancelled: Called after the visitor has cancelled: whom else to tell.
    """

    name: str
    model: type[Any]
    facts: Callable[[Any], Facts]
    confirm: Callable[[Region, Any], None]
    cancelled: Callable[[Region, Any], None]


def kinds() -> Mapping[str, Kind]:
    """All kinds, by name. Imported here, because each kind's service uses this package."""
    from plugins.distance_learning.exams.visits import KIND as EXAM
    from plugins.distance_learning.rooms.visits import KIND as ROOM
    from plugins.distance_learning.support.visits import GROUP, SUPPORT

    return {kind.name: kind for kind in (EXAM, ROOM, SUPPORT, GROUP)}
