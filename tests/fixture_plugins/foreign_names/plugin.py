"""Broken on purpose."""

from core.plugins import Permission, Plugin, hookimpl


class ForeignNames(Plugin):
    name = "foreign_names"
    title = "Främmande namn"

    @hookimpl
    def register_permissions(self):
        return [Permission("core.plugins.manage", "Allt", ("strategist",))]


plugin = ForeignNames()
