"""Places of study that applicants can start from instead of from home. Other plugins know them; where none does, nothing is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.geo.queries import name_of
from core.plugins import StudyPlace, hooks

if TYPE_CHECKING:
    from core.regions.models import Region


def bases(region: Region) -> Mapping[str, StudyPlace]:
    """The region's places of study, by their refs."""
    return {each.ref: each for each in hooks.for_region(region).study_places()}


def choices(region: Region) -> list[tuple[str, str]]:
    """Places of study for a form's select; empty where there are none."""
    return [(ref, f"{each.name}, {name_of(each.municipality_code)}") for ref, each in bases(region).items()]


def base_name(region: Region, ref: str) -> str:
    """What a place of study is called; empty when there is no such place now."""
    found = bases(region).get(ref) if ref else None
    return found.name if found else ""
