"""Broken on purpose."""

from core.plugins import Plugin, hookimpl


class UnknownHook(Plugin):
    name = "unknown_hook"
    title = "Okänd krok"

    @hookimpl
    def nav_itmes(self):
        return []


plugin = UnknownHook()
