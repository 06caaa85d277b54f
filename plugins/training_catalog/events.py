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


class EventCancelled(Event):
    """An occasion will not be given after all. `reason` and `alternative_ref` are empty when the source says neither."""

    name: ClassVar[str] = "training_catalog.event_cancelled.v1"
    permission: ClassVar[str] = ANYBODY

    event_id: int
    ref: str
    title: str
    reason: str = ""
    alternative_ref: str = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            event_id=42,
            ref="training_catalog:event:42",
            title="Undersköterska",
            reason="För få sökande.",
            alternative_ref="training_catalog:event:43",
        )


class EventResumed(Event):
    """An occasion that was said to be cancelled is given after all."""

    name: ClassVar[str] = "training_catalog.event_resumed.v1"
    permission: ClassVar[str] = ANYBODY

    event_id: int
    ref: str
    title: str

    @classmethod
    def sample(cls) -> Self:
        return cls(event_id=42, ref="training_catalog:event:42", title="Undersköterska")
