"""Broken on purpose."""

from core.plugins import Plugin, hookimpl


class NoEvent(Plugin):
    name = "no_event"
    title = "Ingen händelse"

    @hookimpl
    def register_events(self):
        return [dict]


plugin = NoEvent()
