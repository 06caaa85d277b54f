"""A plugin's part of the page that guides people towards an occupation in a place. See the hook `guidance_sections`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

GuidanceKind = Literal["needed", "ways", "role", "placements", "prospects", "employers", "meetings"]


@dataclass(frozen=True)
class GuidanceItem:
    """One line of a section: a course, a requirement, a place.

    Args:
        title: What it is, in its own words.
        text: More, in a sentence or two.
        url: Its page, a path of this site; empty when it has none.
        starts: When it begins, if it does.
    """

    title: str
    text: Any = ""
    url: str = ""
    starts: date | None = None


@dataclass(frozen=True)
class GuidanceSection:
    """What one plugin knows of an occupation group in a municipality. Only what everybody may see: sums, never single answers.

    Args:
        kind: Where it stands. The page has a fixed order: `needed`, `ways`, `role`, `placements`, `prospects`, `employers`, `meetings`.
        title: Heading (lazy text).
        paragraphs: Sentences (lazy texts), the finding first.
        items: What there is, the most useful first; a plugin gives at most some ten.
        weight: Order within the kind.
    """

    kind: GuidanceKind
    title: Any
    paragraphs: Sequence[Any] = ()
    items: Sequence[GuidanceItem] = ()
    weight: int = 100
