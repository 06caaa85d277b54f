"""Proof that a hidden cell cannot be worked out, by showing another world with the same published figures.

People are moved round the corners of a rectangle: one less in the cell, one more in another cell of its row, one less in that one's
column, and one more back in the first column. All within one value of the third property. Then every sum over rows, over columns,
and both other tables of two properties stay as they are. When the four corners are hidden, nothing published has changed, but the
cell has. A cell whose figure can move far enough is safe; for one that cannot, more cells are hidden until it can.

This is the hypercube method (Repsilber 1994; Giessing and Repsilber 2002; Hundepool et al. 2012, section 4.4), with one thing added:
the rectangles must exist among the people themselves, so that the proof holds against all linked tables together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product

Cell = tuple[str, str]
Micro = dict[tuple[str, str, str], int]  # people by the three properties
NEAREST = 25  # cells of a row or column that are tried first, those with the fewest people
WIDTH = 0.25  # a cell of v people must be able to move by v/4, and by one at least


class Pattern:
    """One table of two properties, and which of its cells are hidden.

    Args:
        micro: People by all three properties.
        axes: Which two of them the table has.
        behind: Those who stand behind each cell: employers, or the people themselves.
        few: Cells with fewer behind them are hidden from the start.
        everything: Hide all cells: the table itself is not published.
    """

    def __init__(
        self,
        micro: Micro,
        axes: tuple[int, int],
        rows: Sequence[str],
        columns: Sequence[str],
        behind: Mapping[Cell, Collection[int]],
        few: int,
        *,
        everything: bool = False,
    ) -> None:
        first, second = axes
        third = 3 - first - second
        self.layers: dict[str, dict[Cell, int]] = defaultdict(dict)
        for place, number in micro.items():
            self.layers[place[third]][place[first], place[second]] = number
        self.rows, self.columns, self.behind, self.few = rows, columns, behind, few
        self.zeros: set[Cell] = set()  # shown as 0, because their zero would be found out anyway; it tells of nobody
        self._values: dict[Cell, int] = defaultdict(int)
        for layer in self.layers.values():
            for cell, number in layer.items():
                self._values[cell] += number
        self.sensitive = {cell for cell, who in behind.items() if len(who) < few}
        self.hidden: set[Cell] = set()
        self._movable = {name: _Lines() for name in self.layers}  # the hidden cells of each layer that have people
        self._hide(sorted(behind if everything else self.sensitive))

    def _hide(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            self.hidden.add(cell)
            for name, layer in self.layers.items():
                if layer.get(cell):
                    self._movable[name].add(cell)

    def value(self, cell: Cell) -> int:
        """People in a cell."""
        return self._values.get(cell, 0)

    def needed(self, cell: Cell) -> int:
        """How far a cell's figure must be able to move."""
        return max(1, math.ceil(WIDTH * self.value(cell))) if cell in self.sensitive else 1

    def is_protected(self) -> bool:
        """Whether every cell with few behind it has its proof. Empty ones tell of nobody."""
        return all(self.room(cell) >= self.needed(cell) for cell in self.sensitive if self.value(cell))

    def protect(self) -> bool:
        """Hide more until every hidden cell has its proof. False when that cannot be done."""
        while True:
            self._hide_in_lines()
            for cell in sorted(self.hidden, key=lambda each: (self.value(each), each)):
                if not self.value(cell):
                    continue
                while self.room(cell) < self.needed(cell):
                    more = self._cheapest_rectangle(cell)
                    if not more:
                        return False
                    self._hide(more)
            certain = {cell for cell in self.hidden if not self.value(cell) and not self.room(cell)}
            if not certain and not self._hide_in_lines() and all(self.room(cell) >= self.needed(cell) for cell in self.hidden):
                return True
            self.hidden -= certain
            self.zeros |= certain

    def _hide_in_lines(self) -> bool:
        """What is hidden in a row or column is told as one sum, so as many must stand behind it as behind a shown cell."""
        changed = False
        for line in (
            *([(row, c) for c in self.columns] for row in self.rows),
            *([(r, column) for r in self.rows] for column in self.columns),
        ):
            while True:
                behind = set().union(*(self.behind[cell] for cell in line if cell in self.hidden))
                shown = [cell for cell in line if cell not in self.hidden and self.value(cell)]
                if not behind or len(behind) >= self.few or not shown:
                    break
                self._hide([min(shown, key=lambda cell: (self.value(cell), cell))])
                changed = True
        return changed

    def room(self, cell: Cell) -> int:
        """How far the figure is known to be able to move, downwards and upwards together. No more is counted than is needed."""
        needed = self.needed(cell)
        down = self._move(cell, needed, downwards=True)
        return down if down >= needed else down + self._move(cell, needed - down, downwards=False)

    def _move(self, cell: Cell, wanted: int, *, downwards: bool) -> int:
        moved = 0
        for name, layer in self.layers.items():
            changed: dict[Cell, int] = defaultdict(int)
            for lower, raised in self._rectangles(cell, name, downwards=downwards):
                step = min(wanted - moved, *(layer.get(corner, 0) + changed[corner] for corner in lower))
                if step <= 0:
                    continue
                for corner in lower:
                    changed[corner] -= step
                for corner in raised:
                    changed[corner] += step
                moved += step
                if moved >= wanted:
                    return moved
        return moved

    def _rectangles(self, cell: Cell, name: str, *, downwards: bool) -> Iterator[tuple[tuple[Cell, Cell], tuple[Cell, Cell]]]:
        """Hidden corners to lower and to raise, so that the cell moves as asked. The lowered ones have people."""
        row, column = cell
        movable = self._movable[name]
        if downwards:
            for other in movable.cells if cell in movable.cells else ():
                beside, below = (row, other[1]), (other[0], column)
                if other[0] != row and other[1] != column and beside in self.hidden and below in self.hidden:
                    yield (cell, other), (beside, below)
            return
        for beside in movable.by_row[row]:
            for below in movable.by_column[column]:
                opposite = (below[0], beside[1])
                if beside != cell and below != cell and opposite in self.hidden:
                    yield (beside, below), (cell, opposite)

    def _cheapest_rectangle(self, cell: Cell) -> set[Cell]:
        """The cells to hide so that the figure can move once more: those with the fewest people. Empty when there are none."""
        row, column = cell
        beside = self._cheapest((row, other) for other in self.columns if other != column)
        below = self._cheapest((other, column) for other in self.rows if other != row)
        return self._best(cell, beside[:NEAREST], below[:NEAREST]) or self._best(cell, beside, below)

    def _cheapest(self, cells: Iterable[Cell]) -> list[Cell]:
        return sorted((each for each in cells if each not in self.zeros), key=lambda each: (self._cost(each), each))

    def _cost(self, cell: Cell) -> int:
        return 0 if cell in self.hidden else self.value(cell)

    def _best(self, cell: Cell, beside: Sequence[Cell], below: Sequence[Cell]) -> set[Cell]:
        best: tuple[int, list[Cell]] | None = None
        for one, other in product(beside, below):
            opposite = (other[0], one[1])
            corners = (one, other, opposite)
            cost = sum(map(self._cost, corners))
            if opposite in self.zeros or (best is not None and cost >= best[0]) or self.hidden.issuperset(corners):
                continue
            if any(self._turns(layer, cell, corners) for layer in self.layers.values()):
                best = (cost, [each for each in corners if each not in self.hidden])
        return set(best[1]) if best else set()

    @staticmethod
    def _turns(layer: Mapping[Cell, int], cell: Cell, corners: tuple[Cell, Cell, Cell]) -> bool:
        """Whether people can be moved round the corners, in one direction or the other."""
        beside, below, opposite = (layer.get(each, 0) for each in corners)
        return bool((layer.get(cell, 0) and opposite) or (beside and below))


class _Lines:
    """Cells, and the same by row and by column. In the order they came, so that the same data gives the same proof."""

    def __init__(self) -> None:
        self.cells: dict[Cell, None] = {}
        self.by_row: dict[str, list[Cell]] = defaultdict(list)
        self.by_column: dict[str, list[Cell]] = defaultdict(list)

    def add(self, cell: Cell) -> None:
        if cell not in self.cells:
            self.cells[cell] = None
            self.by_row[cell[0]].append(cell)
            self.by_column[cell[1]].append(cell)
