"""Broken on purpose. It declares a job first, so that a test can see that nothing of a refused plugin stays."""

from core.plugins import Job, Permission, Plugin, hookimpl


class ReturnsWrongType(Plugin):
    name = "returns_wrong_type"
    title = "Fel typ"

    @hookimpl
    def register_permissions(self):
        return [Permission("returns_wrong_type.thing.read", "Läsa")]

    @hookimpl
    def register_jobs(self):
        return [Job("returns_wrong_type.work", print), "returns_wrong_type.more_work"]


plugin = ReturnsWrongType()
