"""The second part of a harvest: the pages into the catalogue, a few hundred records at a time, each time noting how far it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.db import atomic
from plugins.training_catalog import service, writer
from plugins.training_catalog.emil3 import reader as emil3
from plugins.training_catalog.imports.locating import KnownProvider, locate_all
from plugins.training_catalog.imports.reading import read
from plugins.training_catalog.records import Reading, Record, Removal
from plugins.training_catalog.sources import fetching, spool
from plugins.training_catalog.sources.choosing import Choice
from plugins.training_catalog.sources.lease import Hold

_EVENTS = f"{fetching.PAGE}2-"
KINDS = ("provider", "info", "event")


def write_all(hold: Hold) -> None:
    """Write every page that is not written yet."""
    pages = spool.names(hold.run_id, fetching.FILE) + spool.names(hold.run_id, fetching.PAGE)
    providers = _providers(hold, pages)
    choice = Choice.of(hold.source)
    if not choice.everything:
        for _page, reading in _readings(hold, [page for page in pages if page.startswith((_EVENTS, fetching.FILE))]):
            _locate(hold, reading, providers)
            choice.note(reading)
    with atomic():
        run = hold.mine()
        done = run.cursor.get("file", 0)
    for number, (_page, reading) in enumerate(_readings(hold, pages[done:]), start=done):
        _locate(hold, reading, providers)
        choice.cut(reading)
        _write(hold, number, reading)


def _readings(hold: Hold, pages: list[str]) -> Iterator[tuple[str, Reading]]:
    for page in pages:
        data = spool.get(hold.run_id, page)
        yield page, read(data) if page == fetching.FILE else emil3.read(data.decode("utf-8", errors="replace"))


def _providers(hold: Hold, pages: list[str]) -> dict[str, KnownProvider]:
    found = {}
    for _page, reading in _readings(hold, [page for page in pages if page.startswith(f"{fetching.PAGE}0-")]):
        found.update({each.key: KnownProvider(each.name, each.municipality_code) for each in reading.providers})
    return found


def _locate(hold: Hold, reading: Reading, providers: dict[str, KnownProvider]) -> None:
    known = providers
    if any(event.provider.strip().casefold() not in providers for event in reading.events):
        known = {**service.known_providers(hold.source, reading), **providers}
    locate_all(reading, known)


def _write(hold: Hold, number: int, reading: Reading) -> None:
    records: list[Record] = [*reading.providers, *reading.infos, *reading.events]
    with atomic():
        run = hold.mine()
        at = run.cursor.get("at", 0)
    while at < len(records):
        with atomic():
            run = hold.mine()
            counts = writer.write(hold.source, records[at : at + writer.BATCH])
            run.added += counts.added
            run.changed += counts.changed
            run.unchanged += counts.unchanged
            at += writer.BATCH
            run.position += len(records[at - writer.BATCH : at])
            run.cursor = {**run.cursor, "at": at}
    noted = {
        "seen": {kind: sorted(reading.seen[kind]) for kind in KINDS},
        "gone": [[removal.kind, removal.key] for removal in reading.removals],
    }
    spool.put_json(hold.run_id, f"{fetching.NOTED}{number:05d}", noted)
    with atomic():
        run = hold.mine()
        run.format = reading.format
        run.records = max(run.records, run.position)
        run.inferred += reading.inferred
        run.unlocated += reading.unlocated
        service.add_faults(run, [replace(fault, row=run.rows + fault.row) for fault in reading.faults])
        run.rows += reading.rows
        run.cursor = {**run.cursor, "file": number + 1, "at": 0}


def collected(run_id: int) -> tuple[dict[str, set[str]], list[Removal]]:
    """What all pages together speak of, and what they say is gone."""
    seen: dict[str, set[str]] = {kind: set() for kind in KINDS}
    removals = []
    for name in spool.names(run_id, fetching.NOTED):
        noted = spool.get_json(run_id, name)
        for kind in KINDS:
            seen[kind].update(noted["seen"][kind])
        removals += [Removal(kind, key) for kind, key in noted["gone"]]
    return seen, removals
