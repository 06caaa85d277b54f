"""The plugin's declaration and its part in the hooks."""

from __future__ import annotations

from collections.abc import Sequence

import click

from core.i18n import lazy_gettext as _l
from core.plugins import Plugin, hookimpl


class Internships(Plugin):
    """A fair place near home, and the reason why."""

    name = "internships"
    title = _l("Praktikplatser")
    description = _l("Fördelar VFU-, LIA-, APL- och praoplatser rättvist och visar varför.")
    version = "0.1.0"

    @hookimpl
    def register_commands(self) -> Sequence[click.Command]:
        from plugins.internships.matching.cli import commands

        return commands


plugin = Internships()
