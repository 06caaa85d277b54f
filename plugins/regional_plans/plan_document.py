"""A plan as a document that reads like print: what goes on referral and to the board."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from core.db import utcnow
from core.documents import Block, Document, Heading, KeyFacts, Paragraph, Table
from core.i18n import gettext as _
from core.i18n import speaking
from core.regions.models import Region
from core.web.format import format_date, format_number
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.parts_of_plan import named
from plugins.regional_plans.plans.queries import WholeAction, WholeArea, WholeIndicator, WholePlan

TONGUE = "sv"  # what goes on referral and to a Swedish board is written in Swedish
ROOM = 200_000  # characters that all texts of a plan may share in a document
MANY = 250  # actions: more than so many stand in tables, one row each


def plan_document(region: Region, tree: WholePlan, *, made_at: datetime | None = None) -> Document:
    """The whole plan."""
    with speaking(TONGUE):
        years = _("Planen gäller %(first)s–%(last)s.", first=tree.row.first_year, last=tree.row.last_year)
        return Document(
            title=tree.row.title,
            lead=years,
            language=TONGUE,
            author=region.name,
            site=current_app.extensions["samkraft_settings"].public_url,
            made_at=(made_at or utcnow()).replace(microsecond=0),
            blocks=tuple(plan_blocks(tree)),
            contents=True,
        )


def plan_blocks(tree: WholePlan) -> list[Block]:
    """Vision, background, and every priority with its focus areas and actions."""
    room = ROOM // max(1, len(tree.actions) + 2 * sum(1 + len(priority.areas) for priority in tree.priorities) + 4)
    blocks: list[Block] = []
    for heading, text in ((_("Vision"), tree.row.vision), (_("Bakgrund"), tree.row.background)):
        if text:
            blocks += [Heading(heading), *paragraphs(shortened(text, 2 * room))]
    for priority in tree.priorities:
        blocks.append(Heading(named(PartKind.PRIORITY, priority.number, priority.row.title)))
        if priority.row.goal:
            blocks.append(Paragraph((_("Mål: %(goal)s", goal=shortened(priority.row.goal, room)),)))
        for area in priority.areas:
            blocks.append(Heading(named(PartKind.FOCUS_AREA, area.number, area.row.title), 2))
            blocks += paragraphs(shortened(area.row.description, room))
            blocks += _table(area) if len(tree.actions) > MANY else _actions(area, room)
    return blocks


def _actions(area: WholeArea, room: int) -> list[Block]:
    blocks: list[Block] = []
    for action in area.actions:
        blocks.append(Heading(named(PartKind.ACTION, action.number, action.row.title), 3))
        blocks += paragraphs(shortened(action.row.description, room))
        blocks.append(facts([*action_facts(action), *((each.row.title, aim(each)) for each in action.indicators)]))
    return blocks


def _table(area: WholeArea) -> list[Block]:
    if not area.actions:
        return []
    rows = tuple((f"{action.number} {action.row.title}", action.owner, period(action)) for action in area.actions)
    return [Table(_("Insatser i %(area)s", area=area.row.title), (_("Insats"), _("Ansvarig"), _("Tid")), rows)]


def action_facts(action: WholeAction) -> list[tuple[str, str]]:
    """Who does it, with whom, when, and with which money."""
    return [
        (_("Ansvarig"), action.owner),
        (_("Deltar"), ", ".join(action.partners)),
        (_("Tid"), period(action)),
        (_("Finansiering"), money(action)),
    ]


def period(action: WholeAction) -> str:
    """From which day to which."""
    return _("%(first)s–%(last)s", first=format_date(action.row.starts_on), last=format_date(action.row.ends_on))


def money(action: WholeAction) -> str:
    """How it is paid, and how much."""
    amount = _("%(n)s kronor", n=format_number(action.row.amount)) if action.row.amount is not None else ""
    return ", ".join(part for part in (action.row.funding.rstrip("."), amount) if part)


def aim(indicator: WholeIndicator) -> str:
    """Where an indicator began and where it is to be."""
    row = indicator.row
    goal = _("mål %(n)s senast %(day)s", n=amount(row.target, row.unit), day=format_date(row.due_on))
    return _("utgångsläge %(n)s, %(goal)s", n=format_number(row.baseline), goal=goal) if row.baseline is not None else goal


def amount(number: float, unit: str) -> str:
    """A figure with its unit."""
    return f"{format_number(number)} {unit}".strip()


def facts(rows: list[tuple[str, str]]) -> KeyFacts:
    """Labels with values, those that have one."""
    return KeyFacts(tuple((label, value) for label, value in rows if value))


def paragraphs(text: str) -> list[Block]:
    """A text as paragraphs: an empty line parts them."""
    return [Paragraph((part.strip(),)) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def shortened(text: str, room: int) -> str:
    """A text that fits its room; what is cut is said by three points."""
    return text if len(text) <= room else text[: max(0, room - 1)].rsplit(" ", 1)[0] + "…"
