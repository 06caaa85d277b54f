"""The yearly report as a document: chapter by chapter, with what somebody has written at the head of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from core.db import utcnow
from core.documents import Block, Bullets, Document, DocumentError, Heading, PageBreak, Paragraph, Table
from core.i18n import gettext as _
from core.i18n import ngettext, speaking
from core.regions.models import Region
from core.web.format import format_date, format_number
from plugins.regional_plans.actions.words import STATUS
from plugins.regional_plans.board.papers import amendment_blocks
from plugins.regional_plans.board.words import OUTCOME
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.parts_of_plan import named
from plugins.regional_plans.plan_document import MANY, ROOM, TONGUE, action_facts, facts, paragraphs, shortened
from plugins.regional_plans.plans.queries import WholeAction, WholePriority
from plugins.regional_plans.report.basis import Basis, last_day
from plugins.regional_plans.report.saying import history_in_words, indicator_in_words
from plugins.regional_plans.report.sections import section_blocks

MEETINGS, BOARD, FIGURES = "meetings", "board", "figures"


def chapters(basis: Basis) -> list[tuple[str, str]]:
    """The chapters that a summary can be written for: key and name. The first is the introduction's, and is not among them."""
    found = [(f"priority:{each.row.id}", named(PartKind.PRIORITY, each.number, each.row.title)) for each in basis.tree.priorities]
    found.append((MEETINGS, _("Ledningsgruppens möten och beslut")))
    if basis.cases or basis.referrals:
        found.append((BOARD, _("Remiss, nämndens beslut och ändringar i planen")))
    if basis.sections:
        found.append((FIGURES, _("Kompetensförsörjningen i siffror")))
    return found


def compose(
    region: Region, basis: Basis, *, title: str, introduction: str, summaries: Mapping[str, Any], lead: str, made_at: datetime | None = None
) -> Document:
    """The whole report. A plan that is too large for a heading per action is told in tables, so that a document always holds it."""
    facts = {
        "title": title,
        "lead": lead,
        "language": TONGUE,
        "author": region.name,
        "site": current_app.extensions["samkraft_settings"].public_url,
        "made_at": (made_at or utcnow()).replace(microsecond=0),
        "contents": True,
    }
    with speaking(TONGUE):
        if len(basis.tree.actions) <= MANY:
            try:
                return Document(blocks=tuple(_blocks(basis, introduction, summaries, in_tables=False)), **facts)
            except DocumentError:
                pass
        return Document(blocks=tuple(_blocks(basis, introduction, summaries, in_tables=True)), **facts)


def _blocks(basis: Basis, introduction: str, summaries: Mapping[str, Any], *, in_tables: bool) -> list[Block]:
    room = ROOM // max(1, 3 * len(basis.tree.actions) + 20)
    blocks: list[Block] = [PageBreak(), *_summary(basis, introduction)]
    for key, name in chapters(basis):
        blocks += [Heading(name), *paragraphs(str(summaries.get(key, "")))]
        if key == MEETINGS:
            blocks += _meetings(basis)
        elif key == BOARD:
            blocks += _board(basis)
        elif key == FIGURES:
            blocks += section_blocks(basis.sections)
        else:
            blocks += _priority(basis, int(key.partition(":")[2]), room, in_tables=in_tables)
    return blocks


def _summary(basis: Basis, introduction: str) -> list[Block]:
    counts, total = basis.counts(), len(basis.tree.actions)
    day = format_date(last_day(basis.year))
    blocks: list[Block] = [Heading(_("Sammanfattning")), *paragraphs(introduction)]
    said = ngettext("Planen har %(n)s insats.", "Planen har %(n)s insatser.", total, n=format_number(total))
    parts = [f"{str(label).lower()} {format_number(counts[key])}" for key, label in STATUS.items() if counts[key]]
    if parts:
        said += " " + _("Så stod det den %(day)s: %(parts)s.", day=day, parts=", ".join(parts))
    blocks.append(Paragraph((said,)))
    reached, measured, indicators = basis.reached()
    if indicators:
        blocks.append(
            Paragraph(
                (
                    _(
                        "Av %(all)s indikatorer har %(measured)s ett utfall, och %(reached)s har nått sitt mål.",
                        all=format_number(indicators),
                        measured=format_number(measured),
                        reached=format_number(reached),
                    ),
                )
            )
        )
    if total:
        header = (_("Prioritering"), _("Insatser"), *(str(label) for label in STATUS.values()))
        blocks.append(Table(_("Insatsernas läge den %(day)s", day=day), header, _per_priority(basis), numeric=tuple(range(1, len(header)))))
    if basis.tree.row.vision:
        blocks += [Heading(_("Planens vision"), 2), *paragraphs(shortened(basis.tree.row.vision, 4_000))]
    return blocks


def _per_priority(basis: Basis) -> tuple[tuple[str, ...], ...]:
    rows = []
    for priority in basis.tree.priorities:
        found = [basis.status(action) for area in priority.areas for action in area.actions]
        rows.append((f"{priority.number}. {priority.row.title}", str(len(found)), *(str(found.count(key)) for key in STATUS)))
    return tuple(rows)


def _priority(basis: Basis, priority_id: int, room: int, *, in_tables: bool) -> list[Block]:
    priority = next(each for each in basis.tree.priorities if each.row.id == priority_id)
    blocks: list[Block] = []
    if priority.row.goal:
        blocks.append(Paragraph((_("Mål: %(goal)s", goal=shortened(priority.row.goal, 4_000)),)))
    if in_tables:
        return [*blocks, *_table(basis, priority, room)]
    for area in priority.areas:
        blocks.append(Heading(named(PartKind.FOCUS_AREA, area.number, area.row.title), 2))
        blocks += paragraphs(shortened(area.row.description, 1_000))
        blocks += [block for action in area.actions for block in _action(basis, action, room)]
        if not area.actions:
            blocks.append(Paragraph((_("Fokusområdet har inga insatser."),)))
    return blocks


def _action(basis: Basis, action: WholeAction, room: int) -> list[Block]:
    status = str(STATUS[basis.status(action)])
    lines = [shortened(line, room) for line in history_in_words(basis, action)]
    told = [(each.row.title, indicator_in_words(each, basis.outcome(each))) for each in action.indicators]
    blocks: list[Block] = [Heading(named(PartKind.ACTION, action.number, action.row.title), 3)]
    blocks += paragraphs(shortened(" ".join(action.row.description.split()), min(room, 1_500)))
    return [*blocks, facts([(_("Läge"), status), *action_facts(action), *told]), Bullets(tuple(lines))]


def _table(basis: Basis, priority: WholePriority, room: int) -> list[Block]:
    """A row per action, where there are so many that each cannot have its own heading."""
    rows = tuple(
        (
            f"{action.number} {action.row.title}",
            action.owner,
            str(STATUS[basis.status(action)]),
            shortened(" ".join(history_in_words(basis, action)), min(room, 300)),
        )
        for area in priority.areas
        for action in area.actions
    )
    caption = _("Insatser i %(area)s", area=priority.row.title)
    return [Table(caption, (_("Insats"), _("Ansvarig"), _("Läge"), _("Under året")), rows)] if rows else []


def _meetings(basis: Basis) -> list[Block]:
    if not basis.meetings:
        return [Paragraph((_("Ledningsgruppen hade inga möten under året."),))]
    number = len(basis.meetings)
    blocks: list[Block] = [
        Paragraph((ngettext("Ledningsgruppen hade %(num)s möte under året.", "Ledningsgruppen hade %(num)s möten under året.", number),))
    ]
    for meeting in basis.meetings[:60]:
        blocks.append(Heading(_("%(title)s, %(day)s", title=meeting.title, day=format_date(meeting.starts_at)), 2))
        made = basis.decisions.get(meeting.id, ())
        if made:
            blocks.append(Bullets(tuple(_("Beslut %(n)s: %(text)s", n=each.number, text=shortened(each.text, 1_500)) for each in made)))
        else:
            blocks.append(Paragraph((_("Mötet fattade inga beslut."),)))
    return blocks


def _board(basis: Basis) -> list[Block]:
    blocks: list[Block] = []
    for referral, counts in basis.referrals:
        blocks.append(
            Paragraph(
                (
                    _(
                        "Planen var på remiss till %(asked)s organisationer till och med %(day)s. %(answered)s svarade, "
                        "med %(remarks)s synpunkter på planens delar.",
                        asked=format_number(counts.asked),
                        day=format_date(referral.answer_by),
                        answered=format_number(counts.answered),
                        remarks=format_number(counts.remarks),
                    ),
                )
            )
        )
    for case in basis.cases:
        blocks.append(Heading(_("%(board)s, %(day)s", board=case.board, day=format_date(case.decided_on)), 2))
        blocks.append(
            facts(
                [
                    (_("Ärende"), case.title),
                    (_("Diarienummer"), case.diary_number),
                    (_("Paragraf"), case.section),
                    (_("Beslut"), str(OUTCOME[case.outcome]) if case.outcome else ""),
                ]
            )
        )
        blocks += paragraphs(shortened(case.decision, 4_000))
        for number, each in enumerate(basis.amendments.get(case.id, ()), 1):
            blocks += amendment_blocks(number, each, level=3)
    return blocks
