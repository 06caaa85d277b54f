"""A piece of the page of a cluster, that one of the plugin's sub-packages shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Place = Literal["actions", "content", "aside"]
PLACES: tuple[Place, ...] = ("actions", "content", "aside")


@dataclass(frozen=True)
class Part:
    """A piece of the page.

    Args:
        place: Among the actions beside the heading, in the middle, or at the side.
        template: It sees `context` as `part`, and the page's own variables.
        weight: The order within the place; the page's own sections come first.
    """

    place: Place
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    weight: int = 50
