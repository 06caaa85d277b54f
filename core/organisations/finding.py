"""Organisations among the hits of the region-wide search, for those who may read the register."""

from __future__ import annotations

from flask import url_for

from core.db import db
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.naming import KINDS
from core.organisations.permissions import READ
from core.organisations.queries import OrganisationFilter, listing
from core.organisations.service import format_orgnr
from core.plugins.declarations import SearchHit
from core.regions.models import Region
from core.users.models import User
from core.users.queries import may

SHORTEST = 3


def find(region: Region, user: User | None, query: str, *, limit: int) -> list[SearchHit]:
    """The region's organisations with the text in their name, or a number that begins so. Those whose name begins so come first."""
    if len(query) < SHORTEST or not may(user, region, READ):
        return []
    rows = db.session.execute(listing(region, OrganisationFilter(q=query)).limit(limit)).scalars()
    return [
        SearchHit(
            title=found.name,
            url=url_for("core_organisations.detail", organisation_id=found.id),
            kind=KINDS[found.kind],
            summary=", ".join(
                part
                for part in (format_orgnr(found.orgnr), name_of(found.municipality_code or ""), _("nedlagd") if found.closed_on else "")
                if part
            ),
            score=0.8 if found.name.lower().startswith(query.lower()) else 0.6,
        )
        for found in rows
    ]
