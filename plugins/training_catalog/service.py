"""What can be done with the catalogue: ask for a file to be read, read it, and let the days pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.audit.service import record
from core.clock import today
from core.db import atomic, db, get, utcnow
from core.errors import DomainError
from core.events import emit
from core.i18n import gettext as _
from core.jobs import enqueue
from plugins.training_catalog import derive, occupations, storage, writer
from plugins.training_catalog.events import CatalogueChanged
from plugins.training_catalog.imports import previewing
from plugins.training_catalog.imports.files import kind_of
from plugins.training_catalog.imports.locating import KnownProvider, locate_all
from plugins.training_catalog.models import CatalogueState, EducationEvent, EducationProvider, ImportFault, ImportRun, RunStatus, Source
from plugins.training_catalog.records import Fault, Reading, Record, key_of
from plugins.training_catalog.settings import settings_in
from plugins.training_catalog.sources.kept import is_kept_here
from plugins.training_catalog.state import refresh_state

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

IMPORT_JOB = "training_catalog.import_file"
TABLES = ("csv", "xlsx")
MAX_STORED_FAULTS = 10_000
MAX_SOURCE = 80
STUCK_AFTER = timedelta(days=1)
ANSWER_WITHIN = timedelta(days=14)
Progress = Callable[[int, int], None]


def source_named(*, region: Region, name: str) -> Source:
    """The source of a name, made when it is new. Names are compared without regard to case.

    Raises:
        DomainError: when the name is empty or too long.
    """
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("Skriv ett namn på källan, till exempel ”Norsjö kommun”."), field="source")
    if len(name) > MAX_SOURCE:
        raise DomainError(_("Namnet på källan får ha högst %(n)s tecken.", n=MAX_SOURCE), field="source")
    found = db.session.execute(select(Source).where(Source.region_id == region.id, Source.name_key == key_of(name))).scalar_one_or_none()
    if found is None:
        found = Source(region_id=region.id, name=name, name_key=key_of(name))
        db.session.add(found)
        db.session.flush()
    return found


def open_run(*, region: Region, source_name: str, file_name: str, complete: bool = False, actor: User | None = None) -> ImportRun:
    """Note that a file is to be read. Nothing is read yet.

    Args:
        complete: The file holds everything the source offers: what it does not speak of is marked as removed.
    """
    source = source_named(region=region, name=source_name)
    run = ImportRun(
        region_id=region.id,
        source_id=source.id,
        file_name=(file_name.replace("\\", "/").rpartition("/")[2].strip() or _("namnlös fil"))[:200],
        complete=complete,
        requested_by_id=actor.id if actor else None,
    )
    db.session.add(run)
    db.session.flush()
    record("training_catalog.import.requested", region=region, actor=actor, subject=f"training_catalog:run:{run.id}", source=source.name)
    return run


def request_import(
    *, region: Region, source_name: str, file_name: str, data: bytes, complete: bool, actor: User | None, preview: bool = False
) -> ImportRun:
    """Keep an uploaded file and ask for it to be read in the background.

    Args:
        preview: Show first what would change. For a table, a person says which column is which before that.

    Raises:
        DomainError: when the file is empty, too large or no catalogue at all, or the source has no name. The file is not kept then.
    """
    kind = kind_of(data)
    if is_kept_here(key_of(" ".join(source_name.split()))):
        raise DomainError(_("Källan fylls av lärcentrumen själva. Skriv ett annat namn, till exempel kommunens."), field="source")
    run = open_run(region=region, source_name=source_name, file_name=file_name, complete=complete, actor=actor)
    run.format = kind
    run.stored_name = storage.store(data)
    run.previewed = preview
    if preview and kind in TABLES:
        run.held = "columns"
    else:
        enqueue(IMPORT_JOB, region=region, run_id=run.id)
    db.session.flush()
    return run


def run_import(region: Region, run_id: int, *, data: bytes | None = None, progress: Progress | None = None) -> ImportRun:
    """Read a file into the catalogue, in transactions of its own; must not be called inside one.

    Every transaction notes how far it came, so that a run that was cut off goes on there, and a finished one is left alone.

    Args:
        data: The file, when it is not a stored one.
        progress: Called with records written and records in all.
    """
    from plugins.training_catalog.imports.reading import read  # the web process never reads files

    with atomic():
        run = get(ImportRun, run_id, lock=True)
        if run.status in (RunStatus.DONE, RunStatus.FAILED) or run.held:
            return run
        run.status, run.started_at = RunStatus.RUNNING, run.started_at or utcnow()
        source = get(Source, run.source_id)
        stored_name, mapping = run.stored_name, run.cursor.get("mapping")
    if data is None:
        data = storage.load(stored_name)
    try:
        if data is None:
            raise DomainError(_("Filen finns inte längre. Läs in den igen."))
        reading = read(data, mapping)
    except DomainError as error:
        return _fail(region, run_id, error.message)
    locate_all(reading, known_providers(source, reading))
    records: list[Record] = [*reading.providers, *reading.infos, *reading.events]
    with atomic():
        run = get(ImportRun, run_id, lock=True)
        _note(run, reading, len(records))
        if run.previewed and not run.approved:
            previewing.hold(run, source, reading, records)
            return run
    position = run.position
    while position < len(records):
        with atomic():
            run = get(ImportRun, run_id, lock=True)
            chunk = records[run.position : run.position + writer.BATCH]
            counts = writer.write(source, chunk)
            run.added += counts.added
            run.changed += counts.changed
            run.unchanged += counts.unchanged
            run.position = position = run.position + len(chunk)
        if progress:
            progress(position, len(records))
    with atomic():
        run = get(ImportRun, run_id, lock=True)
        writer.connect_waiting(source)
        run.removed += writer.remove(source, reading.removals)
        if run.complete:
            run.removed += writer.remove_unseen(source, reading.seen)
    refresh_stale(region)
    return _finish(region, run_id, source, reading)


def refresh_stale(region: Region) -> int:
    """Work out anew everything that is stale, in transactions of its own. Returns how many educations were visited."""
    visited = 0
    while True:
        with atomic():
            number = derive.refresh(region, today())
        visited += number
        if not number:
            return visited


def _note(run: ImportRun, reading: Reading, records: int) -> None:
    """What the reading found, before anything is written. A run that begins again finds the same."""
    run.format, run.rows, run.records = reading.format, reading.rows, records
    run.inferred, run.unlocated = reading.inferred, reading.unlocated
    if reading.unused:
        run.message = _("Kolumner som inte används: %(names)s.", names=", ".join(reading.unused))[:600]
    forget_faults(run)
    add_faults(run, reading.faults)


def forget_faults(run: ImportRun) -> None:
    """Begin the list of faults anew."""
    db.session.execute(delete(ImportFault).where(ImportFault.run_id == run.id))
    run.rejected = run.ignored = 0


def add_faults(run: ImportRun, faults: Iterable[Fault]) -> None:
    """Keep what could not be used, for the page of the run. Above a limit only the number is kept."""
    for fault in faults:
        if run.rejected + run.ignored < MAX_STORED_FAULTS:
            db.session.add(
                ImportFault(
                    region_id=run.region_id,
                    run_id=run.id,
                    row=fault.row,
                    column=str(fault.column)[:160],
                    value=fault.value[:200],
                    cause=fault.cause,
                    detail=fault.detail[:200],
                    rejected=fault.rejected,
                )
            )
        if fault.rejected:
            run.rejected += 1
        else:
            run.ignored += 1
    db.session.flush()


def known_providers(source: Source, reading: Reading) -> dict[str, KnownProvider]:
    """Providers of earlier readings that this one's events refer to."""
    here = {provider.key for provider in reading.providers}
    wanted = sorted({key_of(event.provider) for event in reading.events} - here)
    found: dict[str, KnownProvider] = {}
    with atomic():  # no transaction must stay open while the file is worked through
        for start in range(0, len(wanted), writer.BATCH):
            statement = select(EducationProvider.identifier_key, EducationProvider.name, EducationProvider.municipality_code).where(
                EducationProvider.source_id == source.id, EducationProvider.identifier_key.in_(wanted[start : start + writer.BATCH])
            )
            found.update({key: KnownProvider(name, code) for key, name, code in db.session.execute(statement)})
    return found


def _orphans(source: Source, reading: Reading) -> list[Fault]:
    """Events of this reading whose education or provider is known neither here nor from before."""
    statement = select(
        EducationEvent.identifier_key, EducationEvent.education_key, EducationEvent.info_id, EducationEvent.provider_key
    ).where(EducationEvent.source_id == source.id, EducationEvent.info_id.is_(None) | EducationEvent.provider_id.is_(None))
    faults = []
    for key, education, info_id, provider in db.session.execute(statement):
        row = reading.event_rows.get(key)
        if row is not None:
            lacking = ("education", "no_education", education) if info_id is None else ("providers", "no_provider", provider)
            faults.append(Fault(row, *lacking))
    return sorted(faults, key=lambda fault: fault.row)


def _finish(region: Region, run_id: int, source: Source, reading: Reading) -> ImportRun:
    with atomic():
        run = get(ImportRun, run_id, lock=True)
        add_faults(run, _orphans(source, reading))
        refresh_state(region, today())
        run.status, run.finished_at = RunStatus.DONE, utcnow()
        if run.added or run.changed or run.removed:
            emit(CatalogueChanged(source=source.name, added=run.added, changed=run.changed, removed=run.removed), region=region)
        record(
            "training_catalog.import.finished",
            region=region,
            subject=f"training_catalog:run:{run.id}",
            source=source.name,
            added=run.added,
            changed=run.changed,
            removed=run.removed,
            rejected=run.rejected,
        )
    return run


def _fail(region: Region, run_id: int, message: str) -> ImportRun:
    with atomic():
        run = get(ImportRun, run_id, lock=True)
        run.status, run.finished_at, run.message = RunStatus.FAILED, utcnow(), message[:600]
        record("training_catalog.import.failed", region=region, subject=f"training_catalog:run:{run.id}")
    return run


def note_trouble(run_id: int) -> None:
    """Say on the page of a run that it met an unexpected error; its job will try again."""
    with atomic():
        run = get(ImportRun, run_id, lock=True)
        if run.status is RunStatus.RUNNING:
            run.message = _("Inläsningen avbröts av ett fel och försöker igen av sig själv.")


def _give_up(region: Region) -> None:
    """Files that have stood still for a day have failed: their job is gone, or gave up. One that waits for a person has longer."""
    unread = ImportRun.held != ""
    old = select(ImportRun).where(
        ImportRun.region_id == region.id,
        ImportRun.kind == "file",
        ~unread | (ImportRun.updated_at < utcnow() - ANSWER_WITHIN),
        ImportRun.status.in_((RunStatus.QUEUED, RunStatus.RUNNING)),
        ImportRun.updated_at < utcnow() - STUCK_AFTER,
    )
    for run in db.session.execute(old).scalars().all():
        run.status, run.finished_at, run.held = RunStatus.FAILED, utcnow(), ""
        run.message = _("Inläsningen blev inte klar i tid. Läs in filen igen; det som redan är inläst läses inte in en gång till.")


@dataclass(frozen=True)
class DayPassed:
    """What the daily round did."""

    expired: int
    files: int


def pass_day(region: Region) -> DayPassed:
    """The daily round: educations whose dates have passed leave the list, and files that have been kept long enough are thrown away."""
    with atomic():
        state = db.session.execute(select(CatalogueState).where(CatalogueState.region_id == region.id)).scalar_one_or_none()
        if state is not None and state.taxonomy_revision != occupations.taxonomy_revision():
            derive.mark_all_stale(region)
        expired = derive.outdate(region, today())
    visited = refresh_stale(region)
    with atomic():
        refresh_state(region, today(), changed=bool(visited))
        _give_up(region)
        limit = utcnow() - timedelta(days=settings_in(region).keep_files_days)
        old = select(ImportRun).where(ImportRun.region_id == region.id, ImportRun.stored_name != "", ImportRun.finished_at < limit)
        runs = db.session.execute(old).scalars().all()
        for run in runs:
            storage.remove(run.stored_name)
            run.stored_name = ""
    return DayPassed(expired, len(runs))
