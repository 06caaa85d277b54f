"""Broken on purpose."""

from core.plugins import Plugin


class RoundAbout(Plugin):
    name = "round_about"
    title = "Cirkel igen"
    requires = ("circular",)


plugin = RoundAbout()
