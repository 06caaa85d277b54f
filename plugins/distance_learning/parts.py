"""Pieces of this plugin's pages that its sub-packages show: `cohorts` on the page of a course, `rooms` and `exams` on that of a centre.

A sub-package gives a function of (region, user, course or centre) that returns parts, and a line in the tuples below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Place = Literal["actions", "content", "aside"]


@dataclass(frozen=True)
class Part:
    """A piece of a page.

    Args:
        place: Among the actions beside the heading, in the middle, or at the side.
        template: It sees `context` as `part`, and the page's own variables.
        weight: The order within the place.
    """

    place: Place
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    weight: int = 50


Makers = Sequence[Callable[..., Sequence[Part]]]


def course_parts(region: Any, user: Any, course: Any) -> dict[str, list[Part]]:
    """The pieces of the page of a course, by place."""
    from plugins.distance_learning.cohorts.presentation import course_parts as interest

    makers: Makers = (interest,)
    return _by_place(makers, region, user, course)


def centre_parts(region: Any, user: Any, centre: Any) -> dict[str, list[Part]]:
    """The pieces of everybody's page of a centre, by place."""
    from plugins.distance_learning.visiting.parts import on_centre

    makers: Makers = (on_centre,)
    return _by_place(makers, region, user, centre)


def manager_parts(region: Any, user: Any, centre: Any) -> dict[str, list[Part]]:
    """The pieces of the page where a manager keeps a centre, by place."""
    from plugins.distance_learning.visiting.parts import for_manager

    makers: Makers = (for_manager,)
    return _by_place(makers, region, user, centre)


def _by_place(makers: Makers, region: Any, user: Any, subject: Any) -> dict[str, list[Part]]:
    found = sorted((part for maker in makers for part in maker(region, user, subject)), key=lambda part: part.weight)
    return {place: [part for part in found if part.place == place] for place in ("actions", "content", "aside")}
