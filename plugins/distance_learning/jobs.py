"""Work outside the request, and what is done when an event arrives. Both run at least once, so both may run again."""

from __future__ import annotations

from core.plugins import Job, Subscription
from core.regions.models import Region
from plugins.distance_learning import service
from plugins.distance_learning.events import NoteToCount, NoteWritten


def archive_old_notes(region: Region) -> None:
    """Every night: put old notes away."""
    service.archive_old_notes(region=region)


def on_note_written(region: Region, written: NoteToCount) -> None:
    """A note was written: count its words."""
    service.count_words(note_id=written.note_id)


JOBS = [Job("distance_learning.archive_old_notes", archive_old_notes, every="30 3 * * *")]
SUBSCRIPTIONS = [Subscription(NoteWritten.name, NoteToCount, on_note_written, "distance_learning.count_words")]
