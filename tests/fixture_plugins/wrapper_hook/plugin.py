"""Broken on purpose."""

from core.plugins import Plugin, hookimpl


class WrapperHook(Plugin):
    name = "wrapper_hook"
    title = "Omslag"

    @hookimpl(wrapper=True)
    def nav_items(self):
        yield
        return []


plugin = WrapperHook()
