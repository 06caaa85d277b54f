"""What a region can set for the needs inventory."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.settings import settings_for
from core.regions.models import Region

PLUGIN = "employer_needs"


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field whose description is shown in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


class NeedsSettings(BaseModel):
    """Settings of `employer_needs`; the descriptions are shown in the administrator's form."""

    model_config = ConfigDict(extra="forbid")

    open_answers: bool = _setting(False, _l("Arbetsgivare utan inbjudan kan svara genom en fast länk när en omgång är öppen."))
    sender_name: str = _setting("", _l("Vem som frågar, i mejl och på formulärets första sida. Tomt: regionens namn."), max_length=120)
    reminder_days: int = _setting(
        7, _l("Minsta antal dagar mellan en inbjudan och en påminnelse, eller mellan två påminnelser."), ge=1, le=60
    )
    minutes_needed: int = _setting(5, _l("Hur många minuter det brukar ta att svara, enligt formulärets första sida."), ge=1, le=60)


def needs_settings(region: Region) -> NeedsSettings:
    """The settings of a region, defaults filled in."""
    return settings_for(region, PLUGIN, NeedsSettings)


def sender(region: Region) -> str:
    """Who asks, in the region's own words."""
    return needs_settings(region).sender_name or region.name
