"""Broken on purpose."""

from core.plugins import Plugin, hookimpl


class RaisesInHook(Plugin):
    name = "raises_in_hook"
    title = "Kraschar"

    @hookimpl
    def register_permissions(self):
        raise ZeroDivisionError("on purpose")


plugin = RaisesInHook()
