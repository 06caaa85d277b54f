"""Reads on the texts that staff have written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from core.db import Page, db, get, paginate
from core.regions.models import Region
from plugins.guidance.texts.models import GuidanceText


def text(text_id: int, *, lock: bool = False) -> GuidanceText:
    """One text of the region.

    Raises:
        NotFound: when there is none.
    """
    return get(GuidanceText, text_id, lock=lock)


def texts(region: Region, *, number: int = 1, size: int = 30) -> Page[GuidanceText]:
    """All texts, by occupation group."""
    order = (GuidanceText.occupation_group, GuidanceText.municipality_code, GuidanceText.language, GuidanceText.id)
    return paginate(select(GuidanceText).where(GuidanceText.region_id == region.id).order_by(*order), number=number, size=size)


def of_page(region: Region, occupation_group: str, municipality: str) -> Sequence[GuidanceText]:
    """The texts of a page: for the municipality before those for all the region, and of each language and kind only the nearest."""
    here: Any = GuidanceText.municipality_code.is_(None)
    if municipality:
        here = or_(here, GuidanceText.municipality_code == municipality)
    wanted = select(GuidanceText).where(GuidanceText.region_id == region.id, GuidanceText.occupation_group == occupation_group, here)
    rows = db.session.execute(wanted.order_by(GuidanceText.language, GuidanceText.id)).scalars().all()
    nearest: dict[tuple[str, bool], GuidanceText] = {}
    for row in sorted(rows, key=lambda each: each.municipality_code is not None):
        nearest[row.language, row.is_easy] = row
    return sorted(nearest.values(), key=lambda each: (each.language != "sv", each.language))
