"""Which counts of people may be shown beside their published total, so that nobody can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from core.statistics.suppression import recode

Key = TypeVar("Key", int, str)


def shown(cells: Mapping[Key, int]) -> dict[Key, int]:
    """The cells that may be shown beside their sum. What is hidden is of three people or more together, an empty cell included."""
    keys = {str(key): key for key in cells}
    people = {name: cells[key] for name, key in keys.items()}
    numbers = iter(range(sum(people.values())))
    own = {name: [next(numbers) for _each in range(count)] for name, count in people.items()}
    names = recode(own, people)
    return {key: cells[key] for name, key in keys.items() if names[name] == name}
