"""What a region can set. The administrator's form, config/regions.toml and the stored row are checked with the same model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.enablement import HasId
from core.plugins.settings import settings_for

PLUGIN = "funding"


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field with a translatable description; the administrator's page shows it in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


class FundingSettings(BaseModel):
    """When people are told and reminded."""

    model_config = ConfigDict(extra="forbid")

    warn_days: int = _setting(14, _l("Så många dagar innan en utlysning stänger får den som bevakar den veta det."), ge=1, le=120)
    partner_days: int = _setting(14, _l("Så många dagar har en tillfrågad part på sig att svara, om inget annat sägs."), ge=1, le=120)
    remind_days: int = _setting(3, _l("Så många dagar före sista svarsdag påminns den part som inte har svarat."), ge=0, le=30)
    registration_days: int = _setting(
        90, _l("Så många dagar väntar en deltagares egen anmälan på beslut. Sedan tas uppgifterna bort."), ge=14, le=365
    )
    protected_woman: str = Field(
        "TF29",
        min_length=4,
        max_length=4,
        pattern="^[0-9A-Z]{4}$",
        description=_l("De fyra sista tecknen i månadsfilen för en kvinna med skyddade uppgifter, som finansiären föreskriver."),
    )
    protected_man: str = Field(
        "TF19",
        min_length=4,
        max_length=4,
        pattern="^[0-9A-Z]{4}$",
        description=_l("De fyra sista tecknen i månadsfilen för en man med skyddade uppgifter, som finansiären föreskriver."),
    )


def funding_settings(region: HasId) -> FundingSettings:
    """The region's settings."""
    return settings_for(region, PLUGIN, FundingSettings)
