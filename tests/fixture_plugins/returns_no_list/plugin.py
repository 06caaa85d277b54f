"""Broken on purpose."""

from core.plugins import Permission, Plugin, hookimpl


class ReturnsNoList(Plugin):
    name = "returns_no_list"
    title = "Ingen lista"

    @hookimpl
    def register_permissions(self):
        return Permission("returns_no_list.thing.read", "Läsa")


plugin = ReturnsNoList()
