"""What other pages show: search hits, the way in for everybody, whether the plugin is ready."""

from __future__ import annotations

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import Card, Check, SearchHit
from core.regions.models import Region
from plugins.guidance.adapted import lists as adapted
from plugins.guidance.links import path
from plugins.guidance.pages import queries
from plugins.guidance.prospects.queries import groups
from plugins.guidance.scope import guidance_scope


def dashboard_cards() -> list[Card]:
    """The way in for everybody."""
    return [Card(_l("Hitta ett yrke som behövs"), "guidance/cards/task.html", {}, weight=15, audience="public", kind="task")]


def search(region: Region, query: str, limit: int) -> list[SearchHit]:
    """The pages of the occupations that the words may mean."""
    with guidance_scope(region):
        hits = queries.search(region, query)[: min(limit, 3)]
        words = query.casefold().split()
        lists = [each for each in adapted.lists(region) if words and all(word in each.title.casefold() for word in words)][: min(limit, 3)]
    found = [SearchHit(hit.name, path("occupation", region, group=hit.code), _("Yrke"), hit.why, score=0.55) for hit in hits]
    return found + [
        SearchHit(each.title, path("checklist", region, code=each.code), _("Checklista"), each.intro, score=0.5) for each in lists
    ]


def region_checks(region: Region) -> list[Check]:
    """Whether there is a forecast to show."""
    with guidance_scope(region):
        known = bool(groups(region))
    return [Check(_l("Det finns prognoser för yrken"), known, _l("Läs in en fil med prognoser."), "guidance.prospects")]
