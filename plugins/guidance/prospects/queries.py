"""Reads on forecasts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import Page, db, paginate
from core.regions.models import Region
from plugins.guidance.prospects.models import Prospect


def of_group(region: Region, occupation_group: str, county: str) -> Sequence[Prospect]:
    """The forecasts for a group in a county, by horizon; for the country where there is none for the county."""
    wanted = select(Prospect).where(
        Prospect.region_id == region.id, Prospect.occupation_group == occupation_group, Prospect.county_code.in_(("", county))
    )
    rows = db.session.execute(wanted.order_by(Prospect.county_code)).scalars()
    return sorted({row.horizon: row for row in rows}.values(), key=lambda row: row.horizon)


def prospects(region: Region, *, number: int = 1, size: int = 50) -> Page[Prospect]:
    """All forecasts, by group."""
    order = (Prospect.occupation_group, Prospect.county_code, Prospect.horizon)
    return paginate(select(Prospect).where(Prospect.region_id == region.id).order_by(*order), number=number, size=size)


def groups(region: Region) -> list[str]:
    """The occupation groups that there is a forecast for."""
    wanted = select(Prospect.occupation_group).where(Prospect.region_id == region.id).distinct().order_by(Prospect.occupation_group)
    return list(db.session.execute(wanted).scalars())
