"""What a region can set for the needs inventory."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.settings import settings_for
from core.regions.models import Region

PLUGIN = "employer_needs"


class NeedsSettings(BaseModel):
    """Settings of `employer_needs`; the descriptions are shown in the administrator's form."""

    model_config = ConfigDict(extra="forbid")

    open_answers: bool = Field(False, description="Arbetsgivare utan inbjudan kan svara genom en fast länk när en omgång är öppen.")
    sender_name: str = Field("", max_length=120, description="Vem som frågar, i mejl och på formulärets första sida. Tomt: regionens namn.")
    reminder_days: int = Field(
        7, ge=1, le=60, description="Minsta antal dagar mellan en inbjudan och en påminnelse, eller mellan två påminnelser."
    )
    minutes_needed: int = Field(5, ge=1, le=60, description="Hur många minuter det brukar ta att svara, enligt formulärets första sida.")


# The descriptions in the language of the reader: pydantic keeps plain text, so that the same words go through the catalogue.
DESCRIPTIONS = (
    _l("Arbetsgivare utan inbjudan kan svara genom en fast länk när en omgång är öppen."),
    _l("Vem som frågar, i mejl och på formulärets första sida. Tomt: regionens namn."),
    _l("Minsta antal dagar mellan en inbjudan och en påminnelse, eller mellan två påminnelser."),
    _l("Hur många minuter det brukar ta att svara, enligt formulärets första sida."),
)


def needs_settings(region: Region) -> NeedsSettings:
    """The settings of a region, defaults filled in."""
    return settings_for(region, PLUGIN, NeedsSettings)


def sender(region: Region) -> str:
    """Who asks, in the region's own words."""
    return needs_settings(region).sender_name or region.name
