"""The plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.db import db
from core.plugins import Mount, NavItem, Plugin, hookimpl


class VisitorParking(Plugin):
    """Where visitors park."""

    name = "visitor_parking"
    title = "Besöksparkering"
    description = "Visar var besökare parkerar."
    version = "1.0.0"

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from visitor_parking.views import bp

        return [Mount(bp)]

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        return [NavItem("Parkering", "visitor_parking.index", 90)]

    @hookimpl
    def region_enabled(self, region: Any) -> None:
        from visitor_parking.models import Space

        db.session.add(Space(region_id=region.id, name=f"Plats 1 i {region.name}"))


plugin = VisitorParking()
