"""What other pages show of local solutions: search hits, links, open data, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db, one_or_none
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import Card, Dataset, Link, SearchHit
from core.search import index
from core.users.queries import may
from plugins.meeting_places.links import path
from plugins.meeting_places.permissions import CHECK, SOLUTIONS
from plugins.meeting_places.scope import meeting_scope
from plugins.meeting_places.solutions import queries
from plugins.meeting_places.solutions.models import Solution, SolutionStatus
from plugins.meeting_places.solutions.queries import KIND, Filters

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

HEADER = ("solution_id", "title", "organisation", "municipality_code", "municipality", "themes", "used_by", "confirmed_on", "url")
MAX_ROWS = 5_000


def search(region: Region, query: str, limit: int) -> list[SearchHit]:
    """Published solutions that match all words."""
    wanted = select(Solution).where(Solution.status == SolutionStatus.PUBLISHED, Solution.id.in_(index.matching(KIND, query)))
    with meeting_scope(region):
        found = db.session.execute(wanted.order_by(Solution.sort_key, Solution.id).limit(limit)).scalars().all()
    return [
        SearchHit(each.title, path("solution", region, solution_id=each.id), _("Lokal lösning"), each.for_whom[:160], score=0.55)
        for each in found
    ]


def resolve_ref(region: Region, ref: str) -> Link | None:
    """The link behind `meeting_places:solution:<id>`."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind != "solution" or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    with meeting_scope(region):
        found = one_or_none(Solution, int(number))
    if found is None or found.published_at is None or found.status != SolutionStatus.PUBLISHED:
        return None
    return Link(found.title, path("solution", region, solution_id=found.id), _("Lokal lösning"))


def cards(region: Region, user: User | None) -> list[Card]:
    """What waits: solutions to look through, and one's own that were sent back or have grown old."""
    if user is None:
        return []
    with meeting_scope(region):
        to_check = queries.to_check(region)[:5] if may(user, region, CHECK) else []
        own = queries.needing(region, user) if may(user, region, SOLUTIONS) else []
    if not to_check and not own:
        return []
    context = {"to_check": to_check, "own": own}
    return [Card(_l("Lokala lösningar att se över"), "meeting_places/solutions/card.html", context, weight=55, kind="todo")]


def open_data(region: Region) -> list[Dataset]:
    """The library for anybody to use; no person stands in it."""

    def rows() -> Sequence[Sequence[Any]]:
        with meeting_scope(region):
            found = queries.everything(region, Filters(), MAX_ROWS)
        return [
            (row.solution.id, row.solution.title, row.organisation, row.solution.municipality_code or "",
             name_of(row.solution.municipality_code) if row.solution.municipality_code else "", ", ".join(row.themes), row.uses,
             row.solution.confirmed_on.isoformat() if row.solution.confirmed_on else "",
             path("solution", region, solution_id=row.solution.id))
            for row in found
        ]  # fmt: skip

    about = _l("Lösningar som kommuner och organisationer visar för varandra, och hur många som gör likadant.")
    return [Dataset("local-solutions", _l("Lokala lösningar"), about, HEADER, rows)]
