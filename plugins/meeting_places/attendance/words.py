"""Words of attendance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from plugins.meeting_places.attendance.models import ListStatus, Source

SOURCES: Mapping[Source, Any] = {
    Source.CHECK_IN: _l("Incheckning"),
    Source.ORGANISER: _l("Arrangören"),
    Source.IMPORT: _l("Deltagarlista"),
}
STATUS: Mapping[ListStatus, tuple[Any, str]] = {
    ListStatus.CHECKED: (_l("Att granska"), "warning"),
    ListStatus.APPLIED: (_l("Inläst"), "success"),
    ListStatus.UNDONE: (_l("Ångrad"), "neutral"),
}


def _title(detail: Mapping[str, Any]) -> str:
    return str(detail.get("title", ""))


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "meeting_places.attendance.checked_in": lambda d: _("En deltagare checkade in på mötet %(title)s", title=_title(d)),
    "meeting_places.attendance.ticked": lambda d: _("Ändrade närvaron vid mötet %(title)s", title=_title(d)),
    "meeting_places.attendance.read_in": lambda d: ngettext(
        "Läste in närvaro för %(num)s person vid mötet %(title)s",
        "Läste in närvaro för %(num)s personer vid mötet %(title)s",
        int(d.get("people", 0)),
        title=_title(d),
    ),
    "meeting_places.attendance.undone": lambda d: _("Ångrade en inläst deltagarlista till mötet %(title)s", title=_title(d)),
}
