"""The municipalities of all events of a reading, once it is known who gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.geo.queries import name_of
from plugins.training_catalog.emil3.writing import is_settled
from plugins.training_catalog.places import locate
from plugins.training_catalog.records import EventRecord, Place, Reading, key_of


@dataclass(frozen=True)
class KnownProvider:
    """What is known of a provider, from this file or an earlier one: its name, and the municipality of its own address."""

    name: str
    municipality_code: str | None = None


def locate_all(reading: Reading, known: Mapping[str, KnownProvider]) -> None:
    """Fill in what municipalities can be inferred, and count how many events have an inferred one and how many have none at all.

    Args:
        known: Providers of earlier readings by key; those of this reading come first.
    """
    providers = {**known, **{p.key: KnownProvider(p.name, p.municipality_code) for p in reading.providers}}
    for event in reading.events:
        provider = providers.get(key_of(event.provider), KnownProvider(""))
        if not is_settled(event):
            if not event.locations and not event.is_distance:
                event.locations = [Place()]
            event.locations = [place for place in event.locations if _located(place, provider, event) or place.town or place.study_location]
        if any(place.inferred_from for place in event.locations):
            reading.inferred += 1
        if not event.is_distance and not any(place.municipality_code for place in event.locations):
            reading.unlocated += 1


def _located(place: Place, provider: KnownProvider, event: EventRecord) -> bool:
    locate(place, provider.name)
    if not place.municipality_code and not place.town and not place.study_location and provider.municipality_code and not event.is_distance:
        place.municipality_code, place.inferred_from = provider.municipality_code, "provider"
        place.town = name_of(provider.municipality_code)
    return place.municipality_code is not None
