"""What a region can set. The administrator's form, config/regions.toml and the stored row are checked with the same model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l
from core.plugins.enablement import HasId
from core.plugins.settings import settings_for

PLUGIN = "internships"


def _setting(default: Any, description: Any, **limits: int) -> Any:
    """A field with a translatable description; the administrator's page shows it in the reader's language."""
    return Field(default, description=description, **limits)  # type: ignore[call-overload]


class InternshipSettings(BaseModel):
    """Starting values of a period."""

    model_config = ConfigDict(extra="forbid")

    accept_days: int = _setting(7, _l("Så många dagar har den som får en praktikplats på sig att tacka ja. Startvärde."), ge=1, le=60)
    travel_limit_km: int = _setting(
        100, _l("Så långt från hemmet, i kilometer, får en praktikplats ligga när inget annat sägs. 0 betyder ingen gräns."), ge=0, le=2000
    )


def internship_settings(region: HasId) -> InternshipSettings:
    """The region's settings."""
    return settings_for(region, PLUGIN, InternshipSettings)
