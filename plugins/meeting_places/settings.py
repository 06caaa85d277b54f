"""What a region can set. The administrator's form, config/regions.toml and the stored row are checked with the same model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.enablement import HasId
from core.plugins.settings import settings_for

PLUGIN = "meeting_places"


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field with a translatable description; the administrator's page shows it in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


class MeetingSettings(BaseModel):
    """What holds for all the region's meetings."""

    model_config = ConfigDict(extra="forbid")

    target_individuals: int = _setting(
        2500, _l("Så många personer ska mötena nå, var och en räknad en gång. 0 betyder inget mål."), ge=0, le=1_000_000
    )
    offer_hours: int = _setting(
        48, _l("Så många timmar har den som får en plats från väntelistan på sig att tacka ja. Nära mötet är tiden kortare."), ge=1, le=240
    )
    attendance_percent: int = _setting(
        80,
        _l("Så stor del av mötet, i procent, ska man ha varit med på för att alla timmar ska räknas. Den som var med kortare får en del."),
        ge=1,
        le=100,
    )
    needs_days: int = _setting(14, _l("Så många dagar efter mötet tas uppgifter om särskilda behov bort."), ge=0, le=90)
    moderate_questions: bool = _setting(True, _l("Arrangören läser frågor och svar vid ett möte innan andra ser dem."))
    exchange_days: int = _setting(30, _l("Så många dagar efter ett möte kan man fråga och svara."), ge=0, le=365)
    ask_feedback: bool = _setting(True, _l("Be deltagarna om en utvärdering dagen efter mötet."))
    feedback_days: int = _setting(14, _l("Så många dagar efter ett möte kan man svara på utvärderingen."), ge=1, le=90)
    check_solutions: bool = _setting(True, _l("Regionen läser igenom en lokal lösning innan den visas."))
    solution_months: int = _setting(12, _l("Efter så många månader frågas kontakten om en lokal lösning fortfarande stämmer."), ge=1, le=60)


def meeting_settings(region: HasId) -> MeetingSettings:
    """The region's settings."""
    return settings_for(region, PLUGIN, MeetingSettings)
