"""What the plugin tells others."""

from __future__ import annotations

from typing import ClassVar, Self

from core.events import Event


class TitlesAgreed(Event):
    """A role standard is in force, or is withdrawn; with every title that is agreed to mean it.

    Args:
        titles: Local titles, and the common one.
        revision: A lower one than the last that was heard is an older word.
    """

    name: ClassVar[str] = "role_standards.titles_agreed.v1"
    permission: ClassVar[str] = "role_standards.standard.read"

    standard_id: int
    title: str
    occupation_group: str
    titles: list[str]
    withdrawn: bool
    revision: int = 0

    @classmethod
    def sample(cls) -> Self:
        return cls(
            standard_id=3, title="Barnskötare", occupation_group="5311", titles=["Barnpedagog", "Barnskötare"], withdrawn=False, revision=4
        )
