"""What a region can set. The administrator's form, config/regions.toml and the stored row are checked with the same model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.enablement import HasId
from core.plugins.settings import settings_for

PLUGIN = "guidance"


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field with a translatable description; the administrator's page shows it in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


class GuidanceSettings(BaseModel):
    """What is shown, and for how long what is shared can be read."""

    model_config = ConfigDict(extra="forbid")

    prospect_months: int = _setting(
        18, _l("Prognoser som är äldre än så många månader visas med en varning om att de är gamla."), ge=1, le=120
    )
    share_days: int = _setting(30, _l("Så många dagar kan en delad lista läsas innan länken slutar gälla."), ge=1, le=365)


def guidance_settings(region: HasId) -> GuidanceSettings:
    """The region's settings."""
    return settings_for(region, PLUGIN, GuidanceSettings)
