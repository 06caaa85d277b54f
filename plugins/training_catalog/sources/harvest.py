"""A harvest: fetch everything, write it, take away what the source no longer has. What is cut off is taken up again.

Nothing is taken away on doubt. A list that was cut short, or moved while it was read, removes nothing; a harvest that finds nothing,
or would take away far more than is usual, waits for a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.audit.service import record
from core.clock import today
from core.db import atomic, db, get, on_commit, utcnow
from core.errors import DomainError
from core.events import emit
from core.i18n import gettext as _
from plugins.training_catalog import service, writer
from plugins.training_catalog.events import CatalogueChanged
from plugins.training_catalog.models import EducationEvent, ImportRun, RunStatus, Source
from plugins.training_catalog.records import Removal
from plugins.training_catalog.sources import fetching, filling, notices, spool, writing
from plugins.training_catalog.sources.client import Later
from plugins.training_catalog.sources.lease import Hold, Superseded, free, state_of, take
from plugins.training_catalog.sources.models import Stage
from plugins.training_catalog.sources.timetable import OVERLAP, fingerprint, postpone
from plugins.training_catalog.state import refresh_state

if TYPE_CHECKING:
    from core.regions.models import Region

# A removal of more than this share, and this many, is for a person to allow; so is one of everything.
DROP_SHARE = 0.3
DROP_LEAST = 20
FAULT_SHARE = 0.5


def work(region: Region, run_id: int) -> None:
    """Take a harvest as far as it goes. Must not be called inside a transaction."""
    with atomic():
        hold = take(region, run_id)
    if hold is None:
        return
    try:
        _work(hold)
    except Superseded:
        return
    except Later as later:
        _come_back(hold, later)
    except DomainError as error:
        fail(region, run_id, error.message)


def _come_back(hold: Hold, later: Later) -> None:
    try:
        with atomic():
            postpone(hold.mine(), hold.region, later)
    except Superseded:
        return
    except DomainError as error:
        fail(hold.region, hold.run_id, error.message)


def _work(hold: Hold) -> None:
    with atomic():
        stage = fetching.stage_of(hold.mine())
    if stage == Stage.FETCH:
        fetching.fetch_all(hold)
    if stage in (Stage.FETCH, Stage.WRITE):
        writing.write_all(hold)
        with atomic():
            hold.mine().stage = Stage.FILL
    if stage in (Stage.FETCH, Stage.WRITE, Stage.FILL):
        filling.fill(hold)
        with atomic():
            hold.mine().stage = Stage.REMOVE
    if _judged(hold):
        _remove(hold)
        service.refresh_stale(hold.region)
        _finish(hold)


def _judged(hold: Hold) -> bool:
    """Whether the harvest may go on to take things away. If not, it waits for a person, who is told."""
    with atomic():
        run = hold.mine()
        if run.approved:
            return True
        active = _active(hold.source)
        documents = run.rows
        if run.whole and not documents and not active:
            raise DomainError(_("Källan svarade, men hade inga utbildningar alls. Kontrollera adressen och urvalet."))
        run.to_remove = _to_remove(hold, run)
        much = run.to_remove > DROP_SHARE * active and (run.to_remove > DROP_LEAST or run.to_remove == active)
        if run.whole and not documents:
            run.held = "empty"
        elif active and much:
            run.held = "drop"
        elif run.rejected > DROP_LEAST and run.rejected > FAULT_SHARE * documents:
            run.held = "faults"
        if not run.held:
            return True
        run.status = RunStatus.QUEUED
        state_of(hold.source).leased_until = None
        record("training_catalog.harvest.held", region=hold.region, subject=f"training_catalog:run:{run.id}", source=hold.source.name)
        notices.tell_held(hold.region, hold.source, run)
        return False


def _active(source: Source) -> int:
    events = (EducationEvent.source_id == source.id) & EducationEvent.removed_at.is_(None)
    return int(db.session.execute(select(func.count(EducationEvent.id)).where(events)).scalar_one())


def _to_remove(hold: Hold, run: ImportRun) -> int:
    """How many events that are there would be taken away."""
    seen, removals = writing.collected(run.id)
    going = {removal.key for removal in removals if removal.kind == "event"}
    known = set(writer.present(hold.source, "event"))
    if run.whole and not run.cursor.get("short"):
        going |= known - seen["event"]
    return len(known & going)


def _remove(hold: Hold) -> None:
    seen, removals = writing.collected(hold.run_id)
    with atomic():
        run = hold.mine()
        writer.connect_waiting(hold.source)
        run.removed += writer.remove(hold.source, [removal for removal in removals if not _back(removal, seen)])
        if run.whole and not run.cursor.get("short"):
            run.removed += writer.remove_unseen(hold.source, seen)


def _back(removal: Removal, seen: dict[str, set[str]]) -> bool:
    """Whether something was both taken away and given, on different pages: then it is there."""
    return removal.key in seen[removal.kind]


def _finish(hold: Hold) -> None:
    with atomic():
        run = hold.mine()
        refresh_state(hold.region, today())
        run.status, run.finished_at, run.position = RunStatus.DONE, utcnow(), run.records
        words = [_waiting(hold.source)]
        if run.whole and run.cursor.get("short"):
            words.append(_("Källan ändrades medan vi läste, eller gav färre poster än den sade. Därför togs ingenting bort."))
        run.message = " ".join(word for word in words if word)[:600]
        state = state_of(hold.source)
        if run.started_at is not None:
            state.synced_until = run.started_at - OVERLAP
            if run.whole and not run.cursor.get("short"):
                state.whole_at, state.mirrored = run.started_at, fingerprint(hold.source)
        free(hold.source, run.id)
        if run.added or run.changed or run.removed:
            emit(CatalogueChanged(source=hold.source.name, added=run.added, changed=run.changed, removed=run.removed), region=hold.region)
        record(
            "training_catalog.import.finished",
            region=hold.region,
            subject=f"training_catalog:run:{run.id}",
            source=hold.source.name,
            added=run.added,
            changed=run.changed,
            removed=run.removed,
            rejected=run.rejected,
        )
    spool.clear(hold.run_id)


def _waiting(source: Source) -> str:
    waiting = (
        (EducationEvent.source_id == source.id)
        & EducationEvent.removed_at.is_(None)
        & (EducationEvent.info_id.is_(None) | EducationEvent.provider_id.is_(None))
    )
    number = db.session.execute(select(func.count(EducationEvent.id)).where(waiting)).scalar_one()
    return _("%(n)s tillfällen visas inte, för källan har inte gett deras utbildning eller anordnare.", n=number) if number else ""


def fail(region: Region, run_id: int, message: str) -> None:
    """End a harvest that cannot go on, let its source go, and tell those who keep the catalogue."""
    with atomic():
        run = get(ImportRun, run_id, lock=True)
        if run.status in (RunStatus.DONE, RunStatus.FAILED):
            return
        source = get(Source, run.source_id)
        run.status, run.finished_at, run.message, run.held = RunStatus.FAILED, utcnow(), message[:600], ""
        let_go(source, run.id)
        record("training_catalog.import.failed", region=region, subject=f"training_catalog:run:{run.id}")
        notices.tell_failed(region, source, run)


def let_go(source: Source, run_id: int) -> None:
    """Free a source from a run that has ended, and throw away what was fetched."""
    free(source, run_id)
    on_commit(lambda: spool.clear(run_id))
