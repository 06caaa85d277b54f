"""What a region can set. The administrator's form, config/regions.toml and the stored row are checked with the same model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.enablement import HasId
from core.plugins.settings import settings_for

PLUGIN = "role_standards"


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field with a translatable description; the administrator's page shows it in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


class RoleSettings(BaseModel):
    """When people are reminded."""

    model_config = ConfigDict(extra="forbid")

    remind_days: int = _setting(5, _l("Så många dagar före sista dagen påminns den som inte har svarat på en remiss."), ge=1, le=60)
    warn_days: int = _setting(60, _l("Så många dagar innan ett bevakat krav börjar gälla får de som berörs veta det igen."), ge=1, le=365)


def role_settings(region: HasId) -> RoleSettings:
    """The region's settings."""
    return settings_for(region, PLUGIN, RoleSettings)
