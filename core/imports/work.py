"""The long part of an import, in small transactions: reading and checking every row, applying the good ones, taking them back.

Each can be killed anywhere and run again: checking begins anew, applying and undoing go on with the rows that are left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from core.audit.service import record
from core.db import atomic, db, utcnow
from core.errors import DomainError
from core.files.tabular import Row, read_table
from core.imports.kind import Checked, ImportKind
from core.imports.models import ImportRow, ImportStatus, RowState, TableImport
from core.imports.queries import reader
from core.imports.service import content, forget_file, kind_named, own_import

if TYPE_CHECKING:
    from core.regions.models import Region

BATCH = 500
APPLY_BATCH = 100
_STATE = {RowState.NEW: RowState.APPLIED_NEW, RowState.CHANGED: RowState.APPLIED_CHANGED}


def check(region: Region, import_id: int) -> None:
    """Read the file, and keep what every row would do and what is wrong with it."""
    with atomic():
        found = own_import(region, import_id, lock=True)
        if found.status is not ImportStatus.CHECKING:
            return
        kind = kind_named(region, found.kind)
        db.session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))
    counts = {"rows": 0, "added": 0, "changed": 0, "unchanged": 0, "bad": 0}
    try:
        for batch in _checked(region, found, kind):
            with atomic():
                for row, checked in batch:
                    _keep(found, kind, row, checked, counts)
    except DomainError as error:
        with atomic():
            found = own_import(region, import_id, lock=True)
            found.status, found.message = ImportStatus.FAILED, error.message
        return
    with atomic():
        found = own_import(region, import_id, lock=True)
        for name, value in counts.items():
            setattr(found, name, value)
        found.status = ImportStatus.CHECKED


def _checked(region: Region, found: TableImport, kind: ImportKind) -> Iterator[list[tuple[Row, Checked]]]:
    table = read_table(content(found), sheet=found.sheet)
    checker = kind.checker(region, reader(found)) if kind.personal else kind.checker(region)
    for batch in _batches(table.rows):
        good = [(row.number, _fields(row, found.mapping)) for row in batch if not row.fault]
        answers = iter(checker.check(good))
        yield [(row, Checked(faults=[("", row.fault)]) if row.fault else next(answers)) for row in batch]


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _fields(row: Row, mapping: Mapping[str, int]) -> dict[str, str]:
    return {name: row.cells[place] if place < len(row.cells) else "" for name, place in mapping.items()}


def _keep(found: TableImport, kind: ImportKind, row: Row, checked: Checked, counts: dict[str, int]) -> None:
    counts["rows"] += 1
    if checked.faults:
        state, counted = RowState.BAD, "bad"
    elif checked.object_id is None:
        state, counted = RowState.NEW, "added"
    elif checked.changes:
        state, counted = RowState.CHANGED, "changed"
    else:
        counts["unchanged"] += 1
        return
    counts[counted] += 1
    faults = [[_heading_of(found, kind, name), cause] for name, cause in checked.faults]
    db.session.add(
        ImportRow(
            region_id=found.region_id,
            import_id=found.id,
            number=row.number,
            state=state,
            title=checked.title[:200],
            cells=kind.kept(row.cells, found.mapping) if faults else [],
            values={} if faults else checked.values,
            faults=faults,
            changes=checked.changes,
            object_id=checked.object_id,
            object_version=checked.object_version,
        )
    )


def _heading_of(found: TableImport, kind: ImportKind, name: str) -> str:
    """What the file calls a field; core's own name where the file has no such column."""
    place = found.mapping.get(name)
    return str(found.heading[place]) if place is not None and place < len(found.heading) else kind.label(name)


def apply(region: Region, import_id: int) -> None:
    """Apply the good rows. A row that cannot be applied any more becomes a bad one; the others are not held up."""
    while True:
        with atomic():
            found = own_import(region, import_id, lock=True)
            if found.status is not ImportStatus.APPLYING:
                return
            kind = kind_named(region, found.kind)
            rows = _next_rows(found, tuple(_STATE))
            for row in rows:
                _apply_row(region, kind, found, row)
            found.handled += len(rows)
            if not rows:
                found.status, found.finished_at = ImportStatus.DONE, utcnow()
                if kind.has_secrets:
                    forget_file(found)
                done = found.added + found.changed
                record("core.import.applied", region=region, subject=f"core:import:{found.id}", kind=found.kind, rows=done, bad=found.bad)
                return


def _next_rows(found: TableImport, states: tuple[RowState, ...]) -> list[ImportRow]:
    statement = (
        select(ImportRow).where(ImportRow.import_id == found.id, ImportRow.state.in_(states)).order_by(ImportRow.number).limit(APPLY_BATCH)
    )
    return list(db.session.execute(statement).scalars())


def _apply_row(region: Region, kind: ImportKind, found: TableImport, row: ImportRow) -> None:
    was = row.state
    try:
        with atomic():
            applied = kind.apply(region, row)
    except DomainError as error:
        row.state, row.faults = RowState.BAD, [[_heading_of(found, kind, error.field or ""), error.message]]
        found.bad += 1
        setattr(found, "added" if was is RowState.NEW else "changed", (found.added if was is RowState.NEW else found.changed) - 1)
        return
    row.state, row.object_id, row.object_version = _STATE[was], applied.object_id, applied.version


def undo(region: Region, import_id: int) -> None:
    """Take back the applied rows. One that somebody has built on since is left, and says so."""
    while True:
        with atomic():
            found = own_import(region, import_id, lock=True)
            if found.status is not ImportStatus.UNDOING:
                return
            kind = kind_named(region, found.kind)
            rows = _next_rows(found, tuple(_STATE.values()))
            for row in rows:
                reason = kind.undo(region, row)
                row.state = RowState.KEPT if reason else RowState.UNDONE
                row.faults = [["", reason]] if reason else []
            found.handled += len(rows)
            if not rows:
                found.status = ImportStatus.UNDONE
                record("core.import.undone", region=region, subject=f"core:import:{found.id}", kind=found.kind, kept=kept(found))
                return


def kept(found: TableImport) -> int:
    """How many rows could not be taken back."""
    statement = select(func.count(ImportRow.id)).where(ImportRow.import_id == found.id, ImportRow.state == RowState.KEPT)
    return int(db.session.execute(statement).scalar_one())


def bad_cells(row: ImportRow, width: int) -> list[Any]:
    """A bad row as it was in the file, as wide as its heading."""
    cells = list(row.cells)[:width]
    return cells + [""] * (width - len(cells))
