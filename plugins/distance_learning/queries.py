"""Reads. No query names a region to be safe: the tenant fence does that. It is named where other regions' rows may be read too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db import Page, count, get, paginate
from core.regions.models import Region
from plugins.distance_learning.models import Note


def open_notes(*, number: int = 1) -> Page[Any]:
    """A page of the notes that are not archived, the newest first."""
    return paginate(select(Note).where(Note.archived.is_(False)).order_by(Note.id.desc()), number=number)


def note_of(note_id: int) -> Note:
    """One note.

    Raises:
        NotFound: when there is none in this region.
    """
    return get(Note, note_id)


def count_open(region: Region) -> int:
    """How many of the region's own notes are not archived."""
    return count(select(Note).where(Note.region_id == region.id, Note.archived.is_(False)))
