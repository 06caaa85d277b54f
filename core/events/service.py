"""Publishing an event: a row in the outbox, in the caller's own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events.event import Event
from core.jobs.outbox import insert
from core.plugins.registry import registry

if TYPE_CHECKING:
    from core.jobs.models import Outbox
    from core.regions.models import Region


def emit(event: Event, *, region: Region | None) -> Outbox:
    """Publish an event. It is delivered after the open `atomic()` block has committed, and never if it rolls back.

    Args:
        event: An instance of an event that the plugin has registered (`register_events`).
        region: The region it happened in; None for what is above the regions.

    Raises:
        RuntimeError: outside `atomic()`.
        LookupError: when no loaded plugin registers the event, so that no contract test would cover it.
    """
    if event.name not in registry().events:
        raise LookupError(f"The event '{event.name}' is not registered. Return {type(event).__name__} from register_events().")
    return insert(kind="event", name=event.name, region=region, payload=event.model_dump(mode="json"))
