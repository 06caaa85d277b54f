"""The plugin."""

from __future__ import annotations

from typing import Any

from core.db import db
from core.errors import DomainError
from core.plugins import Plugin, hookimpl


class Archive(Plugin):
    """Keeps minutes for ever."""

    name = "archive"
    title = "Arkiv"
    description = "Sparar protokoll."
    requires = ("minutes",)
    fails_at_start = False
    calls: list[tuple[str, str, bool]]

    def __init__(self) -> None:
        self.calls = []

    @hookimpl
    def region_enabled(self, region: Any, actor: Any) -> None:
        self.calls.append(("enabled", region.slug, bool(db.session().in_transaction())))
        if self.fails_at_start:
            raise DomainError("Arkivet saknar plats. Beställ en hylla till.")

    @hookimpl
    def region_disabled(self, region: Any, actor: Any) -> None:
        self.calls.append(("disabled", region.slug, bool(db.session().in_transaction())))


plugin = Archive()
