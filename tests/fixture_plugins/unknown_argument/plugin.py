"""Broken on purpose."""

from core.plugins import Plugin, hookimpl


class UnknownArgument(Plugin):
    name = "unknown_argument"
    title = "Okänt argument"

    @hookimpl
    def nav_items(self, region, weather):
        return []


plugin = UnknownArgument()
