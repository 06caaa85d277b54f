"""A linear program in whole numbers, as data: made here, solved by any solver in another process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from plugins.internships.matching.instance import Ints

FREE = 1 << 40  # a bound that binds nothing


@dataclass
class Program:
    """Maximise `objective · x` where `low ≤ rows · x ≤ high` and every variable is 0 or 1.

    Args:
        objective: (variables) whole weights.
        loose: Variables that need not be whole for the others to be right: where they are not, the next lower whole number does.
    """

    objective: list[int] = field(default_factory=list)
    loose: set[int] = field(default_factory=set)
    begins: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)

    def variable(self, weight: int = 0, *, loose: bool = False) -> int:
        """A new variable."""
        self.objective.append(weight)
        if loose:
            self.loose.add(len(self.objective) - 1)
        return len(self.objective) - 1

    def row(self, terms: Iterable[tuple[int, int]], *, low: int = -FREE, high: int = FREE) -> None:
        """A new row: (variable, factor) terms."""
        for column, factor in terms:
            self.columns.append(column)
            self.factors.append(factor)
        self.begins.append(len(self.columns))
        self.low.append(low)
        self.high.append(high)

    def at_least(self, columns: Iterable[int], low: int) -> None:
        """The sum of variables is at least so much."""
        self.row(((column, 1) for column in columns), low=low)

    def at_most(self, columns: Iterable[int], high: int) -> None:
        """The sum of variables is at most so much."""
        self.row(((column, 1) for column in columns), high=high)

    def arrays(self, hint: Sequence[int] | None) -> dict[str, Ints]:
        """Everything as arrays, to be sent."""
        lists: dict[str, Sequence[int]] = {
            "objective": self.objective,
            "loose": sorted(self.loose),
            "begins": self.begins,
            "columns": self.columns,
            "factors": self.factors,
            "low": self.low,
            "high": self.high,
            "hint": [] if hint is None else hint,
        }
        return {name: np.array(values, dtype=np.int64) for name, values in lists.items()}

    def holds(self, values: Sequence[int]) -> bool:
        """Whether values satisfy every row."""
        if not self.low:
            return True
        x = np.array(values, dtype=np.int64)
        terms = np.array(self.factors, dtype=np.int64) * x[np.array(self.columns, dtype=np.int64)]
        sums = np.add.reduceat(np.append(terms, 0), np.array(self.begins[:-1], dtype=np.int64))
        sums[np.diff(self.begins) == 0] = 0
        return bool(((sums >= np.array(self.low)) & (sums <= np.array(self.high))).all())

    def value(self, values: Sequence[int]) -> int:
        """The objective of values."""
        return sum(weight for weight, chosen in zip(self.objective, values, strict=True) if chosen)
