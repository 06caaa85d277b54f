"""Broken on purpose."""

from core.plugins import Plugin


class PrefixClash(Plugin):
    name = "meetings_rooms"
    title = "Mötesrum"


plugin = PrefixClash()
