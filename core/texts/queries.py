"""Reads on the region's own texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from core.db import db
from core.i18n import SOURCE, language
from core.records.people import shown_name
from core.regions.models import Region
from core.texts.catalogue import TEXTS
from core.texts.models import RegionText
from core.texts.render import render
from core.users.models import User


def raw(region: Region, key: str, code: str) -> str:
    """A text as it was written, in one language; empty when the region has none."""
    found = region.texts.get(code, {})
    return str(found.get(key, "")) if isinstance(found, dict) else ""


def shown(region: Region | None, key: str) -> str | Markup:
    """A text as it is shown, in the reader's language or else in Swedish; empty when the region has none."""
    if region is None:
        return ""
    text = raw(region, key, language()) or raw(region, key, SOURCE)
    return render(text) if text and TEXTS[key].formatted else text


def history(region: Region, key: str, code: str, limit: int = 20) -> Sequence[Any]:
    """The versions of a text and who saved each, newest first."""
    statement = (
        select(RegionText, shown_name())
        .outerjoin(User, User.id == RegionText.set_by_id)
        .where(RegionText.region_id == region.id, RegionText.key == key, RegionText.language == code)
        .order_by(RegionText.id.desc())
        .limit(limit)
    )
    return db.session.execute(statement).all()
