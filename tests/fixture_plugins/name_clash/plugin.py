"""Broken on purpose."""

from core.plugins import Plugin


class NameClash(Plugin):
    name = "meetings"
    title = "Andra möten"


plugin = NameClash()
