"""Reads on imports: which there have been, how they went, and what was wrong in their files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import Page, db, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.records.people import shown_name
from core.users.models import User
from plugins.training_catalog.causes import explain
from plugins.training_catalog.models import ImportFault, ImportRun, Source

if TYPE_CHECKING:
    from core.regions.models import Region

PAGE_SIZE = 50


def latest(region: Region) -> ImportRun | None:
    """The region's own latest import; None when there has been none."""
    statement = select(ImportRun).where(ImportRun.region_id == region.id).order_by(ImportRun.id.desc()).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def listing(region: Region, *, number: int = 1) -> Page[Any]:
    """Imports, newest first: the run, its source's name and who asked for it."""
    statement: Any = (
        select(ImportRun, Source.name.label("source"), shown_name().label("person"))
        .join(Source, Source.id == ImportRun.source_id)
        .outerjoin(User, User.id == ImportRun.requested_by_id)
        .where(ImportRun.region_id == region.id)
        .order_by(ImportRun.id.desc())
    )
    return paginate(statement, number=number, size=PAGE_SIZE, scalars=False)


def run(region: Region, run_id: int) -> tuple[ImportRun, Source]:
    """One import of the region itself, with its source.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    statement = select(ImportRun, Source).join(Source, Source.id == ImportRun.source_id)
    row = db.session.execute(statement.where(ImportRun.id == run_id, ImportRun.region_id == region.id)).one_or_none()
    if row is None:
        raise NotFound(_("Inläsningen finns inte, eller så har du inte tillgång till den."))
    return row


def sources(region: Region) -> list[str]:
    """Names of the region's sources, for the upload form's suggestions."""
    statement = select(Source).where(Source.region_id == region.id).order_by(Source.name_key)
    return [source.name for source in db.session.execute(statement).scalars() if not source.is_kept_here]


def faults(run_id: int, *, number: int = 1) -> Page[ImportFault]:
    """One page of what was wrong in a file, in the order of its rows."""
    statement = select(ImportFault).where(ImportFault.run_id == run_id).order_by(ImportFault.row, ImportFault.id)
    return paginate(statement, number=number, size=PAGE_SIZE)


def all_faults(run_id: int) -> Iterator[tuple[int, str, str, str, bool]]:
    """Everything that was wrong in a file: row, column, value, cause in words, and whether the whole row was left out."""
    statement = select(ImportFault).where(ImportFault.run_id == run_id).order_by(ImportFault.row, ImportFault.id)
    for fault in db.session.execute(statement).scalars():
        yield fault.row, fault.column, fault.value, explain(fault.cause, fault.value, fault.detail), fault.rejected
