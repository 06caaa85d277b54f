"""The plugin's declaration and its part in the hooks. Imports within the hooks keep the start quick and free of circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.i18n import lazy_gettext as _l
from core.plugins import Mount, NavItem, Permission, Plugin, RecordType, hookimpl
from plugins.distance_learning.settings import DistanceSettings


class DistanceLearning(Plugin):
    """Learning centres, the courses that can be followed there, and those who do."""

    name = "distance_learning"
    title = _l("Lärcentrum och distansstudier")
    description = _l("Visar regionens lärcentrum och vilka kurser man kan läsa där, nära hemmet.")
    version = "0.1.0"
    uses = ("training_catalog", "demand_pooling")
    settings = DistanceSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.distance_learning.pages import bp

        return [Mount(bp)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.distance_learning.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.distance_learning.events import CentrePublished, CoursePublished, CourseWithdrawn

        return [CentrePublished, CoursePublished, CourseWithdrawn]

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        return [
            NavItem(_l("Läs på lärcentrum"), "distance_learning.courses", 25),
            NavItem(_l("Lärcentrum"), "distance_learning.centres", 26),
        ]

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.distance_learning.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = DistanceLearning()
