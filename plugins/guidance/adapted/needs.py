"""Reads on needs: the ready-made ones, with what the region has changed, hidden and added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from core.i18n import gettext as _
from core.i18n import language
from core.regions.models import Region
from plugins.guidance.adapted.models import AdaptedNeed
from plugins.guidance.adapted.ready_made import ready_needs


@dataclass(frozen=True)
class Need:
    """A need as the region shows it.

    Args:
        fits: A way with any of these codes meets it. Empty: no data tell of it.
        checklist: The code of a check-list that tells more.
        is_ready: Whether it stands in the ready-made set.
        is_own: Whether the region has its own text for it.
    """

    code: str
    title: str
    text: str
    fits: Sequence[str]
    checklist: str
    position: int = 0
    is_hidden: bool = False
    is_ready: bool = False
    is_own: bool = False


def rows(region: Region) -> dict[str, AdaptedNeed]:
    """What the region has changed or added, by code."""
    found = db.session.execute(select(AdaptedNeed).where(AdaptedNeed.region_id == region.id)).scalars()
    return {row.code: row for row in found}


def needs(region: Region, *, hidden: bool = False) -> list[Need]:
    """The region's needs in its order, in the reader's language; the hidden ones only when asked for."""
    own, tongue = rows(region), language()
    found = []
    for code in dict.fromkeys([*ready_needs(), *own]):
        ready, row = ready_needs().get(code), own.get(code)
        if ready is None and (row is None or not row.title):
            continue
        hides = bool(row and row.is_hidden)
        position = row.position if row is not None and row.position else ready.position if ready else 0
        if row is not None and row.title:
            title, text = (row.title_en, row.text_en or row.text) if tongue == "en" and row.title_en else (row.title, row.text)
            need = Need(code, title, text, tuple(row.fits), row.checklist, position, hides, ready is not None, is_own=True)
        elif ready is not None:
            shown = "en" if tongue == "en" else "sv"
            need = Need(code, ready.titles[shown], ready.texts[shown], ready.fits, ready.checklist, position, hides, is_ready=True)
        if hidden or not hides:
            found.append(need)
    return sorted(found, key=lambda each: (each.position, each.title))


def need_row(region: Region, code: str, *, lock: bool = False) -> AdaptedNeed | None:
    """What the region has changed of a need; None when it stands as it was made.

    Raises:
        NotFound: when there is no such need.
    """
    wanted = select(AdaptedNeed).where(AdaptedNeed.region_id == region.id, AdaptedNeed.code == code)
    found = db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()
    if code not in ready_needs() and (found is None or not found.title):
        raise NotFound(_("Behovet finns inte. Det kan ha tagits bort."))
    return found
