"""Days and times of the clock as people write them, and the moments that they mean."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from wtforms import StringField

from core.clock import SWEDEN
from core.i18n import gettext as _

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")


class ClockField(StringField):  # type: ignore[misc]
    """A time of the clock: 9.00, 09:00 or 900. What cannot be one is said with how to write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = (valuelist[0] if valuelist else "").strip()
        if not text:
            return
        found = _CLOCK.fullmatch(text)
        if found is None:
            raise ValueError(_("Skriv klockslaget så här: 09:00."))
        self.data = f"{int(found[1]):02d}:{found[2]}"

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.data or ""


def moment(day: date, clock: str) -> datetime:
    """The moment when the clock on the wall shows a time on a day."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=SWEDEN)


def day_of(moment: datetime) -> date:
    """The day on the wall."""
    return moment.astimezone(SWEDEN).date()


def clock_of(moment: datetime | None) -> Any:
    """The clock on the wall, as it is written in a form."""
    return moment.astimezone(SWEDEN).strftime("%H:%M") if moment else None
