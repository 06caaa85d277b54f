"""Who is told when a rule changes: those who keep the standards, and the people of the municipalities that have begun with them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db import db
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.organisations.models import Organisation, OrganisationKind
from core.plugins import NoticeKind
from core.regions.models import Region
from core.users.models import User
from core.users.queries import organisations_where, with_permission
from core.web.format import format_date
from plugins.role_standards.adoption.queries import begun
from plugins.role_standards.links import path
from plugins.role_standards.permissions import ADOPT, READ
from plugins.role_standards.watching.models import WatchedRequirement
from plugins.role_standards.watching.queries import standards_of

WATCHED = "role_standards.requirement_changes"
KINDS = [
    NoticeKind(
        WATCHED,
        _l("Ett krav som rör en yrkesroll ändras"),
        _l("När en lag eller föreskrift som rör en yrkesroll läggs till eller ändras, och innan den börjar gälla."),
        audience=READ,
    )
]


def concerned(region: Region, row: WatchedRequirement) -> list[User]:
    """Those who may say how far a municipality has come: for all of them, or for one that has begun with a standard that is touched."""
    touched = standards_of([row])[row.id]
    places = begun(region, [each.id for each in touched]) if touched else set()
    wanted = select(Organisation.id).where(
        Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.municipality_code.in_(sorted(places))
    )
    theirs = set(db.session.execute(wanted).scalars()) if places else set()
    found = []
    for user in with_permission(region, ADOPT):
        reach = organisations_where(user, region, ADOPT)
        if reach.everywhere or theirs & reach.organisations:
            found.append(user)
    return found


def tell(region: Region, row: WatchedRequirement, key: str, title: Any) -> int:
    """Tell those concerned; with the same key, once only."""
    names = ", ".join(each.title for each in standards_of([row])[row.id])
    body = _l("Berör: %(names)s. Gäller från %(day)s.", names=names or "–", day=format_date(row.in_force_on) if row.in_force_on else "–")
    return notify(
        kind=WATCHED,
        users=concerned(region, row),
        region=region,
        key=f"{row.id}:{key}",
        title=title,
        body=body,
        url=path("watched", region) + f"#watched-{row.id}",
        subject_ref=row.ref,
        group=row.title,
    )
