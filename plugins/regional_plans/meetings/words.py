"""Words for meetings."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.regional_plans.meetings.models import AgendaKind, MeetingStatus

STATUS: dict[MeetingStatus, Any] = {
    MeetingStatus.PLANNED: _l("Planerat"),
    MeetingStatus.HELD: _l("Har hållits"),
    MeetingStatus.CANCELLED: _l("Inställt"),
}
TAG: dict[MeetingStatus, str] = {MeetingStatus.PLANNED: "info", MeetingStatus.HELD: "success", MeetingStatus.CANCELLED: "error"}
KIND: dict[AgendaKind, Any] = {
    AgendaKind.OPENING: _l("Mötets öppnande"),
    AgendaKind.EARLIER_MINUTES: _l("Föregående protokoll"),
    AgendaKind.FOLLOW_UP: _l("Beslut att följa upp"),
    AgendaKind.DEVIATION: _l("Insats som avviker"),
    AgendaKind.SILENT: _l("Saknade rapporter"),
    AgendaKind.INDICATOR: _l("Indikator utan utfall"),
    AgendaKind.REFERRAL: _l("Remiss"),
    AgendaKind.BOARD: _l("Nämndärende"),
    AgendaKind.OWN: _l("Egen punkt"),
    AgendaKind.CLOSING: _l("Mötets avslutning"),
}
