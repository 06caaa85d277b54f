"""Broken on purpose."""

from core.plugins import Plugin


class ReservedName(Plugin):
    name = "search"
    title = "Sök"


plugin = ReservedName()
