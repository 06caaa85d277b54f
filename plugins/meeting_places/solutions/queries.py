"""Reads on local solutions: the public library, one's own, and those that wait for the region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from core.clock import today
from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.mailed_links import MAX_TOKEN, digest
from core.organisations.models import Organisation, OrganisationRegion
from core.organisations.queries import organisations_of
from core.records.people import protected_addresses
from core.search import index
from core.search.stems import query_stems
from core.users.queries import organisations_where
from plugins.meeting_places.permissions import SOLUTIONS
from plugins.meeting_places.series.models import Theme
from plugins.meeting_places.settings import meeting_settings
from plugins.meeting_places.solutions.models import Solution, SolutionStatus, SolutionTheme, SolutionUse

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

KIND = "meeting_places.solution"
MONTH_DAYS = 30.44
SORTS = ("", "used", "title")


@dataclass(frozen=True)
class Filters:
    """What to show. Empty: everything.

    Args:
        theme: The name of a theme; regions that share call it the same or not at all.
        fresh: Only what somebody has said still holds.
        sort: "" the latest first, "used" what most others use, "title" by name.
    """

    q: str = ""
    theme: str = ""
    municipality: str = ""
    fresh: bool = False
    sort: str = ""

    def arguments(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {each.name: 1 if each.name == "fresh" else getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}


@dataclass(frozen=True)
class Row:
    """A solution of a list, with whose it is, its themes, and how many others use it."""

    solution: Solution
    organisation: str
    themes: Sequence[str]
    uses: int
    is_old: bool


def listing(region: Region, filters: Filters, *, number: int = 1, size: int = 30) -> Page[Row]:
    """One page of the library: what is published in the region, and in those that share with it."""
    found = paginate(_published(filters, region), number=number, size=size)
    return Page(items=rows(region, found.items), total=found.total, number=found.number, size=found.size)


def everything(region: Region, filters: Filters, limit: int) -> list[Row]:
    """The same as one list, for files."""
    return rows(region, db.session.execute(_published(filters, region).limit(limit)).scalars().all())


def _published(filters: Filters, region: Region) -> Select[Any]:
    wanted = select(Solution).where(Solution.status == SolutionStatus.PUBLISHED)
    if filters.q:
        by_title = Solution.title.icontains(filters.q, autoescape=True)
        wanted = wanted.where(Solution.id.in_(index.matching(KIND, filters.q)) if query_stems(filters.q) else by_title)
    if filters.theme:
        of_theme = select(SolutionTheme.solution_id).join(Theme, Theme.id == SolutionTheme.theme_id).where(Theme.name == filters.theme)
        wanted = wanted.where(Solution.id.in_(of_theme))
    if filters.municipality:
        wanted = wanted.where(Solution.municipality_code == filters.municipality)
    if filters.fresh:
        wanted = wanted.where(Solution.confirmed_on >= oldest_day(region))
    if filters.sort == "used":
        uses = select(func.count(SolutionUse.id)).where(SolutionUse.solution_id == Solution.id).scalar_subquery()
        return wanted.order_by(uses.desc(), Solution.sort_key, Solution.id)
    if filters.sort == "title":
        return wanted.order_by(Solution.sort_key, Solution.id)
    return wanted.order_by(Solution.published_at.desc(), Solution.id.desc())


def rows(region: Region, found: Sequence[Solution]) -> list[Row]:
    """Solutions as a list shows them, with the same number of queries however many they are."""
    ids = [each.id for each in found]
    names = organisation_names(each.organisation_id for each in found)
    themes, uses, oldest = themes_of(ids), _uses(ids), oldest_day(region)
    return [
        Row(each, names.get(each.organisation_id or 0, ""), themes.get(each.id, ()), uses.get(each.id, 0), is_old(each, oldest))
        for each in found
    ]


def organisation_names(ids: Iterable[int | None]) -> dict[int, str]:
    """What organisations are called."""
    wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_({each for each in ids if each}))
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def themes_of(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The names of solutions' themes, by solution."""
    wanted = select(SolutionTheme.solution_id, Theme.name).join(Theme, Theme.id == SolutionTheme.theme_id)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, name in db.session.execute(wanted.where(SolutionTheme.solution_id.in_(ids)).order_by(Theme.sort_key)):
        found[key].append(name)
    return found


def theme_ids(solution: Solution) -> list[int]:
    """The themes of a solution."""
    wanted = select(SolutionTheme.theme_id).where(SolutionTheme.solution_id == solution.id).order_by(SolutionTheme.theme_id)
    return list(db.session.execute(wanted).scalars())


def _uses(ids: Sequence[int]) -> dict[int, int]:
    wanted = select(SolutionUse.solution_id, func.count()).where(SolutionUse.solution_id.in_(ids)).group_by(SolutionUse.solution_id)
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def users_of(solution: Solution) -> list[tuple[SolutionUse, str]]:
    """The organisations that do the same, by name."""
    wanted = (
        select(SolutionUse, Organisation.name)
        .join(Organisation, Organisation.id == SolutionUse.organisation_id)
        .where(SolutionUse.solution_id == solution.id)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [(use, name) for use, name in db.session.execute(wanted)]


def oldest_day(region: Region) -> date:
    """What was last confirmed before this day is old."""
    return today() - timedelta(days=round(meeting_settings(region).solution_months * MONTH_DAYS))


def is_old(solution: Solution, oldest: date) -> bool:
    """Whether it is long since somebody said that it still holds."""
    return solution.status == SolutionStatus.PUBLISHED and (solution.confirmed_on is None or solution.confirmed_on < oldest)


def published(solution_id: int) -> Solution:
    """A solution that everybody may see: one that is published, or was and is withdrawn.

    Raises:
        NotFound: when there is none.
    """
    found = get(Solution, solution_id)
    if found.published_at is None or found.status not in (SolutionStatus.PUBLISHED, SolutionStatus.WITHDRAWN):
        raise NotFound(missing())
    return found


def own(region: Region, user: Any, solution_id: int, *, lock: bool = False) -> Solution:
    """A solution of an organisation for which one acts, in this region.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(Solution, solution_id, lock=lock)
    if not may_change(region, user, found):
        raise NotFound(missing())
    return found


def may_change(region: Region, user: Any, solution: Solution) -> bool:
    """Whether one may change a solution here. What another region shares is changed there."""
    reach = organisations_where(user, region, SOLUTIONS)
    return solution.region_id == region.id and (reach.everywhere or solution.organisation_id in reach)


def waiting(region: Region, solution_id: int, *, lock: bool = False) -> Solution:
    """A solution that waits for the region.

    Raises:
        NotFound: when there is none, or it does not wait.
    """
    found = get(Solution, solution_id, lock=lock)
    if found.region_id != region.id or found.status != SolutionStatus.WAITING:
        raise NotFound(missing())
    return found


def mine(region: Region, user: User, *, number: int = 1, size: int = 30) -> Page[Row]:
    """The solutions of those for whom one acts, what waits for them first."""
    reach = organisations_where(user, region, SOLUTIONS)
    wanted = select(Solution).where(Solution.region_id == region.id)
    if not reach.everywhere:
        wanted = wanted.where(Solution.organisation_id.in_(reach.organisations))
    found = paginate(wanted.order_by(Solution.status, Solution.sort_key, Solution.id), number=number, size=size)
    return Page(items=rows(region, found.items), total=found.total, number=found.number, size=found.size)


def to_check(region: Region) -> Sequence[Solution]:
    """Those that wait for the region, the oldest first."""
    wanted = select(Solution).where(Solution.region_id == region.id, Solution.status == SolutionStatus.WAITING)
    return db.session.execute(wanted.order_by(Solution.updated_at, Solution.id).limit(200)).scalars().all()


def needing(region: Region, user: User, limit: int = 5) -> Sequence[Solution]:
    """One's own that the region sent back, or that nobody has looked through for long. Who acts for the whole region has none."""
    reach = organisations_where(user, region, SOLUTIONS)
    sent_back = (Solution.status == SolutionStatus.DRAFT) & (Solution.check_note != "")
    old = (Solution.status == SolutionStatus.PUBLISHED) & (Solution.confirmed_on < oldest_day(region))
    wanted = select(Solution).where(Solution.region_id == region.id, Solution.organisation_id.in_(reach.organisations), sent_back | old)
    return db.session.execute(wanted.order_by(Solution.confirmed_on, Solution.id).limit(limit)).scalars().all()


def acting_for(region: Region, user: User | None) -> list[Organisation] | None:
    """For whom one may write of solutions; None: for anybody."""
    if user is None:
        return []
    reach = organisations_where(user, region, SOLUTIONS)
    return None if reach.everywhere else [each for each in organisations_of(user, region) if each.id in reach]


def named(region: Region, organisation_id: int) -> list[Organisation]:
    """The organisation of that number in a region, if there is one."""
    wanted = select(Organisation).join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
    return list(db.session.execute(wanted.where(OrganisationRegion.region_id == region.id, Organisation.id == organisation_id)).scalars())


def by_token(region: Region, token: str, *, lock: bool = False) -> Solution | None:
    """The solution whose contact got a link."""
    if len(token) > MAX_TOKEN:
        return None
    wanted = select(Solution).where(Solution.region_id == region.id, Solution.confirm_digest == digest(token))
    if lock:
        wanted = wanted.with_for_update()
    return db.session.execute(wanted).scalar_one_or_none()


def contact(solution: Solution) -> tuple[str, str]:
    """Whom to ask: name and address. Nothing of somebody with protected identity."""
    if protected_addresses([solution.contact_email]):
        return "", ""
    return solution.contact_name, solution.contact_email


def missing() -> str:
    """What is said of what is not there, or is another's."""
    return _("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den.")
