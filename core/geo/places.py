"""The counties and municipalities as they stand in `data/`, read once per process. The tables are a copy of this."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from core.db import sort_key


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality.

    Args:
        code: SCB's four digits.
        name: Short name, without *kommun*.
        county_code: SCB's two digits.
        latitude: Degrees north of the seat, WGS 84.
        longitude: Degrees east of the seat, WGS 84.
    """

    code: str
    name: str
    county_code: str
    latitude: float
    longitude: float


@cache
def municipalities() -> Mapping[str, Place]:
    """Every municipality by its code, in Swedish alphabetical order."""
    places = [
        Place(row["code"], row["name"], row["county_code"], float(row["latitude"]), float(row["longitude"]))
        for row in _rows("municipalities.csv")
    ]
    return MappingProxyType({place.code: place for place in sorted(places, key=lambda place: sort_key(place.name))})


@cache
def counties() -> Mapping[str, str]:
    """The name of every county by its code, in the order of the codes."""
    return MappingProxyType({row["code"]: row["name"] for row in _rows("counties.csv")})


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("core.geo") / "data" / name).read_text("utf-8").splitlines()))
