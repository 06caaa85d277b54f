"""What can be done with texts. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.db import db
from core.errors import Conflict
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.guidance.texts.models import GuidanceText

_KEY = ("occupation_group", "municipality_code", "language", "is_easy")


def save_text(*, region: Region, text: GuidanceText | None, facts: Mapping[str, Any]) -> GuidanceText:
    """Write a text, or change one.

    Raises:
        Conflict: when there is one already for the same occupation group, place, language and kind.
    """
    same = select(GuidanceText).where(GuidanceText.region_id == region.id)
    for name in _KEY:
        column = getattr(GuidanceText, name)
        same = same.where(column.is_(None) if facts[name] is None else column == facts[name])
    there = db.session.execute(same).scalar_one_or_none()
    if there is not None and (text is None or there.id != text.id):
        raise Conflict(_("Det finns redan en sådan text för yrket på språket. Ändra den i stället."), field="language")
    if text is None:
        text = GuidanceText(region_id=region.id, **facts)
        db.session.add(text)
    else:
        for name, value in facts.items():
            setattr(text, name, value)
    db.session.flush()
    record("guidance.text.saved", region=region, subject=text.ref, group=text.occupation_group, language=text.language)
    return text


def remove_text(*, region: Region, text: GuidanceText) -> None:
    """Take a text away. What stood in it is in no other place."""
    record("guidance.text.removed", region=region, subject=text.ref, group=text.occupation_group, language=text.language)
    db.session.delete(text)
    db.session.flush()
