"""What a region has decided to work with. See the hook `focus_areas`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FocusArea:
    """A focus area (*fokusområde*) of the plan in force.

    Args:
        ref: Names it, `"<plugin>:<kind>:<id>"`.
        title, description: In the plan's words.
        occupation_groups: What it is about (SSYK 2012, four digits), if the plan says.
        url: Its page, a path of this site.
    """

    ref: str
    title: str
    description: str = ""
    occupation_groups: tuple[str, ...] = ()
    url: str = ""
