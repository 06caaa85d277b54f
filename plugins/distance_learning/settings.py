"""What a region can set. The administrator's form, config/regions.toml and the stored row are checked with the same model."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l


class DistanceLearningSettings(BaseModel):
    """How many notes there may be, and for how long they are shown."""

    model_config = ConfigDict(extra="forbid")

    most_notes: int = Field(200, ge=1, le=10_000, description=_l("Hur många anteckningar som får visas samtidigt."))
    archive_after_days: int = Field(90, ge=1, le=3650, description=_l("Efter hur många dagar en anteckning läggs i arkivet."))
