"""What is published."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import BaseModel

from core.events import Event


class Stored(Event):
    """A post was stored."""

    name: ClassVar[str] = "chaos_probe.stored.v1"

    token: str

    @classmethod
    def sample(cls) -> Self:
        return cls(token="c0-1")


class StoredPayload(BaseModel):
    """What the probe's own handler reads of it."""

    token: str
