"""Broken on purpose."""

from core.plugins import Plugin, hookimpl


class TryFirst(Plugin):
    name = "tryfirst_hook"
    title = "Först"

    @hookimpl(tryfirst=True)
    def nav_items(self):
        return []


plugin = TryFirst()
