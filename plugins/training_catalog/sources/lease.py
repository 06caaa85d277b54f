"""One harvest of a source at a time. Who has it says so at every step; who has lost it stops."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db, get, utcnow
from plugins.training_catalog.models import ImportRun, RunStatus, Source, SourceState

if TYPE_CHECKING:
    from core.regions.models import Region

LEASE = timedelta(minutes=45)


class Superseded(Exception):
    """Another process has taken the run up, or a person or the watchdog has ended it."""


@dataclass(frozen=True)
class Hold:
    """A process's hold on a run."""

    region: Region
    run_id: int
    source: Source
    token: str

    def mine(self) -> ImportRun:
        """The run, locked, with its heart beaten. Must be called in every transaction of the harvest.

        Raises:
            Superseded: when it is no longer this process's.
        """
        run = get(ImportRun, self.run_id, lock=True)
        state = state_of(self.source)
        if state.run_id != run.id or state.token != self.token or run.status is not RunStatus.RUNNING:
            raise Superseded
        beat(run, state)
        return run


def beat(run: ImportRun, state: SourceState) -> None:
    """Say that the harvest is alive."""
    run.heartbeat_at = utcnow()
    state.leased_until = utcnow() + LEASE


def take(region: Region, run_id: int) -> Hold | None:
    """Take up a run that waits, or that another process was cut off from. None when there is nothing to do."""
    run = get(ImportRun, run_id, lock=True)
    if run.status in (RunStatus.DONE, RunStatus.FAILED) or run.held:
        return None
    source = get(Source, run.source_id)
    state = state_of(source)
    if state.run_id != run.id:
        return None
    state.token = secrets.token_hex(16)
    run.status, run.started_at = RunStatus.RUNNING, run.started_at or utcnow()
    beat(run, state)
    return Hold(region, run.id, source, state.token)


def state_of(source: Source) -> SourceState:
    """How far a source is mirrored, locked; made when it is new."""
    statement = select(SourceState).where(SourceState.source_id == source.id)
    found = db.session.execute(statement.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
    if found is None:
        found = SourceState(region_id=source.region_id, source_id=source.id)
        db.session.add(found)
        db.session.flush()
    return found


def free(source: Source, run_id: int) -> None:
    """Let go of a source, if the run has it."""
    state = state_of(source)
    if state.run_id == run_id:
        state.run_id, state.leased_until, state.token = None, None, ""
