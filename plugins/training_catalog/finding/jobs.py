"""Finding's work outside the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.clock import today
from core.plugins import Job
from plugins.training_catalog.finding import building, watches
from plugins.training_catalog.state import DRAW

if TYPE_CHECKING:
    from core.regions.models import Region


def draw_search(region: Region) -> None:
    """Draw the picture that a large catalogue is searched in."""
    building.rebuild(region.id, today())


def tell_watchers(region: Region) -> None:
    """Each morning: tell those whose week has passed what is new. What has ended is forgotten first."""
    watches.clear(region)
    watches.tell_all(region)


JOBS = [
    Job(DRAW, draw_search, queue="slow", timeout=300),
    Job("training_catalog.tell_watchers", tell_watchers, every="40 6 * * *", timeout=300),
]
