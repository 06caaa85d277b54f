"""A plugin's part of the page that guides people towards an occupation in a place. See the hook `guidance_sections`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

GuidanceKind = Literal["needed", "ways", "role", "placements", "prospects", "employers", "meetings"]

# What a way can be said to offer, for those who look for it. A code is given only when the plugin's own data say so.
FITS = (
    "accessible",  # premises that somebody has marked as accessible
    "distance",  # given by distance
    "evening",  # taught, or open, in the evening
    "near",  # held, or possible to follow, in the municipality that is asked for; never without one
    "part_time",  # slower than full time
    "sign_language",  # given in sign language
    "support",  # with support at a learning centre
    "swedish",  # along with Swedish for those who are learning it
    "validation",  # what one already knows can be validated
)
_SWEDISH = re.compile(r"(?i)\b(?:yrkes-?sfi|sf[xi]|kombinationsutbildning|svenska som andraspråk)\b")
_VALIDATION = re.compile(r"(?i)\bvalidering")


def fits_of_title(title: str) -> list[str]:
    """What the name of a course says outright of whom it fits."""
    found = ["swedish"] if _SWEDISH.search(title) else []
    return [*found, "validation"] if _VALIDATION.search(title) else found


@dataclass(frozen=True)
class GuidanceItem:
    """One line of a section: a course, a requirement, a place.

    Args:
        title: What it is, in its own words.
        text: More, in a sentence or two.
        url: Its page, a path of this site; empty when it has none.
        starts: When it begins, if it does.
        fits: What it is known to offer, as codes of `FITS`. What is not told is shown as not known, so leave out what the data do not say.
        lacks: What it is known not to offer, as codes of `FITS`.
    """

    title: str
    text: Any = ""
    url: str = ""
    starts: date | None = None
    fits: Sequence[str] = ()
    lacks: Sequence[str] = ()


@dataclass(frozen=True)
class GuidanceSection:
    """What one plugin knows of an occupation group in a municipality. Only what everybody may see: sums, never single answers.

    Args:
        kind: Where it stands. The page has a fixed order: `needed`, `ways`, `role`, `placements`, `prospects`, `employers`, `meetings`.
        title: Heading (lazy text).
        paragraphs: Sentences (lazy texts), the finding first.
        items: What there is, the most useful first; a plugin gives at most thirty. The page shows the first ten at once.
        weight: Order within the kind.
    """

    kind: GuidanceKind
    title: Any
    paragraphs: Sequence[Any] = ()
    items: Sequence[GuidanceItem] = ()
    weight: int = 100
