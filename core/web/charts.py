"""Geometry of the charts: numbers in, positions out. Pure functions; ui.html draws what they say as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LINE_WIDTH = 640
LINE_HEIGHT = 280
MARGIN_LEFT = 52
MARGIN_RIGHT = 16
MARGIN_TOP = 16
MARGIN_BOTTOM = 34
MAX_LABELS = 8


@dataclass(frozen=True)
class Bar:
    """A bar of a bar chart; `width` is per cent of the widest bar (0–100). A `value` of None is not shown."""

    label: Any
    value: float | None
    note: Any
    width: float


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: its place in the drawing and what stands there."""

    position: float
    label: Any


@dataclass(frozen=True)
class Line:
    """One series: its name, its number (colour and mark), the path through its points, and the points as (x, y, label, value)."""

    name: Any
    index: int
    path: str
    points: tuple[tuple[float, float, Any, float], ...]


@dataclass(frozen=True)
class LineChart:
    """A line chart ready to draw in a box of `width` by `height`."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]


def bar_rows(rows: Sequence[Sequence[Any]], largest: float | None = None) -> list[Bar]:
    """Rows of (label, value) or (label, value, note) as bars.

    Negative values are drawn as nothing, and so is None, a value that is not shown; what there is to say stands beside.

    Args:
        largest: What fills the whole width, for charts that are to be compared; the largest of the rows when left out.
    """
    if largest is None:
        largest = max((float(row[1] or 0) for row in rows), default=0.0)
    return [
        Bar(
            label=row[0],
            value=row[1],
            note=row[2] if len(row) > 2 else "",
            width=round(max(float(row[1] or 0), 0.0) / largest * 100, 2) if largest > 0 else 0.0,
        )
        for row in rows
    ]


def panel_bars(panels: Sequence[tuple[Any, Sequence[Sequence[Any]]]]) -> list[tuple[Any, list[Bar]]]:
    """Small multiples: the same kind of bars in several panels, all drawn to one scale."""
    largest = max((float(row[1] or 0) for _name, rows in panels for row in rows), default=0.0)
    return [(name, bar_rows(rows, largest)) for name, rows in panels]


def nice_ticks(highest: float, count: int = 4) -> list[float]:
    """Round values from 0 to at least `highest`, about `count` steps: 0, 5, 10, 15, 20 for 18."""
    if highest <= 0:
        return [0.0, 1.0]
    raw = highest / count
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999)
    if highest >= count:
        step = max(1.0, math.ceil(step))
    steps = math.ceil(highest / step - 1e-9)
    return [round(step * number, 10) for number in range(steps + 1)]


def line_chart(labels: Sequence[Any], series: Sequence[tuple[Any, Sequence[float | None]]]) -> LineChart:
    """Lay out lines over common labels (years, quarters).

    Args:
        labels: What stands under the horizontal axis, one per value. At most eight are written out.
        series: (name, values); None is a gap, never a zero.
    """
    values = [value for _name, numbers in series for value in numbers if value is not None]
    ticks = nice_ticks(max(values, default=0.0))
    inner_width = LINE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
    inner_height = LINE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
    step = inner_width / max(len(labels) - 1, 1)

    def x(index: int) -> float:
        return round(MARGIN_LEFT + (step * index if len(labels) > 1 else inner_width / 2), 1)

    def y(value: float) -> float:
        return round(MARGIN_TOP + inner_height * (1 - value / ticks[-1]), 1)

    every = max(1, math.ceil(len(labels) / MAX_LABELS))
    lines = []
    for number, (name, numbers) in enumerate(series):
        points = tuple((x(i), y(value), labels[i], value) for i, value in enumerate(numbers[: len(labels)]) if value is not None)
        lines.append(Line(name=name, index=number, path=_path(numbers[: len(labels)], x, y), points=points))
    return LineChart(
        width=LINE_WIDTH,
        height=LINE_HEIGHT,
        left=MARGIN_LEFT,
        right=LINE_WIDTH - MARGIN_RIGHT,
        bottom=LINE_HEIGHT - MARGIN_BOTTOM,
        x_ticks=tuple(Tick(x(i), label) for i, label in enumerate(labels) if i % every == 0),
        y_ticks=tuple(Tick(y(value), value) for value in ticks),
        lines=tuple(lines),
    )


def _path(numbers: Sequence[float | None], x: Any, y: Any) -> str:
    """SVG path data; a gap starts a new part."""
    parts = []
    pen_down = False
    for index, value in enumerate(numbers):
        if value is None:
            pen_down = False
            continue
        parts.append(f"{'L' if pen_down else 'M'}{x(index)} {y(value)}")
        pen_down = True
    return " ".join(parts)
