"""What a region can set. The administrator's form, config/regions.toml and the stored row are checked with the same model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.enablement import HasId
from core.plugins.settings import settings_for

PLUGIN = "distance_learning"


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field with a translatable description; the administrator's page shows it in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


class DistanceSettings(BaseModel):
    """Starting values of what centres say, and what counts as near."""

    model_config = ConfigDict(extra="forbid")

    threshold: int = _setting(12, _l("Så många behövs för att en kurs ska starta, om inget annat sägs. Startvärde."), ge=1, le=500)
    near_km: int = _setting(
        60, _l("Så långt hemifrån, i kilometer fågelvägen, räknas ett lärcentrum som nära när någon söker från sin hemort."), ge=1, le=500
    )
    quality_criteria: list[str] = Field(
        default_factory=list,
        max_length=30,
        description=_l("Egna kriterier för lärcentrumens kvalitet. Tomt: de vanliga kriterierna."),
    )
    check_months: int = _setting(12, _l("Efter så många månader är det dags för lärcentrumet att se över sin kvalitet igen."), ge=1, le=60)
    offer_days: int = _setting(7, _l("Så många dagar har den som får en plats på sig att tacka ja."), ge=1, le=60)
    remind_days: int = _setting(2, _l("Så många dagar före sista svarsdag påminns den som inte har svarat på sin plats."), ge=0, le=30)
    confirm_days: int = _setting(
        7, _l("En intresseanmälan som inte har bekräftats från mejlet tas bort efter så många dagar."), ge=1, le=60
    )


def distance_settings(region: HasId) -> DistanceSettings:
    """The region's settings."""
    return settings_for(region, PLUGIN, DistanceSettings)
