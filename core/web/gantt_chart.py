"""A Gantt chart: rows with a first and a last day in, positions out. Pure functions; `ui.html` draws what they say as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.web.charts import Tick
from core.web.tree_chart import broken

NAMES = 270  # width of the column of names
WIDTH = 900
RIGHT = 8
TOP = 34  # for the axis
LINE = 17
PADDING = 8
BAR = 16
LETTERS = 36
LINES = 3
MAX_TICKS = 13
NARROWEST = 4.0


@dataclass(frozen=True)
class Span:
    """Something that is done from a day to a day. `fill` tells kinds apart, `note` says the same in words. `group` is its heading."""

    label: str
    starts_on: date
    ends_on: date
    fill: str = "solid"
    note: str = ""
    group: str = ""


@dataclass(frozen=True)
class GanttRow:
    """A row of the drawing: a bar with its name, or a heading without one (`width` 0)."""

    y: float
    height: int
    lines: tuple[str, ...]
    x: float = 0.0
    width: float = 0.0
    fill: str = ""
    note: str = ""
    note_x: float = 0.0
    note_anchor: str = "start"

    @property
    def baselines(self) -> list[tuple[float, str]]:
        """Where each line of the name stands."""
        return [(self.y + PADDING + LINE * (number + 0.75), line) for number, line in enumerate(self.lines)]

    @property
    def is_heading(self) -> bool:
        """Whether it only names what follows."""
        return not self.width


@dataclass(frozen=True)
class GanttChart:
    """A Gantt chart ready to draw. `today` is where now is, when that is within it."""

    width: int
    height: int
    left: int
    top: int
    bar: int
    ticks: tuple[Tick, ...]
    rows: tuple[GanttRow, ...]
    today: float | None
    fills: tuple[str, ...]


def gantt_chart(spans: Sequence[Span], *, today: date | None = None) -> GanttChart | None:
    """Lay out spans under each other, on one axis of whole years; None when there are none."""
    if not spans:
        return None
    first = date(min(each.starts_on for each in spans).year, 1, 1)
    last = date(max(max(each.ends_on, each.starts_on) for each in spans).year, 12, 31)
    days = (last - first).days + 1
    inner = WIDTH - NAMES - RIGHT

    def x(day: date, *, end: bool = False) -> float:
        return round(NAMES + inner * ((day - first).days + end) / days, 1)

    rows: list[GanttRow] = []
    y, group = float(TOP), ""
    for each in spans:
        if each.group and each.group != group:
            group = each.group
            lines = broken(group, LETTERS * 3, 1)
            rows.append(GanttRow(y, 2 * PADDING + LINE, lines))
            y += 2 * PADDING + LINE
        lines = broken(each.label, LETTERS, LINES)
        height = 2 * PADDING + LINE * max(len(lines), 2 if each.note else 1)
        start, stop = x(each.starts_on), x(max(each.ends_on, each.starts_on), end=True)
        on_right = start > NAMES + inner * 0.6
        rows.append(
            GanttRow(
                y,
                height,
                lines,
                start,
                max(round(stop - start, 1), NARROWEST),
                each.fill,
                each.note,
                max(stop, start + NARROWEST) if on_right else start,
                "end" if on_right else "start",
            )
        )
        y += height
    here = x(today) if today is not None and first <= today <= last else None
    fills = tuple(dict.fromkeys(each.fill for each in spans))
    return GanttChart(WIDTH, round(y), NAMES, TOP, BAR, tuple(_ticks(first, last, x)), tuple(rows), here, fills)


def _ticks(first: date, last: date, x: object) -> list[Tick]:
    """Quarters for a few years, else years: as many as can be read."""
    years = range(first.year, last.year + 1)
    step = 3 if len(years) * 4 <= MAX_TICKS else 12
    every = 1 if step == 3 else -(-len(years) // MAX_TICKS)
    ticks = []
    for year in years[::every]:
        for month in range(1, 13, step):
            label = str(year) if month == 1 else f"{year % 100:02d}-{month:02d}"
            ticks.append(Tick(x(date(year, month, 1)), label))  # type: ignore[operator]
    return ticks
