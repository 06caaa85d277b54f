"""Imports outside the request, and the nightly clearing away."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.db import db, utcnow
from core.i18n import gettext as _
from core.imports import work
from core.imports.models import ImportRow, ImportStatus, TableImport
from core.imports.service import UNDO_DAYS, forget_file
from core.plugins.declarations import Job

if TYPE_CHECKING:
    from core.regions.models import Region

KEEP_FILE = timedelta(days=7)
KEEP_ROWS = timedelta(days=UNDO_DAYS)
STUCK_AFTER = timedelta(days=1)
_UNDER_WAY = (ImportStatus.CHECKING, ImportStatus.APPLYING, ImportStatus.UNDOING)


def check_import(region: Region, import_id: int) -> None:
    """Read and check a file."""
    work.check(region, import_id)


def apply_import(region: Region, import_id: int) -> None:
    """Apply an import's good rows."""
    work.apply(region, import_id)


def undo_import(region: Region, import_id: int) -> None:
    """Take an import back."""
    work.undo(region, import_id)


def clear_imports(region: Region) -> None:
    """Throw away files after a week, and rows when they can no longer be undone; give up what has stood still for a day."""
    now = utcnow()
    filed = select(TableImport).where(TableImport.stored_name != "", TableImport.created_at < now - KEEP_FILE)
    for found in db.session.execute(filed).scalars():
        forget_file(found)
        if found.status in (ImportStatus.UPLOADED, ImportStatus.CHECKED):
            found.status, found.message = ImportStatus.FAILED, _("Filen lästes inte in inom en vecka och är borttagen.")
    stuck = select(TableImport).where(TableImport.status.in_(_UNDER_WAY), TableImport.updated_at < now - STUCK_AFTER)
    for found in db.session.execute(stuck).scalars():
        found.status, found.message = ImportStatus.FAILED, _("Arbetet avbröts av ett fel. Det som redan var gjort finns kvar.")
    old = select(TableImport.id).where(TableImport.region_id == region.id, TableImport.created_at < now - KEEP_ROWS - KEEP_FILE)
    db.session.execute(delete(ImportRow).where(ImportRow.import_id.in_(old)), execution_options={"synchronize_session": False})


JOBS = [
    Job("core.check_import", check_import, queue="slow", timeout=600, retries=2, atomic=False),
    Job("core.apply_import", apply_import, queue="slow", timeout=900, retries=3, atomic=False),
    Job("core.undo_import", undo_import, queue="slow", timeout=900, retries=3, atomic=False),
    Job("core.clear_imports", clear_imports, queue="slow", timeout=300, every="20 3 * * *"),
]
