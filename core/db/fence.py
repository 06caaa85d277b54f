"""The tenant fence: region data is read and written only inside a declared scope, and the fence fails closed.

Reading: every ORM select on a `RegionScoped` model gets `region_id IN (scope)`; with no scope it raises.
Writing: at flush, a row of another region than the scope's writable one is refused; a bulk update or delete reaches only rows of
the writable region, never those that others share, and cannot move a row; bulk inserts are refused (`session.add_all`, or `insert_many`,
which looks at the region of each row).
Known holes, closed by an architecture test: `session.get` on an object already loaded, `text()`, Core statements on tables, the
session's `bulk_…` methods.
On PostgreSQL row-level security is the second fence (`core/db/rls.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import g
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE
from sqlalchemy.sql import visitors

from core.db.base import RegionScoped, db
from core.errors import SharedRowError, TenantFenceError

_installed = False


@dataclass(frozen=True)
class Scope:
    """What the running code may touch.

    Args:
        read: Region ids whose rows may be read. `None`: all of them, for the stated reason.
        write: The one region whose rows may be written. `None` with `read=None`: any.
        reason: Why the fence is open, for the log; empty for an ordinary scope.
    """

    read: frozenset[int] | None
    write: int | None
    reason: str = ""


def current_scope() -> Scope | None:
    """The open scope, or None."""
    found: Scope | None = g.get("_region_scope")
    return found


def set_scope(scope: Scope | None) -> None:
    """Set the scope for the rest of the application context (the web shell does so once per request)."""
    g._region_scope = scope


@contextmanager
def region_scope(write: int, read: Iterable[int] = ()) -> Iterator[None]:
    """Scope to one region, which may also read the regions that share with it."""
    with _pushed(Scope(frozenset({write, *read}), write)):
        yield


@contextmanager
def all_regions(reason: str) -> Iterator[None]:
    """Open the fence, for work that is by nature above the regions. The reason is required and must be honest."""
    if not reason.strip():
        raise TenantFenceError("all_regions() needs a reason.")
    with _pushed(Scope(None, None, reason)):
        yield


@contextmanager
def _pushed(scope: Scope) -> Iterator[None]:
    """Change the scope for a block. What is pending is written on both borders, so that it is judged in the scope it was made in."""
    before = current_scope()
    _write_pending()
    set_scope(scope)
    try:
        yield
        _write_pending()
    finally:
        set_scope(before)


def _write_pending() -> None:
    session = db.session()
    if session.is_active and (session.new or session.dirty or session.deleted):
        session.flush()


def _guard_statements(state: ORMExecuteState) -> None:
    if state.is_column_load or not (state.is_select or state.is_update or state.is_delete or state.is_insert):
        return
    scope = current_scope()
    if scope is None:
        if name := _scoped_model(state.statement):
            raise TenantFenceError(f"{name} was queried without a region scope. Use region_scope(region.id), or all_regions('reason').")
        return
    if scope.read is None:
        return
    for mapper in state.all_mappers:
        if issubclass(mapper.class_, RegionScoped):
            _refuse_blind_writes(state, mapper.class_.__name__)
    if state.is_insert:
        return
    regions = tuple(sorted(scope.read)) if state.is_select else (scope.write or 0,)
    state.statement = state.statement.options(
        with_loader_criteria(RegionScoped, lambda cls: cls.region_id.in_(regions), include_aliases=True)
    )


def _scoped_model(statement: Any) -> str | None:
    """The first scoped model anywhere in a statement: among its entities, in a join, or hidden in a subquery."""
    for element in visitors.iterate(statement):
        mapper = getattr(getattr(element, "_annotations", {}).get("parententity"), "mapper", None)
        if mapper is not None and issubclass(mapper.class_, RegionScoped):
            return str(mapper.class_.__name__)
    return None


def _refuse_blind_writes(state: ORMExecuteState, name: str) -> None:
    """Refuse the bulk writes that loader criteria cannot filter."""
    if state.is_insert:
        raise TenantFenceError(f"{name} was inserted in bulk, past the fence. Use session.add_all().")
    if state.is_update:
        if isinstance(state.parameters, list | tuple):
            raise TenantFenceError(f"{name} was updated by a list of primary keys, past the fence. Load the rows and change them.")
        values = {getattr(key, "key", key) for key in (*(getattr(state.statement, "_values", None) or ()), *(state.parameters or ()))}
        if "region_id" in values:
            raise TenantFenceError(f"{name} was moved between regions by a bulk update. Rows never change region.")


def _check_writes(session: Session, _context: Any, _instances: Any) -> None:
    scope = current_scope()
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, RegionScoped):
            continue
        if scope is None:
            raise TenantFenceError(f"{type(row).__name__} was written without a region scope.")
        if scope.write is None and scope.read is None:
            continue
        history = get_history(row, "region_id", PASSIVE_NO_INITIALIZE)  # `attrs` would look at every column
        regions = {row.region_id, *(history.deleted or ())}
        if regions != {scope.write}:
            told = f"{type(row).__name__} of region {row.region_id} was written in the scope of region {scope.write}."
            if row not in session.new and len(regions) == 1 and row.region_id in (scope.read or ()):
                raise SharedRowError(told, row.region_id)
            raise TenantFenceError(told)


def install() -> None:
    """Put the fence on the session. May be called again; it is installed once per process."""
    global _installed
    if not _installed:
        event.listen(db.session, "do_orm_execute", _guard_statements)
        event.listen(db.session, "before_flush", _check_writes)
        _installed = True
