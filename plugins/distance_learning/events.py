"""What others are told, and this plugin's own reading of what it hears."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

from core.events import Event


class NoteWritten(Event):
    """A note was written."""

    name: ClassVar[str] = "distance_learning.note_written.v1"

    note_id: int
    title: str

    @classmethod
    def sample(cls) -> Self:
        return cls(note_id=7, title="Möte med exempelskolan")


class NoteToCount(BaseModel):
    """The part of the event that the subscription reads. It may hold more."""

    model_config = ConfigDict(extra="ignore")

    note_id: int
