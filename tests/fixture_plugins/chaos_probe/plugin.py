"""The plugin."""

from __future__ import annotations

from collections.abc import Sequence

from core.events import Event
from core.plugins import Job, Mount, Plugin, Subscription, hookimpl


class ChaosProbe(Plugin):
    """A form whose every consequence can be counted."""

    name = "chaos_probe"
    title = "Prov"
    description = "Räknar vad som händer när processer dödas."

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from tests.fixture_plugins.chaos_probe.views import bp

        return [Mount(bp)]

    @hookimpl
    def register_events(self) -> Sequence[type[Event]]:
        from tests.fixture_plugins.chaos_probe.events import Stored

        return [Stored]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from tests.fixture_plugins.chaos_probe.events import Stored, StoredPayload
        from tests.fixture_plugins.chaos_probe.service import on_stored

        return [Subscription(Stored.name, StoredPayload, on_stored, "chaos_probe.on_stored")]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from tests.fixture_plugins.chaos_probe.service import mark, mark_long

        return [Job("chaos_probe.mark", mark), Job("chaos_probe.mark_long", mark_long, queue="slow", atomic=False)]


plugin = ChaosProbe()
