"""A schematic map: municipalities as dots where their seats are. Numbers in, positions out; the template draws them as SVG."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from core.geo.places import Place as Seat
from core.geo.places import municipalities
from plugins.demand_pooling.cluster_detail import Place

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
    """A municipality. `kind` is `hub`, `member`, `distance` or `other`."""

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


def draw_map(region_codes: Collection[str], places: Sequence[Place], hub_code: str, reach_km: float) -> SchematicMap | None:
    """Lay out a cluster on its region; None when fewer than two municipalities can be placed."""
    seats = {code: seat for code, seat in municipalities().items() if code in {*region_codes, hub_code, *(p.code for p in places)}}
    if len(seats) < 2:
        return None
    frame = _Frame(list(seats.values()))
    by_code = {place.code: place for place in places}
    most = max((place.people for place in places), default=0)
    dots = []
    for code, seat in seats.items():
        x, y = frame.position(seat)
        place = by_code.get(code)
        kind = "hub" if code == hub_code else "other" if place is None else "distance" if place.by_distance else "member"
        people = place.people if place else 0
        dots.append(Dot(x, y, _radius(people, most) if place or kind == "hub" else 3.0, kind, seat.name, people))
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
