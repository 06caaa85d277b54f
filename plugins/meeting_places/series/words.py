"""Words of series and themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.meeting_places.series.models import SeriesStatus

STATUS: Mapping[SeriesStatus, tuple[Any, str]] = {
    SeriesStatus.DRAFT: (_l("Utkast"), "neutral"),
    SeriesStatus.PUBLISHED: (_l("Visas"), "success"),
    SeriesStatus.ENDED: (_l("Avslutad"), "neutral"),
}


def _title(detail: Mapping[str, Any]) -> str:
    return str(detail.get("title", ""))


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "meeting_places.series.made": lambda d: _("La upp mötesplatsen %(title)s", title=_title(d)),
    "meeting_places.series.changed": lambda d: _("Ändrade mötesplatsen %(title)s", title=_title(d)),
    "meeting_places.series.published": lambda d: _("Visade mötesplatsen %(title)s", title=_title(d)),
    "meeting_places.series.ended": lambda d: _("Avslutade mötesplatsen %(title)s", title=_title(d)),
    "meeting_places.theme.saved": lambda d: _("Sparade temat %(title)s", title=_title(d)),
}
