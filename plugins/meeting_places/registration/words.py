"""Words of registrations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from plugins.meeting_places.registration.models import RegistrationStatus

STATUS: Mapping[RegistrationStatus, tuple[Any, str]] = {
    RegistrationStatus.REGISTERED: (_l("Anmäld"), "success"),
    RegistrationStatus.OFFERED: (_l("Erbjuden plats"), "info"),
    RegistrationStatus.WAITING: (_l("På väntelistan"), "warning"),
    RegistrationStatus.CANCELLED: (_l("Avbokad"), "neutral"),
}


def _title(detail: Mapping[str, Any]) -> str:
    return str(detail.get("title", ""))


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "meeting_places.registration.made": lambda d: _("Någon anmälde sig till mötet %(title)s", title=_title(d)),
    "meeting_places.registration.changed": lambda d: _("En anmälan till mötet %(title)s ändrades", title=_title(d)),
    "meeting_places.registration.offered": lambda d: _("En plats från väntelistan erbjöds till mötet %(title)s", title=_title(d)),
    "meeting_places.registration.accepted": lambda d: _("En plats från väntelistan togs till mötet %(title)s", title=_title(d)),
    "meeting_places.registration.cancelled": lambda d: _("En anmälan till mötet %(title)s avbokades", title=_title(d)),
    "meeting_places.registration.expired": lambda d: _("En erbjuden plats till mötet %(title)s gick vidare till nästa", title=_title(d)),
    "meeting_places.participants.taken_out": lambda _d: _("Laddade ner listan över deltagare i ett möte"),
    "meeting_places.needs.read": lambda d: _("Läste deltagarnas särskilda behov till mötet %(title)s", title=_title(d)),
}
