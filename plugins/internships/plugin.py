"""The plugin's declaration and its part in the hooks. Imports within the hooks keep the start quick and free of circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from core.i18n import lazy_gettext as _l
from core.plugins import Permission, Plugin, RecordType, hookimpl
from plugins.internships.settings import InternshipSettings


class Internships(Plugin):
    """A fair place near home, and the reason why."""

    name = "internships"
    title = _l("Praktikplatser")
    description = _l("Fördelar VFU-, LIA-, APL- och praoplatser rättvist och visar varför.")
    version = "0.1.0"
    settings = InternshipSettings

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.internships.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.internships.events import OfferChanged

        return [OfferChanged]

    @hookimpl
    def register_commands(self) -> Sequence[click.Command]:
        from plugins.internships.matching.cli import commands

        return commands

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.internships.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = Internships()
