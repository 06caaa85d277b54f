"""Records between reading and writing: what a file says, cleaned, in the same shape whatever format it came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from typing import Any

# Part of every digest: raise it when reading or inferring changes, so that old rows are written anew at the next import.
READING = 1
MAX_IDENTIFIER = 200


def key_of(identifier: str) -> str:
    """An identifier as it is compared: without surrounding space and without regard to case."""
    return identifier.strip().casefold()[:MAX_IDENTIFIER]


@dataclass(slots=True)
class Record:
    """Something a source owns."""

    identifier: str

    @property
    def key(self) -> str:
        """The identifier as it is compared."""
        return key_of(self.identifier)

    def digest(self) -> str:
        """A short hash of everything the record says."""
        kind: Any = type(self)
        said = [getattr(self, name) for name in _names(kind)]
        text = json.dumps([READING, said], default=_plain, ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    """A place as a list, a date as text."""
    return [getattr(value, name) for name in _names(Place)] if isinstance(value, Place) else value.isoformat()


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@dataclass(slots=True)
class ProviderRecord(Record):
    """An EducationProvider."""

    name: str
    description: str = ""
    url: str = ""
    orgnr: str = ""
    email: str = ""
    phone: str = ""
    body: str = ""
    municipality_code: str | None = None
    inferred_from: str = ""
    last_edited: datetime | None = None
    expires: date | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class InfoRecord(Record):
    """An EducationInfo."""

    title: str
    school_form: str = ""
    code: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    url: str = ""
    configuration: str = ""
    subjects: list[dict[str, str]] = field(default_factory=list)
    qualification_level: str = ""
    is_vocational: bool | None = None
    result_is_degree: bool | None = None
    degree: str = ""
    credits: float | None = None
    credits_unit: str = ""
    extent: str = ""
    eligibility: str = ""
    prior_knowledge: str = ""
    last_edited: datetime | None = None
    expires: date | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Place:
    """Where an event is held."""

    municipality_code: str | None = None
    inferred_from: str = ""
    town: str = ""
    study_location: str = ""
    street_address: str = ""
    postal_code: str = ""


@dataclass(slots=True)
class EventRecord(Record):
    """An EducationEvent. `education` and `provider` are identifiers in the same source."""

    education: str
    provider: str
    title: str = ""
    description: str = ""
    url: str = ""
    condition: str = ""
    start: date | None = None
    end: date | None = None
    languages: list[str] = field(default_factory=list)
    pace: float | None = None
    time_of_study: str = ""
    is_distance: bool = False
    mandatory_sessions: int | None = None
    optional_sessions: int | None = None
    mandatory_remote_sessions: int | None = None
    optional_remote_sessions: int | None = None
    distance_note: str = ""
    places: int | None = None
    is_apprenticeship: bool | None = None
    application_first: date | None = None
    application_last: date | None = None
    application_continuous: bool = False
    application_url: str = ""
    application_code: str = ""
    application_note: str = ""
    is_cancelled: bool = False
    locations: list[Place] = field(default_factory=list)
    last_edited: datetime | None = None
    expires: date | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class Removal:
    """The source says that one of its records is gone. `kind` is "provider", "info" or "event"."""

    kind: str
    key: str


@dataclass(slots=True, frozen=True)
class Fault:
    """Something that could not be used.

    Args:
        row: The row of the file, the heading being row 1; for JSON the number of the document.
        column: The column, or for JSON the path of the field.
        cause: A key of `causes.CAUSES`.
        value: What stood there.
        detail: What the cause's sentence needs besides.
        rejected: Whether the whole row was left out, or only this value.
    """

    row: int
    column: str
    cause: str
    value: str = ""
    detail: str = ""
    rejected: bool = True


@dataclass(slots=True)
class Reading:
    """All that a file says. Lists are in the file's order; an identifier occurs once in each.

    Args:
        rows: How many rows or documents the file has.
        seen: Keys of every record the file speaks of, faulty ones too, by kind: what a complete file has not taken away.
        unused: Columns that are not known.
    """

    format: str
    rows: int = 0
    providers: list[ProviderRecord] = field(default_factory=list)
    infos: list[InfoRecord] = field(default_factory=list)
    events: list[EventRecord] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=lambda: {"provider": set(), "info": set(), "event": set()})
    # Where in the file an event stood, by key, to name its row if what it refers to is missing.
    event_rows: dict[str, int] = field(default_factory=dict)
    unused: Sequence[str] = ()
    inferred: int = 0
    unlocated: int = 0

    def note_seen(self) -> None:
        """Remember which records the file speaks of."""
        self.seen["provider"].update(record.key for record in self.providers)
        self.seen["info"].update(record.key for record in self.infos)
        self.seen["event"].update(record.key for record in self.events)
