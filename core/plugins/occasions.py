"""An occasion to learn, open to those who work in the region. See the hook `learning_occasions`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LearningOccasion:
    """A meeting, lecture or conference that staff can take part in, or whose material they can use afterwards.

    Args:
        ref: Names it, `"<plugin>:<kind>:<id>"`.
        title: What it is called.
        url: Its page, a path of this site.
        starts, ends: Aware moments.
        themes: What it is about, in words.
        material_url: Where what was shown can be found afterwards; empty when there is nothing.
    """

    ref: str
    title: str
    url: str
    starts: datetime
    ends: datetime | None = None
    themes: tuple[str, ...] = ()
    material_url: str = ""
