"""The facts of the programme that somebody enters, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Programme:
    """What is planned. Zero and empty mean that it is not decided.

    Args:
        provider: Who is to give it.
        orderer: Who orders it, for commissioned education: a legal person.
        host: Which rules a commissioned education falls under.
        students: Places per start.
        starts: How many starts.
        weeks: Weeks of placement (LIA) per student, in `periods` periods.
        price: Kronor, for commissioned education.
    """

    provider: str = ""
    exam: str = ""
    points: int = 0
    pace: int = 0
    form: str = ""
    place: str = ""
    start: str = ""
    starts: int = 0
    students: int = 0
    weeks: int = 0
    periods: int = 0
    orderer: str = ""
    host: str = ""
    price: int = 0

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Programme:
        """From what is stored: what is unknown, or of another type, is passed over."""
        kinds = {field.name: type(field.default) for field in fields(cls)}
        known: dict[str, Any] = {name: value for name, value in stored.items() if name in kinds and type(value) is kinds[name]}
        return cls(**known)
