"""The plugin's declaration and its part in the hooks. Imports within the hooks keep the start quick and free of circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.i18n import lazy_gettext as _l
from core.plugins import Card, Job, Mount, NavItem, Permission, Plugin, RecordType, Subscription, hookimpl
from plugins.distance_learning.settings import DistanceLearningSettings


class DistanceLearningPlugin(Plugin):
    """Notes that a region keeps together."""

    name = "distance_learning"
    title = _l("Lärcentrum och distansstudier")
    description = _l("Samlar regionens anteckningar på ett ställe.")
    version = "0.1.0"
    settings = DistanceLearningSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.distance_learning.views import bp

        return [Mount(bp)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.distance_learning.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.distance_learning.jobs import JOBS

        return JOBS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.distance_learning.events import NoteWritten

        return [NoteWritten]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from plugins.distance_learning.jobs import SUBSCRIPTIONS

        return SUBSCRIPTIONS

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        from plugins.distance_learning.permissions import READ

        return [NavItem(_l("Lärcentrum och distansstudier"), "distance_learning.notes", 80, READ)]

    @hookimpl
    def dashboard_cards(self, region: Any, user: Any) -> Sequence[Card]:
        from core.users.queries import may
        from plugins.distance_learning import queries
        from plugins.distance_learning.permissions import READ

        if not may(user, region, READ):
            return []
        figures = {"open_notes": queries.count_open(region)}
        return [Card(_l("Lärcentrum och distansstudier"), "distance_learning/card.html", figures, weight=80)]

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        return [RecordType("distance_learning.note", _l("Anteckningar"), 2)]


plugin = DistanceLearningPlugin()
