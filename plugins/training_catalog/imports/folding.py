"""Rows into records: the same course in many rows becomes one education with several events and places.

A course file is the join of several tables: one row per event, subject and category, and again per municipality. Two rows are the
same education when school form, credits and name agree, and the course code too, or for want of a code the provider: a national
course code means the same course everywhere, but two folk high schools' "Allmän kurs" are two educations. What an education says of
itself is what its first row says; later rows fill in what that left empty, and add subjects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields

from core.search.folding import fold
from plugins.training_catalog.records import EventRecord, InfoRecord, Place, ProviderRecord, Reading

_MAX_ID = 150


def slug(*parts: str) -> str:
    """A readable, stable identifier of some words; cut and completed with a hash when it gets long."""
    text = ".".join(fold(part).replace(" ", "-") for part in parts if part)
    if len(text) <= _MAX_ID:
        return text
    return f"{text[:_MAX_ID]}.{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}"


def info_identifier(*, school_form: str, code: str, title: str, credits: float | None, provider: str) -> str:
    """The identifier of the education that a row belongs to; see the module's text for the rule."""
    amount = f"{credits:g}" if credits is not None else ""
    return "i." + slug(school_form or "x", code or f"{provider}", title, amount)


class Folder:
    """Collects records row by row, and joins those that are the same."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._providers: dict[str, ProviderRecord] = {}
        self._infos: dict[str, InfoRecord] = {}
        self._events: dict[str, EventRecord] = {}
        self._urls: dict[str, set[str]] = {}

    def clash(self, event: EventRecord) -> int | None:
        """The row of an event with the same identifier that says something else; None when there is none."""
        known = self._events.get(event.key)
        if known is None:
            return None
        same = (known.education, known.provider, known.start, known.end) == (event.education, event.provider, event.start, event.end)
        return None if same else self.reading.event_rows[event.key]

    def add(self, row: int, provider: ProviderRecord, info: InfoRecord, event: EventRecord) -> None:
        """Add what one row says. The event must not clash."""
        known_provider = self._providers.setdefault(provider.key, provider)
        _fill(known_provider, provider)
        known_info = self._infos.setdefault(info.key, info)
        if known_info is not info:
            _fill(known_info, info)
            known_info.subjects = _union(known_info.subjects, info.subjects)
            if event.description == known_info.description:
                event.description = ""
        else:
            event.description = ""
        self._urls.setdefault(info.key, set()).add(event.url)
        known_event = self._events.setdefault(event.key, event)
        if known_event is event:
            self.reading.event_rows[event.key] = row
        else:
            _fill(known_event, event)
            known_event.locations = _places(known_event.locations, event.locations)

    def finish(self) -> Reading:
        """Hand over what was collected."""
        for key, info in self._infos.items():
            info.url = self._urls[key].pop() if len(self._urls[key]) == 1 else ""
        self.reading.providers = list(self._providers.values())
        self.reading.infos = list(self._infos.values())
        self.reading.events = list(self._events.values())
        self.reading.note_seen()
        return self.reading


def _fill(known: object, other: object) -> None:
    """Take from another row what this record lacks."""
    if known is other:
        return
    for field in fields(known):  # type: ignore[arg-type]
        if field.name not in ("subjects", "locations", "extra") and getattr(known, field.name) in ("", None):
            setattr(known, field.name, getattr(other, field.name))


def _union(first: Sequence[dict[str, str]], second: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [*first, *(subject for subject in second if subject not in first)]


def _places(first: list[Place], second: list[Place]) -> list[Place]:
    known = {(place.municipality_code, fold(place.town)) for place in first}
    return [*first, *(place for place in second if (place.municipality_code, fold(place.town)) not in known)]
