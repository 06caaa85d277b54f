"""Broken on purpose."""

from core.plugins import Plugin


class ForeignTable(Plugin):
    name = "foreign_table"
    title = "Främmande tabell"


plugin = ForeignTable()
