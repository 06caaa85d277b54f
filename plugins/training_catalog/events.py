"""What the catalogue tells others."""

from __future__ import annotations

from typing import ClassVar, Self

from core.events import ANYBODY, Event


class CatalogueChanged(Event):
    """The catalogue of a region has changed. Counts are of providers, educations and events together."""

    name: ClassVar[str] = "training_catalog.catalogue_changed.v1"
    permission: ClassVar[str] = ANYBODY

    source: str
    added: int
    changed: int
    removed: int

    @classmethod
    def sample(cls) -> Self:
        return cls(source="exempelfilen", added=12, changed=3, removed=1)
