"""Where a centre is, and how it is reached, in one line."""

from __future__ import annotations

from plugins.distance_learning.centres.models import LearningCentre


def place_of(centre: LearningCentre) -> str:
    """Name and address."""
    parts = (centre.name, centre.street_address, f"{centre.postal_code} {centre.town}".strip())
    return ", ".join(part for part in parts if part)


def contact_of(centre: LearningCentre) -> str:
    """The centre's own telephone and address for mail."""
    return ", ".join(part for part in (centre.phone, centre.email) if part)
