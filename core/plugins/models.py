"""Which region has which plugin, with which settings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, Timestamped, Versioned


class RegionPlugin(Timestamped, Versioned, Model):
    """A plugin's row in a region. The row stays when the plugin is disabled or uninstalled, and so do its settings."""

    __tablename__ = "core_region_plugin"
    __table_args__ = (UniqueConstraint("region_id", "plugin"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), index=True)
    plugin: Mapped[str] = mapped_column(String(60))
    enabled: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
