"""The same occasion given once per municipality becomes one with several places, and comes apart again when it should."""

from __future__ import annotations

from typing import Any

from .conftest import KIRUNA, LYCKSELE, NORSJO, Catalogue, event_, info, provider


def given(identifier: str, *codes: str, **more: Any) -> dict[str, Any]:
    """One of the repeated events, at some places."""
    return event_(identifier, locations=[{"areaCode": code} for code in codes], **more)


def shown(catalogue: Catalogue) -> list[tuple[str, list[str]]]:
    """The current events and their municipalities."""
    places: dict[int, list[str]] = {}
    for place in catalogue.locations:
        places.setdefault(place.event_id, []).append(str(place.municipality_code))
    return [(event.identifier, sorted(places.get(event.id, []))) for event in catalogue.events if event.is_current]


def test_the_same_occasion_in_three_municipalities_is_one_with_three_places(catalogue: Catalogue) -> None:
    feed = [provider(), info(), given("e.1", NORSJO), given("e.2", KIRUNA), given("e.3", LYCKSELE)]
    catalogue.read(feed)
    assert shown(catalogue) == [("e.1", sorted([NORSJO, KIRUNA, LYCKSELE]))]
    assert catalogue.infos[0].event_count == 1
    again = catalogue.read(feed)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 5)
    assert shown(catalogue) == [("e.1", sorted([NORSJO, KIRUNA, LYCKSELE]))]


def test_what_a_visitor_would_lose_is_not_folded(catalogue: Catalogue) -> None:
    other_page = {"urls": [{"lang": "swe", "value": "https://skolan.example/kiruna"}]}
    catalogue.read(
        [
            provider(),
            info(),
            given("e.1", NORSJO),
            given("e.2", KIRUNA, url=other_page),
            given("e.3", LYCKSELE, execution={"start": "2027-08-30", "end": "2028-06-02"}),
            given("e.4", NORSJO),  # a second group in the same town
        ]
    )
    assert [identifier for identifier, _places in shown(catalogue)] == ["e.1", "e.2", "e.3", "e.4"]


def test_one_that_changes_or_goes_takes_only_its_own_places(catalogue: Catalogue) -> None:
    catalogue.read([provider(), info(), given("e.1", NORSJO), given("e.2", KIRUNA), given("e.3", LYCKSELE)])
    catalogue.read([given("e.2", KIRUNA, places=12)])
    assert shown(catalogue) == [("e.1", sorted([NORSJO, LYCKSELE])), ("e.2", [KIRUNA])]
    catalogue.read([given("e.2", KIRUNA)])
    assert shown(catalogue) == [("e.1", sorted([NORSJO, KIRUNA, LYCKSELE]))]
    catalogue.read({"educationEvents": [{"id": "e.1", "status": "DELETED", "content": None}]})
    assert shown(catalogue) == [("e.2", sorted([KIRUNA, LYCKSELE]))]
