"""How far it is between municipalities, as the crow flies, seat to seat.

Great-circle distance by the haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68, 1984, p. 159) on a sphere
with the Earth's mean radius, 6371.0088 km (IUGG). Roads are longer: in sparsely populated areas by about a third.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from math import asin, cos, radians, sin, sqrt

from core.errors import NotFound
from core.geo.places import Place, municipalities
from core.i18n import gettext as _

EARTH_RADIUS_KM = 6371.0088


def great_circle_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Kilometres between two points given in degrees (WGS 84)."""
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half = sin((phi_b - phi_a) / 2) ** 2 + cos(phi_a) * cos(phi_b) * sin(radians(longitude_b - longitude_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def distance_km(code_a: str, code_b: str) -> float:
    """Kilometres between the seats of two municipalities, one decimal.

    Raises:
        NotFound: when there is no municipality with one of the codes.
    """
    if code_b not in municipalities():
        raise _unknown(code_b)
    return _distances(code_a)[code_b]


def within(code: str, limit_km: float, among: Collection[str] | None = None) -> list[tuple[str, float]]:
    """The municipalities within a distance of one, nearest first, each with its kilometres.

    Args:
        code: Where to measure from. It is itself in the answer, at 0.0 km, if it is among those asked about.
        limit_km: The largest distance that counts, kilometres.
        among: Codes to choose from; all 290 when left out. Unknown codes are passed over.

    Raises:
        NotFound: when there is no municipality with the code.
    """
    distances = _distances(code)
    asked = distances if among is None else [other for other in set(among) if other in distances]
    near = [(other, distances[other]) for other in asked if distances[other] <= limit_km]
    return sorted(near, key=lambda pair: (pair[1], pair[0]))


@cache
def _row(code: str) -> Mapping[str, float]:
    here: Place = municipalities()[code]
    return {
        other.code: round(great_circle_km(here.latitude, here.longitude, other.latitude, other.longitude), 1)
        for other in municipalities().values()
    }


def _distances(code: str) -> Mapping[str, float]:
    if code not in municipalities():
        raise _unknown(code)
    return _row(code)


def _unknown(code: str) -> NotFound:
    return NotFound(_("Det finns ingen kommun med koden %(code)s. Kontrollera koden mot SCB:s lista.", code=code))
