"""What was done, in one sentence per entry of the audit log. Each sub-package gives its own sentences, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from plugins.meeting_places.attendance.words import SENTENCES as ATTENDANCE
from plugins.meeting_places.exchange.words import SENTENCES as EXCHANGE
from plugins.meeting_places.feedback.words import SENTENCES as FEEDBACK
from plugins.meeting_places.meetings.words import SENTENCES as MEETINGS
from plugins.meeting_places.registration.words import SENTENCES as REGISTRATION
from plugins.meeting_places.series.words import SENTENCES as SERIES
from plugins.meeting_places.solutions.words import SENTENCES as SOLUTIONS

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    **SERIES,
    **MEETINGS,
    **REGISTRATION,
    **ATTENDANCE,
    **EXCHANGE,
    **FEEDBACK,
    **SOLUTIONS,
    "meeting_places.statistics.taken_out": lambda d: _("Laddade ner siffrorna över mötenas deltagare"),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
