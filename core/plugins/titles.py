"""A title that several organisations have agreed on. See the hook `title_hits`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TitleHit:
    """What a typed title means by an agreed standard.

    Args:
        title: The title that was found, such as a municipality's own.
        standard: The common title that it stands for.
        occupation_group: SSYK 2012, four digits.
        ref: The standard, `"<plugin>:<kind>:<id>"`.
        url: Its page, a path of this site.
        occupation_id: The concept of the taxonomy, if the standard names one.
    """

    title: str
    standard: str
    occupation_group: str
    ref: str
    url: str
    occupation_id: str = ""
