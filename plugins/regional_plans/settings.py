"""What a region can set. The administrator's form, config/regions.toml and the stored row are checked with the same model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.enablement import HasId
from core.plugins.settings import settings_for

PLUGIN = "regional_plans"


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field with a translatable description; the administrator's page shows it in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


class PlanSettings(BaseModel):
    """When owners are asked and reminded, and who the board is."""

    model_config = ConfigDict(extra="forbid")

    ask_days: int = _setting(14, _l("Så många dagar före ett möte frågas den som ansvarar för en insats hur det går."), ge=2, le=60)
    remind_days: int = _setting(4, _l("Så många dagar före mötet påminns den som inte har svarat. 0: ingen påminnelse."), ge=0, le=30)
    board_name: str = Field(
        "Regionala utvecklingsnämnden",
        min_length=2,
        max_length=120,
        description=_l("Nämnden som beslutar om planen och får årsrapporten."),
    )


def plan_settings(region: HasId) -> PlanSettings:
    """The region's settings."""
    return settings_for(region, PLUGIN, PlanSettings)
