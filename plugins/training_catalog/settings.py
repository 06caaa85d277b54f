"""What a region can set for its catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from core.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from core.plugins.enablement import HasId

PLUGIN = "training_catalog"


class CatalogueSettings(BaseModel):
    """Settings of `training_catalog`; the descriptions are shown in the administrator's form."""

    model_config = ConfigDict(extra="forbid")

    reach_km: int = Field(
        60,
        ge=0,
        le=500,
        description="Så långt bort, i kilometer fågelvägen mellan centralorter, räknas en utbildning på plats som nåbar från en kommun.",
    )
    stale_after_days: int = Field(
        45, ge=1, le=730, description="Efter så många dagar utan inläsning påminner vi om att katalogen kan vara gammal."
    )
    keep_files_days: int = Field(
        90, ge=1, le=3650, description="Så många dagar sparas inlästa filer. Uppgifterna om inläsningen finns kvar."
    )


# The descriptions in the language of the reader: pydantic keeps plain text, so that the same words go through the catalogue.
DESCRIPTIONS = (
    _l("Så långt bort, i kilometer fågelvägen mellan centralorter, räknas en utbildning på plats som nåbar från en kommun."),
    _l("Efter så många dagar utan inläsning påminner vi om att katalogen kan vara gammal."),
    _l("Så många dagar sparas inlästa filer. Uppgifterna om inläsningen finns kvar."),
)


def settings_in(region: HasId) -> CatalogueSettings:
    """The settings of a region, defaults filled in."""
    from core.plugins.settings import settings_for

    return settings_for(region, PLUGIN, CatalogueSettings)
