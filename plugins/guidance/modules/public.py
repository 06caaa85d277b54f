"""What other pages show of modules: search hits, links, what one has begun, days in the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import g, has_request_context

from core.db import one_or_none, utcnow
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import CalendarItem, Card, Link, SearchHit
from core.users.queries import may
from plugins.guidance.links import path
from plugins.guidance.modules import occasions, own, queries
from plugins.guidance.modules.models import Module, ModuleStatus
from plugins.guidance.permissions import LEARN
from plugins.guidance.scope import guidance_scope

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

NEW_DAYS = 30
SHOWN = 3


def keeper(user: User | None) -> User | None:
    """Who the progress may be shown to: the person, and not somebody who looks at the region as the person."""
    looked_at = has_request_context() and g.get("impersonation") is not None
    return None if looked_at else user


def dashboard_cards(region: Region, user: User | None) -> list[Card]:
    """What one has begun, and what is new."""
    learner = keeper(user)
    if learner is None or not may(learner, region, LEARN):
        return []
    since = utcnow() - timedelta(days=NEW_DAYS)
    with guidance_scope(region):
        rows = own.mine(region, learner.id)
        taken = {each.module.id for each in rows}
        begun = [each for each in rows if each.state == "begun"][:SHOWN]
        latest = queries.published(region, "", SHOWN + len(taken))
        new = [each for each in latest if each.id not in taken and each.published_at is not None and each.published_at >= since][:SHOWN]
        context = {
            "begun": [
                {
                    "title": each.module.title,
                    "url": path("module", region, module_id=each.module.id),
                    "done": each.done,
                    "steps": each.steps,
                }
                for each in begun
            ],
            "new": [{"title": each.title, "url": path("module", region, module_id=each.id)} for each in new],
        }
    if not begun and not new:
        return []
    title, template = _l("Din kompetensutveckling"), "guidance/cards/modules.html"
    return [Card(title, template, context, weight=55, kind="todo" if begun else "figures")]


def search(region: Region, user: User | None, query: str, limit: int) -> list[SearchHit]:
    """Published modules, for those who may take them."""
    if not query.strip() or not may(user, region, LEARN):
        return []
    with guidance_scope(region):
        found = queries.published(region, query, limit)
        return [SearchHit(each.title, path("module", region, module_id=each.id), _("Modul"), each.aim[:200]) for each in found]


def resolve_ref(region: Region, user: User | None, ref: str) -> Link | None:
    """The link behind a ref of a published module, for those who may take it."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind != "module" or not number.isascii() or not number.isdigit() or len(number) > 9 or not may(user, region, LEARN):
        return None
    with guidance_scope(region):
        found = one_or_none(Module, int(number))
        if found is None or found.region_id != region.id or found.status is not ModuleStatus.PUBLISHED:
            return None
        return Link(found.title, path("module", region, module_id=found.id), _("Modul"))


def calendar_items(region: Region, user: User | None) -> list[CalendarItem]:
    """The occasions to come in modules that one has begun."""
    learner = keeper(user)
    if learner is None:
        return []
    with guidance_scope(region):
        pairs = own.steps_with_occasion(region, learner.id)
    if not pairs:
        return []
    known = occasions.known(region)
    shown: dict[str, CalendarItem] = {}
    for module, step in pairs:
        found = known.get(step.occasion_ref)
        if found is not None and (found.ends or found.starts) >= utcnow():
            shown.setdefault(
                found.ref,
                CalendarItem(
                    uid=f"guidance:module_step:{step.id}",
                    summary=found.title,
                    start=found.starts,
                    end=found.ends or found.starts + timedelta(hours=1),
                    updated=step.updated_at,
                    url=path("module_step", region, module_id=module.id, step_id=step.id),
                ),
            )
    return list(shown.values())
