"""Broken on purpose."""

from core.plugins import Plugin


class Circular(Plugin):
    name = "circular"
    title = "Cirkel"
    requires = ("round_about",)


plugin = Circular()
