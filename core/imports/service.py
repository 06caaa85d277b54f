"""What can be done with an import: begin it, settle its columns, have it applied, have it undone. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from core.db import db, get, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.files import storage
from core.files.tabular import Table, read_table
from core.i18n import gettext as _
from core.imports.kind import ImportKind
from core.imports.models import ImportStatus, TableImport
from core.jobs import enqueue
from core.plugins.enablement import is_enabled
from core.plugins.registry import registry
from core.regions.models import Region
from core.users.models import User

SAMPLE = 5
UNDO_DAYS = 30
ERROR_COLUMN = "fel"  # what the file of bad rows adds; passed over when it is read in again


def kind_named(region: Region, name: str) -> ImportKind:
    """A registered kind whose plugin is on in the region.

    Raises:
        NotFound: when there is none.
    """
    found = registry().imports.get(name)
    if found is None or not is_enabled(region, name.partition(".")[0]):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def begin(*, region: Region, kind: ImportKind, data: bytes, file_name: str, actor: User | None) -> TableImport:
    """Keep a file, and guess what its columns are.

    Raises:
        DomainError: when the file cannot be used; says what to do.
    """
    table = read_table(data)
    found = TableImport(
        region_id=region.id,
        kind=kind.name,
        file_name=" ".join(file_name.replace("\\", "/").rpartition("/")[2].split())[:200],
        created_by_id=actor.id if actor else None,
    )
    _take_heading(found, kind, table)
    found.stored_name = storage.store(data)
    db.session.add(found)
    db.session.flush()
    return found


def _take_heading(found: TableImport, kind: ImportKind, table: Table) -> None:
    sample = [list(row.cells) for row, _place in zip(table.rows, range(SAMPLE), strict=False) if not row.fault]
    if not sample:
        raise DomainError(_("Filen har rubriker men inga rader under dem."), field="file")
    found.heading, found.sheet, found.sheets = list(table.heading), table.sheet[:120], list(table.sheets)[:50]
    found.mapping = dict(kind.guess(table.heading))
    found.sample = [[cell[:100] for cell in kind.kept(row, found.mapping)] for row in sample]


def choose_sheet(*, found: TableImport, kind: ImportKind, sheet: str) -> None:
    """Read another sheet of the workbook.

    Raises:
        DomainError: when it cannot be read.
    """
    _expect(found, ImportStatus.UPLOADED, ImportStatus.CHECKED)
    _take_heading(found, kind, read_table(content(found), sheet=sheet))
    db.session.flush()


def content(found: TableImport) -> bytes:
    """The file itself.

    Raises:
        DomainError: when it has been thrown away.
    """
    data = storage.load(found.stored_name)
    if data is None:
        raise DomainError(_("Filen finns inte kvar. Välj den igen."), field="file")
    return data


def settle_columns(*, region: Region, found: TableImport, kind: ImportKind, mapping: Mapping[str, int]) -> None:
    """Say which column each field is read from, and have the rows checked.

    Raises:
        DomainError: when a required field has no column, or two have the same.
        Conflict: when the import has come further already.
    """
    _expect(found, ImportStatus.UPLOADED, ImportStatus.CHECKED)
    for column in kind.columns:
        place = mapping.get(column.name)
        if place is None and column.required:
            raise DomainError(_("Välj vilken kolumn i filen som är %(name)s.", name=str(column.label).lower()), field=column.name)
        if place is not None and list(mapping.values()).count(place) > 1:
            raise DomainError(_("Kolumnen är vald två gånger. Välj en kolumn bara en gång."), field=column.name)
    found.mapping, found.status = dict(mapping), ImportStatus.CHECKING
    found.handled, found.message = 0, ""
    enqueue("core.check_import", region=region, import_id=found.id)
    db.session.flush()


def request_apply(*, region: Region, found: TableImport) -> None:
    """Have the good rows applied.

    Raises:
        Conflict: when it is not ready for that.
    """
    _expect(found, ImportStatus.CHECKED)
    found.status, found.handled = ImportStatus.APPLYING, 0
    enqueue("core.apply_import", region=region, import_id=found.id)
    db.session.flush()


def request_undo(*, region: Region, found: TableImport) -> None:
    """Have the applied rows taken back.

    Raises:
        Conflict: when it is not applied, or too long ago.
    """
    _expect(found, ImportStatus.DONE)
    if not may_be_undone(found):
        raise Conflict(_("Det har gått mer än %(n)s dagar. Inläsningen går inte längre att ångra.", n=UNDO_DAYS))
    found.status, found.handled = ImportStatus.UNDOING, 0
    enqueue("core.undo_import", region=region, import_id=found.id)
    db.session.flush()


def may_be_undone(found: TableImport) -> bool:
    """Whether it is applied, and not too long ago."""
    recent = found.finished_at is not None and utcnow() - found.finished_at < timedelta(days=UNDO_DAYS)
    return found.status is ImportStatus.DONE and recent


def forget_file(found: TableImport) -> None:
    """Throw the file away, with the rows of it that were shown."""
    storage.remove(found.stored_name)
    found.stored_name, found.sample = "", []


def _expect(found: TableImport, *expected: ImportStatus) -> None:
    if found.status not in expected:
        raise Conflict(_("Inläsningen har redan kommit längre. Läs in sidan igen för att se läget."))


def own_import(region: Region, import_id: int, *, lock: bool = False) -> TableImport:
    """An import of this very region.

    Raises:
        NotFound: when there is none.
    """
    found = get(TableImport, import_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found
