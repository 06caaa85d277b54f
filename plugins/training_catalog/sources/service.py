"""What can be done with sources: set up, change, pause, fetch now, answer a harvest that waits; and the round that keeps them going."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from core.audit.service import record
from core.db import atomic, db, get, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.jobs import enqueue
from core.net.typed import checked_url
from plugins.training_catalog import service as catalogue
from plugins.training_catalog.imports.previewing import begin_writing
from plugins.training_catalog.models import ImportRun, RunStatus, Source, SourceState
from plugins.training_catalog.places import known_code
from plugins.training_catalog.records import key_of
from plugins.training_catalog.sources import harvest
from plugins.training_catalog.sources.lease import LEASE, state_of
from plugins.training_catalog.sources.models import Schedule, SourceKind, Stage
from plugins.training_catalog.sources.timetable import HARVEST_JOB, is_due, whole_due

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MAX_SOURCES = 100
MAX_PROVIDERS = 200


@dataclass(frozen=True)
class Setup:
    """What somebody says of a source."""

    name: str
    kind: SourceKind
    url: str = ""
    schedule: Schedule = Schedule.NEVER
    school_forms: Sequence[str] = ()
    provider_ids: Sequence[str] = ()
    municipality_codes: Sequence[str] = ()
    keep_distance: bool = True


def own_source(region: Region, source_id: int) -> Source:
    """A source of the region itself.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(Source, source_id)
    if found.region_id != region.id:
        raise NotFound(_("Källan finns inte, eller så har du inte tillgång till den."))
    return found


def own_run(region: Region, run_id: int) -> ImportRun:
    """A run of the region itself, locked.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(ImportRun, run_id, lock=True)
    if found.region_id != region.id:
        raise NotFound(_("Inläsningen finns inte, eller så har du inte tillgång till den."))
    return found


def create(*, region: Region, setup: Setup) -> Source:
    """Set up a source.

    Raises:
        DomainError: when something is missing or wrong; the field is named.
        Conflict: when the name is taken.
    """
    number = db.session.execute(select(func.count(Source.id)).where(Source.region_id == region.id)).scalar_one()
    if number >= MAX_SOURCES:
        raise DomainError(_("Det finns redan %(n)s källor. Ändra en av dem i stället.", n=number))
    source = Source(region_id=region.id)
    _apply(region, source, setup)
    db.session.add(source)
    db.session.flush()
    record("training_catalog.source.created", region=region, subject=f"training_catalog:source:{source.id}", source=source.name)
    return source


def change(*, region: Region, source_id: int, version: int, setup: Setup) -> Source:
    """Change a source. What it has given stays until the next reading.

    Raises:
        StaleDataError: when somebody else has changed it since; nobody's work is lost unseen.
        DomainError: when something is missing or wrong.
    """
    source = own_source(region, source_id)
    if source.version != version:
        raise StaleDataError(f"source {source_id} is at version {source.version}, not {version}")
    _apply(region, source, setup)
    db.session.flush()
    record("training_catalog.source.changed", region=region, subject=f"training_catalog:source:{source.id}", source=source.name)
    return source


def pause(*, region: Region, source_id: int, paused: bool) -> Source:
    """Let a source rest, or go on. A harvest that is under way is not stopped."""
    source = own_source(region, source_id)
    if source.is_paused != paused:
        source.is_paused = paused
        db.session.flush()
        action = "training_catalog.source.paused" if paused else "training_catalog.source.resumed"
        record(action, region=region, subject=f"training_catalog:source:{source.id}", source=source.name)
    return source


def _apply(region: Region, source: Source, setup: Setup) -> None:
    name = " ".join(setup.name.split())
    if not name:
        raise DomainError(_("Skriv ett namn på källan, till exempel ”Susa-navet”."), field="name")
    taken = select(Source.id).where(Source.region_id == region.id, Source.name_key == key_of(name))
    with db.session.no_autoflush:
        if db.session.execute(taken).scalar_one_or_none() not in (None, source.id):
            raise Conflict(_("Det finns redan en källa som heter så. Välj ett annat namn."), field="name")
    if setup.kind != SourceKind.FILE:
        source.url = checked_url(setup.url)
    else:
        source.url = ""
    if any(not known_code(code) for code in setup.municipality_codes):
        raise DomainError(_("Någon av kommunerna finns inte."), field="municipality_codes")
    if len(setup.provider_ids) > MAX_PROVIDERS:
        raise DomainError(_("Skriv högst %(n)s anordnare.", n=MAX_PROVIDERS), field="provider_ids")
    source.name, source.name_key = name[: catalogue.MAX_SOURCE], key_of(name)
    source.kind = setup.kind
    source.schedule = setup.schedule if setup.kind != SourceKind.FILE else Schedule.NEVER
    source.school_forms = sorted(set(setup.school_forms))
    source.provider_ids = sorted({each.strip()[:200] for each in setup.provider_ids if each.strip()})
    source.municipality_codes = sorted(set(setup.municipality_codes))
    source.keep_distance = setup.keep_distance


def begin(*, region: Region, source: Source, actor: User | None = None) -> ImportRun:
    """Ask for a source to be fetched. Only one harvest of it at a time.

    Raises:
        DomainError: when the source has no address.
        Conflict: when one is under way, or waits for an answer.
    """
    if source.kind == SourceKind.FILE:
        raise DomainError(_("Källan har ingen adress att hämta från. Läs in en fil i stället."))
    state = state_of(source)
    _make_way(region, source, state)
    run = ImportRun(
        region_id=region.id,
        source_id=source.id,
        kind="harvest",
        file_name=source.name,
        whole=whole_due(source, state),
        stage=Stage.FETCH,
        requested_by_id=actor.id if actor else None,
        heartbeat_at=utcnow(),
    )
    run.complete = run.whole
    run.since = None if run.whole else state.synced_until
    db.session.add(run)
    db.session.flush()
    state.run_id, state.leased_until = run.id, utcnow() + LEASE
    db.session.flush()
    record("training_catalog.harvest.requested", region=region, actor=actor, subject=f"training_catalog:run:{run.id}", source=source.name)
    enqueue(HARVEST_JOB, region=region, run_id=run.id)
    return run


def _make_way(region: Region, source: Source, state: SourceState) -> None:
    """See that nobody has the source. A harvest that has not given a sign of life for long is ended."""
    if state.run_id is None:
        return
    earlier = get(ImportRun, state.run_id, lock=True)
    if earlier.status in (RunStatus.DONE, RunStatus.FAILED):
        return
    if earlier.held:
        raise Conflict(_("En hämtning av källan väntar på ditt besked. Svara på den först."))
    if state.leased_until is not None and state.leased_until > utcnow():
        raise Conflict(_("Källan hämtas redan. Vänta tills det är klart."))
    harvest.fail(region, earlier.id, _stuck_words())


def go_ahead(*, region: Region, run_id: int) -> ImportRun:
    """Let a run that waits for a person go on.

    Raises:
        Conflict: when it does not wait.
    """
    run = own_run(region, run_id)
    if run.held in ("", "columns"):
        raise Conflict(_("Inläsningen väntar inte på besked. Läs in sidan igen."))
    run.held, run.approved = "", True
    source = get(Source, run.source_id)
    record("training_catalog.import.approved", region=region, subject=f"training_catalog:run:{run.id}", source=source.name)
    if run.kind == "harvest":
        state_of(source).leased_until = utcnow() + LEASE
        enqueue(HARVEST_JOB, region=region, run_id=run.id)
    else:
        begin_writing(run)
        enqueue(catalogue.IMPORT_JOB, region=region, run_id=run.id)
    return run


def decline(*, region: Region, run_id: int) -> ImportRun:
    """End a run that waits for a person. What it has written stays, and nothing is taken away.

    Raises:
        Conflict: when it does not wait.
    """
    run = own_run(region, run_id)
    if not run.held:
        raise Conflict(_("Inläsningen väntar inte på besked. Läs in sidan igen."))
    source = get(Source, run.source_id)
    record("training_catalog.import.declined", region=region, subject=f"training_catalog:run:{run.id}", source=source.name)
    run.held, run.status, run.finished_at = "", RunStatus.FAILED, utcnow()
    run.message = _("Avbruten av en person. Ingenting har tagits bort.")
    if run.kind == "harvest":
        harvest.let_go(source, run.id)
    return run  # its file goes with other old files, at night: a file that is removed here would not come back with the transaction


def tend(region: Region) -> None:
    """The round: end harvests that stand still, and begin those whose time has come. Must not be called inside a transaction."""
    with atomic():
        stuck = _stuck(region)
    for run_id in stuck:
        harvest.fail(region, run_id, _stuck_words())
    with atomic():
        due = _due(region)
    for source_id in due:
        with atomic():
            try:
                begin(region=region, source=get(Source, source_id))
            except Conflict:
                continue


def _stuck_words() -> str:
    return _("Hämtningen stod still för länge och avslutades. Det som är inläst finns kvar. Hämta källan igen.")


def _stuck(region: Region) -> list[int]:
    statement = (
        select(SourceState.run_id)
        .join(ImportRun, ImportRun.id == SourceState.run_id)
        .where(
            SourceState.region_id == region.id,
            SourceState.leased_until < utcnow(),
            ImportRun.held == "",
            ImportRun.status.in_((RunStatus.QUEUED, RunStatus.RUNNING)),
        )
        .order_by(SourceState.run_id)
    )
    return [run_id for run_id in db.session.execute(statement).scalars() if run_id is not None]


def _due(region: Region) -> list[int]:
    last = (
        select(ImportRun.source_id, func.max(ImportRun.created_at).label("at"))
        .where(ImportRun.kind == "harvest", ImportRun.region_id == region.id)
        .group_by(ImportRun.source_id)
        .subquery()
    )
    statement = (
        select(Source, last.c.at)
        .outerjoin(last, last.c.source_id == Source.id)
        .where(Source.region_id == region.id, Source.schedule != Schedule.NEVER, Source.is_paused.is_(False))
        .order_by(Source.id)
    )
    return [source.id for source, at in db.session.execute(statement) if is_due(source, at, utcnow())]
