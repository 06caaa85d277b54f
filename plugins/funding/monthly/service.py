"""Sending a month: checked, frozen, and corrected by a new version. Nothing here commits."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from core.audit.service import record
from core.db import db, utcnow
from core.encrypted import seal, unseal
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.funding.monthly import files, queries
from plugins.funding.monthly.columns import from_stored, read
from plugins.funding.monthly.models import ColumnSet, MonthlyFile
from plugins.funding.monthly.queries import Month
from plugins.funding.projects.models import Project
from plugins.funding.settings import funding_settings

if TYPE_CHECKING:
    from core.users.models import User


def rows_of(region: Region, project: Project, found: Month) -> list[dict[str, Any]]:
    """The rows of a month in the order of the file: by start day, then number."""
    settings = funding_settings(region)
    return [
        files.row_of(
            project,
            person,
            files.pseudo_number(person, settings) if person.is_protected else unseal(person, "personal_number"),
            found.month,
            hours,
        )
        for person, hours, _unsigned in found.rows
    ]


def send(*, region: Region, project: Project, month: date, user: User | None) -> MonthlyFile:
    """Freeze the file of a month as sent: the first, or a correction of the one before.

    Raises:
        DomainError: when something in the month is wrong; the page says what.
        Conflict: when nothing has changed since the last file.
    """
    found = queries.month(project, month)
    if found.faults:
        raise DomainError(_("Månaden kan inte skickas än. Rätta det som står i listan först."))
    if found.sent and not found.changed:
        raise Conflict(_("Ingenting har ändrats sedan filen skickades."))
    rows = rows_of(region, project, found)
    columns = queries.columns_of(region, found.sent)
    made = MonthlyFile(
        region_id=region.id,
        project_id=project.id,
        month=found.month,
        number=len(found.sent) + 1,
        sent_at=utcnow(),
        sent_by_id=user.id if user else None,
        people=len(rows),
        hours=round(found.hours, 2),
        columns=[list(each) for each in columns],
        hours_by={str(person.id): round(hours, 2) for person, hours, _unsigned in found.rows},
    )
    db.session.add(made)
    db.session.flush()
    seal(made, "content", json.dumps(rows, ensure_ascii=False))
    made.sha256 = hashlib.sha256(files.workbook(rows, made.sent_at, columns)).hexdigest()
    db.session.flush()
    record(
        "funding.month.sent", region=region, subject=project.ref, title=project.title, month=found.month.isoformat()[:7], number=made.number
    )
    return made


def content(found: MonthlyFile) -> bytes:
    """The file as it was sent.

    Raises:
        Conflict: when it cannot be made again byte for byte.
    """
    made = files.workbook(json.loads(unseal(found, "content")), found.sent_at, from_stored(found.columns))
    if hashlib.sha256(made).hexdigest() != found.sha256:
        raise Conflict(_("Filen kan inte återskapas exakt som den skickades. Kontakta driften."))
    return made


def write_columns(*, region: Region, text: str, version: int) -> ColumnSet:
    """Write other columns for the region's monthly files. They are looked at first, and not in force.

    Args:
        version: Of the set that was looked at; 0 where there was none.

    Raises:
        DomainError: telling everything that is wrong.
        Conflict: when somebody else has written meanwhile.
    """
    columns = read(text)
    found = queries.column_set(region, lock=True)
    if (found.version if found is not None else 0) != version:
        raise Conflict(_("Någon annan har ändrat kolumnerna. Läs in sidan igen."))
    if found is None:
        found = ColumnSet(region_id=region.id)
        db.session.add(found)
    found.draft = [list(each) for each in columns]
    db.session.flush()
    record("funding.columns.written", region=region, count=len(columns))
    return found


def use_columns(*, region: Region) -> None:
    """Put the columns that were written in force. Months that have been sent keep theirs.

    Raises:
        Conflict: when nothing is written.
    """
    found = queries.column_set(region, lock=True)
    if found is None or not found.draft:
        raise Conflict(_("Det finns inga nya kolumner att använda."))
    found.columns, found.draft = found.draft, []
    db.session.flush()
    record("funding.columns.used", region=region, count=len(found.columns))


def default_columns(*, region: Region) -> None:
    """Go back to the columns of the program, and forget what is written.

    Raises:
        Conflict: when the region has nothing of its own.
    """
    found = queries.column_set(region, lock=True)
    if found is None or not (found.columns or found.draft):
        raise Conflict(_("Regionen har redan de vanliga kolumnerna."))
    found.columns, found.draft = [], []
    db.session.flush()
    record("funding.columns.default", region=region)
