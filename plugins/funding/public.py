"""What other pages show of calls and projects: search hits, links, days in calendars, the yearly report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.clock import today
from core.db import db, one_or_none
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import CalendarItem, Link, SearchHit, Section
from core.users.queries import may
from core.web.format import format_number
from plugins.funding.calls.models import CallWatch, FundingCall
from plugins.funding.calls.queries import Filters, listing
from plugins.funding.indicators_common.queries import began_in_year
from plugins.funding.links import path
from plugins.funding.permissions import READ_CALLS, READ_PROJECTS
from plugins.funding.projects.models import Project
from plugins.funding.projects.queries import sums_of_year
from plugins.funding.scope import funding_scope

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MAX_ITEMS = 200


def search(region: Region, user: User | None, query: str, limit: int) -> list[SearchHit]:
    """Open calls that hold the words, for who may see calls."""
    if not query.strip() or not may(user, region, READ_CALLS):
        return []
    with funding_scope(region):
        found = db.session.execute(listing(region, Filters(q=query), user).limit(limit)).scalars().all()
    return [SearchHit(each.title, path("call", region, call_id=each.id), _("Utlysning"), each.funder, score=0.45) for each in found]


def resolve_ref(region: Region, user: User | None, ref: str) -> Link | None:
    """The link behind a ref of a call or a project, for who may see it."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind not in ("call", "project") or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    if not may(user, region, READ_CALLS if kind == "call" else READ_PROJECTS):
        return None
    with funding_scope(region):
        call = one_or_none(FundingCall, int(number)) if kind == "call" else None
        project = one_or_none(Project, int(number)) if kind == "project" else None
    if call is not None and call.region_id == region.id:
        return Link(call.title, path("call", region, call_id=call.id), _("Utlysning"))
    if project is not None and project.region_id == region.id:
        return Link(project.title, path("project", region, project_id=project.id), _("Projekt"))
    return None


def calendar_items(region: Region, user: User | None) -> list[CalendarItem]:
    """The last days of the calls that a person watches."""
    if user is None or not may(user, region, READ_CALLS):
        return []
    wanted = (
        select(FundingCall)
        .join(CallWatch, CallWatch.call_id == FundingCall.id)
        .where(FundingCall.region_id == region.id, CallWatch.user_id == user.id)
        .where(FundingCall.closes_on >= today(), FundingCall.withdrawn_at.is_(None))
        .order_by(FundingCall.closes_on, FundingCall.id)
        .limit(MAX_ITEMS)
    )
    with funding_scope(region):
        found = db.session.execute(wanted).scalars().all()
    return [
        CalendarItem(
            uid=f"funding:call:{each.id}:closes",
            summary=_l("Sista dagen att söka: %(title)s", title=each.title),
            start=each.closes_on,
            updated=each.updated_at,
            url=path("call", region, call_id=each.id),
        )
        for each in found
    ]


def report_sections(region: Region, period: int) -> list[Section]:
    """How many projects ran in a year, and the money."""
    with funding_scope(region):
        count, granted, spent = sums_of_year(region, period)
        people = began_in_year(region, period)
    if not count:
        return []
    text = _(
        "Under %(year)s pågick %(count)s projekt med %(granted)s kronor i beviljade medel. %(spent)s kronor användes under året.",
        year=period,
        count=count,
        granted=format_number(granted, 0),
        spent=format_number(spent, 0),
    )
    about = _("%(people)s deltagare började i projekten under året, räknade en gång per projekt.", people=format_number(people or 0, 0))
    return [Section(_("Projekt och finansiering"), [text, about] if people else [text], weight=60)]
