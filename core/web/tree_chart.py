"""A goal tree: branches in, positions out. Pure functions; `ui.html` draws what they say as SVG.

It grows from left to right, one column per level, so that it reads like the sentence "we want this, therefore that, therefore these".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BOX = 208  # width of a box
GAP = 44  # between columns
SPACE = 12  # between boxes
PADDING = 10
LINE = 18
LETTERS = 25  # in a line of a box
LINES = 4


@dataclass(frozen=True)
class Branch:
    """A goal and what it is to be reached by. `note` stands under its name, `fill` marks it (one of `FILLS`, or empty)."""

    label: str
    note: str = ""
    fill: str = ""
    children: Sequence[Branch] = ()


@dataclass(frozen=True)
class Box:
    """A goal in the drawing, `level` columns from the left. `lines` is its name, broken; the whole name stands in the table."""

    x: int
    y: float
    width: int
    height: int
    level: int
    lines: tuple[str, ...]
    note: str
    fill: str

    @property
    def baselines(self) -> list[tuple[float, str]]:
        """Where each line of the name stands."""
        return [(self.y + PADDING + LINE * (number + 0.75), line) for number, line in enumerate(self.lines)]

    @property
    def note_y(self) -> float:
        """Where the note stands."""
        return self.y + PADDING + LINE * (len(self.lines) + 0.75)


@dataclass(frozen=True)
class TreeChart:
    """A goal tree ready to draw. `links` are paths from a box to each box that grows from it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    links: tuple[str, ...]
    fills: tuple[str, ...]


def broken(text: Any, letters: int = LETTERS, lines: int = LINES) -> tuple[str, ...]:
    """A text as lines of at most so many letters. What has no room ends in an ellipsis; a word that is too long is cut."""
    made: list[str] = []
    for word in str(text).split():
        if made and len(made[-1]) + 1 + len(word) <= letters:
            made[-1] += f" {word}"
            continue
        while len(word) > letters:
            made.append(word[: letters - 1] + "-")
            word = word[letters - 1 :]
        made.append(word)
    if len(made) > lines:
        made = [*made[: lines - 1], made[lines - 1][: letters - 1].rstrip(" -") + "…"]
    return tuple(made)


def tree_chart(root: Branch) -> TreeChart:
    """Lay out a tree: leaves under each other, every other goal beside the middle of what grows from it."""
    boxes: list[Box] = []
    links: list[str] = []
    bottom, _middle = _place(root, 0, 0.0, boxes, links)
    columns = max(box.level for box in boxes) + 1
    fills = tuple(dict.fromkeys(box.fill for box in boxes if box.fill))
    return TreeChart(columns * BOX + (columns - 1) * GAP, round(bottom), tuple(boxes), tuple(links), fills)


def _place(branch: Branch, level: int, top: float, boxes: list[Box], links: list[str]) -> tuple[float, float]:
    """Put a branch and what grows from it below `top`. Says how far down it reaches, and where its own middle is."""
    lines = broken(branch.label)
    height = 2 * PADDING + LINE * (len(lines) + bool(branch.note))
    bottom, middles = top, []
    for number, child in enumerate(branch.children):
        bottom, middle = _place(child, level + 1, bottom + (SPACE if number else 0), boxes, links)
        middles.append(middle)
    middle = (middles[0] + middles[-1]) / 2 if middles else top + height / 2
    y = max(round(middle - height / 2, 1), top)
    x = level * (BOX + GAP)
    boxes.append(Box(x, y, BOX, height, level, lines, branch.note, branch.fill))
    right, halfway, own = x + BOX, x + BOX + GAP / 2, round(y + height / 2, 1)
    links.extend(f"M{right} {own}H{halfway:g}V{each:g}H{x + BOX + GAP}" for each in middles)
    return max(bottom, y + height), own
