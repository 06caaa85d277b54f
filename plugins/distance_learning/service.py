"""What can be done with notes. Nothing here commits: that is for the view, the job or the command that calls it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from core.db import db, one_or_none, utcnow
from core.errors import DomainError
from core.events import emit
from core.i18n import gettext as _
from core.plugins.settings import settings_for
from core.regions.models import Region
from plugins.distance_learning.events import NoteWritten
from plugins.distance_learning.models import Note
from plugins.distance_learning.queries import count_open
from plugins.distance_learning.settings import DistanceLearningSettings


def write_note(*, region: Region, title: str, text: str) -> Note:
    """Write a note and tell others.

    Raises:
        DomainError: when the region shows as many notes as its settings allow.
    """
    most = settings_for(region, "distance_learning", DistanceLearningSettings).most_notes
    if count_open(region) >= most:
        raise DomainError(_("Regionen visar redan %(n)s anteckningar. Be din administratör att höja gränsen.", n=most))
    note = Note(region_id=region.id, title=title.strip(), text=text.strip())
    db.session.add(note)
    db.session.flush()
    emit(NoteWritten(note_id=note.id, title=note.title), region=region)
    return note


def count_words(*, note_id: int) -> None:
    """Count the words of a note. Counted again it comes to the same, so a second delivery does no harm."""
    note = one_or_none(Note, note_id)
    if note is not None:
        note.words = len(note.text.split())


def archive_old_notes(*, region: Region) -> None:
    """Put away the region's notes that are older than its settings say."""
    days = settings_for(region, "distance_learning", DistanceLearningSettings).archive_after_days
    old = select(Note).where(Note.region_id == region.id, Note.archived.is_(False), Note.created_at < utcnow() - timedelta(days=days))
    for note in db.session.execute(old).scalars():
        note.archived = True
