"""What other pages show of standards: search hits, links, cards, days to remember, whether the plugin is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.clock import today
from core.db import one_or_none
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import CalendarItem, Card, Check, Link, SearchHit, TitleHit
from core.users.queries import may, organisations_where
from plugins.role_standards.adoption.queries import reached
from plugins.role_standards.links import path
from plugins.role_standards.permissions import ANSWER, MAP, READ
from plugins.role_standards.referral.models import Referral
from plugins.role_standards.referral.queries import asked_of
from plugins.role_standards.scope import role_scope
from plugins.role_standards.standards import queries
from plugins.role_standards.standards.models import RoleStandard
from plugins.role_standards.titles.finding import title_hits
from plugins.role_standards.titles.queries import how_many_wait
from plugins.role_standards.watching.models import WatchedRequirement
from plugins.role_standards.watching.queries import listing as coming

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MOST_ITEMS = 100


def search(region: Region, query: str, limit: int) -> list[SearchHit]:
    """Agreed roles, found by their own or a local title."""
    return [
        SearchHit(
            hit.standard, hit.url, _("Gemensam yrkesroll"), "" if hit.title == hit.standard else f"{hit.title} → {hit.standard}", score=0.6
        )
        for hit in title_hits(region, query, limit)
    ]


def _why(hit: TitleHit) -> str:
    return "" if hit.title == hit.standard else f"{hit.title} → {hit.standard}"


def resolve_ref(region: Region, user: User | None, ref: str) -> Link | None:
    """The link behind a ref of a standard, a watched requirement or a referral, for who may read it."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind not in ("standard", "watched", "referral") or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    with role_scope(region):
        if kind == "watched":
            rule = one_or_none(WatchedRequirement, int(number))
            if rule is None or rule.region_id != region.id:
                return None
            return Link(rule.title, path("watched", region) + f"#watched-{rule.id}", _("Bevakat krav"))
        if kind == "referral":
            referral = one_or_none(Referral, int(number))
            if referral is None or referral.region_id != region.id or not may(user, region, READ):
                return None
            return Link(referral.title, path("referral", region, referral_id=referral.id), _("Remiss"))
        found = one_or_none(RoleStandard, int(number))
        if found is None or found.region_id != region.id:
            return None
        if not any(each.is_public for each in queries.versions(found)) and not may(user, region, READ):
            return None
        return Link(found.title, path("standard", region, standard_id=found.id), _("Gemensam yrkesroll"))


def dashboard_cards(region: Region, user: User | None) -> list[Card]:
    """What one's own organisations are asked and have not answered, and their titles that wait."""
    if user is None:
        return []
    cards = []
    with role_scope(region):
        reach = organisations_where(user, region, ANSWER)
        asked = [(found, row) for found, row in asked_of(region, reach.organisations) if row.answered_at is None]
        waiting = how_many_wait(region, reached(region, user, MAP)) if may(user, region, MAP) else 0
    if asked:
        context = {"asked": [(found.title, found.answer_by, found.id, row.id) for found, row in asked[:5]]}
        cards.append(Card(_l("Yrkesroller på remiss hos er"), "role_standards/cards/asked.html", context, weight=46, kind="todo"))
    if waiting:
        cards.append(Card(_l("Titlar att koppla"), "role_standards/cards/titles.html", {"waiting": waiting}, weight=47, kind="todo"))
    return cards


def calendar_items(region: Region, user: User | None) -> list[CalendarItem]:
    """For everybody when watched requirements begin to hold; for a person also the last days to answer."""
    with role_scope(region):
        if user is None:
            rows = [row for row in coming(region, size=MOST_ITEMS).items if row.in_force_on is not None]
            return [
                CalendarItem(
                    uid=f"role_standards:watched:{row.id}",
                    summary=_("Börjar gälla: %(title)s", title=row.title),
                    start=row.in_force_on,
                    updated=row.updated_at,
                    url=path("watched", region) + f"#watched-{row.id}",
                )
                for row in rows
                if row.in_force_on is not None and row.in_force_on >= today()
            ]
        reach = organisations_where(user, region, ANSWER)
        return [
            CalendarItem(
                uid=f"role_standards:consulted:{row.id}",
                summary=_("Sista dagen att svara: %(title)s", title=found.title),
                start=found.answer_by,
                updated=found.updated_at,
                url=path("answer_own_referral", region, referral_id=found.id, consulted_id=row.id),
            )
            for found, row in asked_of(region, reach.organisations)
            if row.answered_at is None
        ]


def region_checks(region: Region) -> list[Check]:
    """Whether there is a role that holds."""
    with role_scope(region):
        there = bool(queries.agreed(region))
    remedy = _l("Skriv en yrkesroll, skicka den på remiss och skriv in beslutet.")
    return [Check(_l("Det finns en beslutad yrkesroll"), there, remedy, "role_standards.standards")]
