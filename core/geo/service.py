"""Keeping the tables of counties and municipalities like the files in `data/`. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db, sort_key
from core.geo.models import County, Municipality
from core.geo.places import counties, municipalities


def sync_municipalities() -> int:
    """Bring the tables up to the files: add what is new, correct what has changed. May be run at every upgrade.

    A code that is no longer in the files is kept, since records refer to it.

    Returns:
        How many rows were added or changed.
    """
    changed = 0
    known_counties = {county.code: county for county in db.session.execute(select(County)).scalars()}
    for code, name in counties().items():
        row = known_counties.get(code)
        if row is None:
            db.session.add(County(code=code, name=name))
            changed += 1
        elif row.name != name:
            row.name = name
            changed += 1
    db.session.flush()
    known = {row.code: row for row in db.session.execute(select(Municipality)).scalars()}
    for place in municipalities().values():
        wanted = {
            "name": place.name,
            "sort_key": sort_key(place.name)[:60],
            "county_code": place.county_code,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
        municipality = known.get(place.code)
        if municipality is None:
            db.session.add(Municipality(code=place.code, **wanted))
            changed += 1
        elif any(getattr(municipality, key) != value for key, value in wanted.items()):
            for key, value in wanted.items():
                setattr(municipality, key, value)
            changed += 1
    db.session.flush()
    return changed
