"""A schematic map of municipalities: numbers in, positions out; `ui.html` draws them as SVG.

Municipalities are dots where their seats are, or areas round their seats. The borders are not the real ones: every point belongs to
the nearest seat. So no boundary data is needed, and small municipalities are as easy to see as large ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt

from core.geo.places import Place as Seat
from core.geo.places import municipalities

KM_PER_DEGREE = 111.2  # of latitude, and of longitude at the equator
WIDTH = 440
TALLEST = 560
SHORTEST = 240
MARGIN = 34
SMALLEST_DOT = 5.0
LARGEST_DOT = 18.0
LETTER = 8.2  # average width of a letter, in the drawing's units
LINE = 18


@dataclass(frozen=True)
class Dot:
    """A municipality. `kind` is what the drawing's classes call it: `hub`, `member`, `distance` or `other`."""

    x: float
    y: float
    radius: float
    kind: str
    name: str
    people: int = 0


@dataclass(frozen=True)
class Label:
    """A name beside its dot; `anchor` is SVG's text-anchor."""

    x: float
    y: float
    text: str
    anchor: str
    hub: bool


@dataclass(frozen=True)
class SchematicMap:
    """A map ready to draw. `reach` is the circle around the hub, as (x, y, radius), when the hub is known."""

    width: int
    height: int
    dots: Sequence[Dot]
    labels: Sequence[Label]
    reach: tuple[float, float, float] | None


def draw_dots(region_codes: Collection[str], places: Mapping[str, tuple[str, int]], hub_code: str, reach_km: float) -> SchematicMap | None:
    """Lay out places and a hub on their region; None when fewer than two municipalities can be placed.

    Args:
        places: Kind and people by municipality.
    """
    seats = {code: seat for code, seat in municipalities().items() if code in {*region_codes, hub_code, *places}}
    if len(seats) < 2:
        return None
    frame = _Frame(list(seats.values()))
    most = max((people for _kind, people in places.values()), default=0)
    dots = []
    for code, seat in seats.items():
        x, y = frame.position(seat)
        kind, people = places.get(code, ("other", 0))
        kind = "hub" if code == hub_code else kind
        dots.append(Dot(x, y, _radius(people, most) if kind != "other" else 3.0, kind, seat.name, people))
    dots.sort(key=lambda dot: (dot.kind != "other", -dot.radius))
    reach = None
    if hub_code in seats:
        reach = (*frame.position(seats[hub_code]), round(reach_km * frame.scale, 1))
    return SchematicMap(WIDTH, frame.height, dots, _labels(dots, frame.height), reach)


class _Frame:
    """Degrees to the drawing's units: equirectangular, true at the middle latitude."""

    def __init__(self, seats: Sequence[Seat]) -> None:
        lats = [seat.latitude for seat in seats]
        lons = [seat.longitude for seat in seats]
        self.north, self.west = max(lats), min(lons)
        self.narrowing = cos(radians((max(lats) + min(lats)) / 2))
        wide = max((max(lons) - min(lons)) * self.narrowing * KM_PER_DEGREE, 1.0)
        high = max((max(lats) - min(lats)) * KM_PER_DEGREE, 1.0)
        self.scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
        self.left = (WIDTH - wide * self.scale) / 2
        self.height = max(SHORTEST, round(high * self.scale + 2 * MARGIN))
        self.top = (self.height - high * self.scale) / 2

    def position(self, seat: Seat) -> tuple[float, float]:
        """Where a municipality's seat is in the drawing."""
        x = self.left + (seat.longitude - self.west) * self.narrowing * KM_PER_DEGREE * self.scale
        y = self.top + (self.north - seat.latitude) * KM_PER_DEGREE * self.scale
        return round(x, 1), round(y, 1)


def _radius(people: int, most: int) -> float:
    """The area of a dot follows the people."""
    return round(SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * sqrt(people / most), 1) if most else SMALLEST_DOT


def _labels(dots: Sequence[Dot], height: int) -> list[Label]:
    """Names where there is room: the hub first, then the largest. A name that would cover another is left to the table."""
    taken = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots if dot.kind != "other"]
    labels = []
    for dot in sorted((d for d in dots if d.kind != "other"), key=lambda d: (d.kind != "hub", -d.people, d.name)):
        width = len(dot.name) * LETTER
        gap = dot.radius + 5
        for x, y, anchor in (
            (dot.x + gap, dot.y + 5, "start"),
            (dot.x - gap, dot.y + 5, "end"),
            (dot.x, dot.y - gap, "middle"),
            (dot.x, dot.y + gap + 11, "middle"),
        ):
            left = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
            box = (left, y - LINE + 5, left + width, y + 4)
            inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                labels.append(Label(round(x, 1), round(y, 1), dot.name, anchor, dot.kind == "hub"))
                break
    return labels


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


CLASSES = 4
EDGES = 24  # of the polygon that stands for a circle


@dataclass(frozen=True)
class Area:
    """A municipality as an area. `shade` is 0–4: 0 for nothing, 1–4 for more and more; None when the figure is not shown."""

    points: str
    name: str
    shade: int | None


@dataclass(frozen=True)
class AreaMap:
    """A choropleth ready to draw. `limits` are the largest values of the shades that are used, from 1; `box` is what the areas fill."""

    box: str
    areas: Sequence[Area]
    labels: Sequence[Label]
    limits: Sequence[float]
    has_hidden: bool
    has_none: bool


def draw_areas(values: Mapping[str, float | None]) -> AreaMap | None:
    """Lay out a figure per municipality; None when fewer than two can be placed.

    Args:
        values: The figure by municipality; None where it is not shown.
    """
    seats = {code: seat for code, seat in municipalities().items() if code in values}
    if len(seats) < 2:
        return None
    frame = _Frame(list(seats.values()))
    spots = {code: frame.position(seat) for code, seat in seats.items()}
    reach = _reach(list(spots.values()))
    limits = shades([value for value in values.values() if value])
    areas, dots, corners = [], [], []
    for code, seat in seats.items():
        value = values[code]
        polygon = _nearest_to(spots[code], list(spots.values()), reach)
        corners += polygon
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in polygon)
        areas.append(Area(points, seat.name, None if value is None else shade_of(value, limits)))
        dots.append(Dot(*spots[code], 2.0, "member", seat.name, int(value or 0)))
    labels = _labels(dots, frame.height)
    shown = [area.shade for area in areas]
    left, top = min(x for x, _y in corners) - 2, min(y for _x, y in corners) - 2
    right, bottom = max(x for x, _y in corners) + 2, max(y for _x, y in corners) + 2
    box = f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"
    return AreaMap(box, areas, labels, limits, None in shown, 0 in shown)


def shades(values: Sequence[float]) -> list[float]:
    """The largest value of each shade, so that about as many municipalities have each. Fewer shades when there are few values."""
    ordered = sorted(values)
    return sorted({ordered[max(0, -(-len(ordered) * (number + 1) // CLASSES) - 1)] for number in range(CLASSES)}) if ordered else []


def shade_of(value: float, limits: Sequence[float]) -> int:
    """Which shade a value has: 0 for nothing, else 1 and up to 4."""
    return next((number for number, limit in enumerate(limits, CLASSES + 1 - len(limits)) if value <= limit), CLASSES) if value else 0


def _reach(spots: Sequence[tuple[float, float]]) -> float:
    """How far an area stretches from its seat at most: a little more than to the neighbours, for the one that lies most alone."""
    nearest = [min(sqrt((x - a) ** 2 + (y - b) ** 2) for a, b in spots if (a, b) != (x, y)) for x, y in spots if len(set(spots)) > 1]
    return max(MARGIN * 0.8, min(max(nearest, default=MARGIN), 90.0) * 0.75)


def _nearest_to(spot: tuple[float, float], spots: Sequence[tuple[float, float]], reach: float) -> list[tuple[float, float]]:
    """The points within reach that are nearer to one spot than to any other, as a polygon: a circle cut by the lines half-way."""
    polygon = [(spot[0] + reach * cos(2 * pi * edge / EDGES), spot[1] + reach * sin(2 * pi * edge / EDGES)) for edge in range(EDGES)]
    for other in spots:
        if other != spot:
            polygon = _cut(polygon, spot, other)
    return polygon


def _cut(polygon: Sequence[tuple[float, float]], spot: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """The part of a polygon that is nearer to one spot than to the other (Sutherland and Hodgman 1974)."""
    dx, dy = other[0] - spot[0], other[1] - spot[1]
    half = (other[0] ** 2 + other[1] ** 2 - spot[0] ** 2 - spot[1] ** 2) / 2
    found = []
    for (x, y), (a, b) in zip(polygon, [*polygon[1:], *polygon[:1]], strict=True):
        here, there = x * dx + y * dy - half, a * dx + b * dy - half
        if here <= 0:
            found.append((x, y))
        if (here < 0) != (there < 0) and here != there:
            share = here / (here - there)
            found.append((x + share * (a - x), y + share * (b - y)))
    return found
