"""Replay: a consumer that is enabled later asks the owners of facts to state them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from core.events.event import Event
from core.events.service import emit

if TYPE_CHECKING:
    from core.regions.models import Region


class ReplayRequested(Event):
    """Somebody missed events. Owners of those events subscribe to this one and emit the present facts again; consumers upsert."""

    name: ClassVar[str] = "core.replay_requested.v1"

    events: list[str]

    @classmethod
    def sample(cls) -> Self:
        return cls(events=["employer_needs.need_published.v1"])


def request_replay(region: Region, events: Sequence[str]) -> None:
    """Ask for events to be emitted again in a region. Called from `region_enabled` of a plugin that feeds on them."""
    emit(ReplayRequested(events=list(events)), region=region)
