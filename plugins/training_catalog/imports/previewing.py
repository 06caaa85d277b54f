"""What a file would do, before it does it: which column is which, what would change, and some rows as they are understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from core.audit.service import record
from core.clock import today
from core.errors import DomainError
from core.files.tabular import read_table
from core.geo.queries import name_of
from core.i18n import gettext as _
from plugins.training_catalog import storage, writer
from plugins.training_catalog.imports.columns import LABELS, REQUIRED, Column, guess
from plugins.training_catalog.imports.files import LIMITS
from plugins.training_catalog.models import ImportRun, RunStatus, Source
from plugins.training_catalog.records import EventRecord, Reading, Record

if TYPE_CHECKING:
    from core.regions.models import Region

SAMPLE = 10
ROWS = 3
_MAX_CELL = 120


@dataclass(frozen=True)
class Heading:
    """The head of a table: its columns, and what stands in them in the first rows."""

    names: tuple[str, ...]
    examples: list[str]
    guessed: dict[str, str]


def heading_of(run: ImportRun, source: Source) -> Heading:
    """The head of the file of a run, and which column is probably which: as last time, else by the names.

    Raises:
        DomainError: when the file is gone or cannot be read.
    """
    data = storage.load(run.stored_name)
    if data is None:
        raise DomainError(_("Filen finns inte längre. Läs in den igen."))
    table = read_table(data, limits=LIMITS)
    rows = [row.cells for row in islice(table.rows, ROWS)]
    shown = [" · ".join(row[place][:_MAX_CELL] for row in rows if row[place:] and row[place]) for place, _name in enumerate(table.heading)]
    known = {column: name for column, name in source.mapping.items() if name in table.heading}
    taken = set(known.values())
    guessed = {column: name for column, name in guess(table.heading).items() if column not in known and name not in taken}
    return Heading(table.heading, shown, {**known, **guessed})


def settle(region: Region, run: ImportRun, source: Source, mapping: Mapping[str, str]) -> None:
    """Remember which column is which, for this file and the next of the same source.

    Raises:
        DomainError: when a needed column is missing, or one is chosen twice.
    """
    missing = [f"”{LABELS[column]}”" for column in REQUIRED if column.value not in mapping]
    if missing:
        raise DomainError(_("Välj vilken kolumn som är %(missing)s.", missing=_(" och ").join(missing)))
    if any(column not in set(Column) for column in mapping):
        raise DomainError(_("Kolumnen finns inte."))
    run.cursor = {**run.cursor, "mapping": dict(mapping)}
    run.held = ""
    source.mapping = dict(mapping)
    record("training_catalog.import.columns", region=region, subject=f"training_catalog:run:{run.id}", source=source.name)


def hold(run: ImportRun, source: Source, reading: Reading, records: Sequence[Record]) -> None:
    """Note what the file would do, and wait for a person."""
    counts = writer.compare(source, records)
    run.added, run.changed, run.unchanged = counts.added, counts.changed, counts.unchanged
    gone = {removal.key for removal in reading.removals if removal.kind == "event"}
    known = set(writer.present(source, "event"))
    if run.complete:
        gone |= known - reading.seen["event"]
    run.to_remove = len(known & gone)
    coming = sum(1 for event in reading.events if (event.end or event.start or today()) >= today())
    run.cursor = {**run.cursor, "sample": _sample(reading), **({"coming": coming} if reading.events else {})}
    run.held, run.status = "preview", RunStatus.QUEUED


def begin_writing(run: ImportRun) -> None:
    """A person has said yes: the figures count what is written from here on."""
    run.added = run.changed = run.unchanged = run.position = 0
    run.cursor = {key: value for key, value in run.cursor.items() if key not in {"sample", "coming"}}


def _sample(reading: Reading) -> list[list[str]]:
    titles = {info.key: info.title for info in reading.infos}
    providers = {provider.key: provider.name for provider in reading.providers}
    return [
        [
            titles.get(event.education.strip().casefold(), event.education),
            providers.get(event.provider.strip().casefold(), event.provider),
            _places(event),
            event.start.isoformat() if event.start else "",
            "1" if any(place.inferred_from for place in event.locations) else "",
        ]
        for event in reading.events[:SAMPLE]
    ]


def _places(event: EventRecord) -> str:
    names = [
        place.town or (name_of(place.municipality_code) if place.municipality_code else place.study_location) for place in event.locations
    ]
    return ", ".join(name for name in names if name)[:200]
