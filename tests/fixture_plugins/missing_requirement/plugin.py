"""Broken on purpose."""

from core.plugins import Plugin


class MissingRequirement(Plugin):
    name = "missing_requirement"
    title = "Saknar något"
    requires = ("unicorns",)


plugin = MissingRequirement()
