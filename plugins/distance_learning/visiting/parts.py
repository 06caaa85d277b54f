"""Links to bookings on the pages of a centre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plugins.distance_learning.parts import Part


def on_centre(region: Any, user: Any, centre: Any) -> Sequence[Part]:
    """For everybody: what can be booked there."""
    return [Part("aside", "distance_learning/visiting/_on_centre.html", {"centre": centre}, weight=60)] if centre.is_published else []


def for_manager(region: Any, user: Any, centre: Any) -> Sequence[Part]:
    """For those who keep the centre: what is to be looked after."""
    return [Part("aside", "distance_learning/visiting/_for_manager.html", {"centre": centre}, weight=60)]
