"""The letter to the board (*tjänsteskrivelse*) and the record of its decision, as documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import current_app

from core.db import utcnow
from core.documents import Block, Document, Heading, PageBreak, Paragraph
from core.i18n import gettext as _
from core.i18n import speaking
from core.regions.models import Region
from core.web.format import format_date
from plugins.regional_plans.board.models import Amendment, BoardCase
from plugins.regional_plans.board.words import OUTCOME
from plugins.regional_plans.plan_document import TONGUE, facts, paragraphs, plan_blocks

if TYPE_CHECKING:
    from plugins.regional_plans.plans.queries import WholePlan


def letter(
    region: Region, case: BoardCase, tree: WholePlan, amendments: Sequence[Amendment] = (), *, made_at: datetime | None = None
) -> Document:
    """What the board gets: the proposal for a decision first, then why, which texts it changes, and the whole plan after it."""
    with speaking(TONGUE):
        rows = [
            (_("Diarienummer"), case.diary_number),
            (_("Från"), region.name),
            (_("Till"), case.board),
            (_("Sammanträde"), format_date(case.meets_on)),
            (_("Ärende"), case.title),
        ]
        blocks: list[Block] = [
            facts(rows),
            Heading(_("Förslag till beslut")),
            *paragraphs(case.proposal or _("Inget förslag än.")),
        ]
        if case.background:
            blocks += [Heading(_("Bakgrund och motivering")), *paragraphs(case.background)]
        if amendments:
            blocks.append(Heading(_("Förslag till ändringar")))
            for number, each in enumerate(amendments, 1):
                blocks += amendment_blocks(number, each, level=2)
        blocks += [PageBreak(), Heading(_("Bilaga: %(title)s", title=tree.row.title))]
        blocks.append(Paragraph((_("Planen gäller %(first)s–%(last)s.", first=tree.row.first_year, last=tree.row.last_year),)))
        blocks += plan_blocks(tree)
        return _document(_("Tjänsteskrivelse: %(title)s", title=case.title), region, blocks, made_at)


def decision(region: Region, case: BoardCase, amendments: Sequence[Amendment], plan: str, *, made_at: datetime | None = None) -> Document:
    """What the board decided, with every amended text before and after."""
    with speaking(TONGUE):
        rows = [
            (_("Diarienummer"), case.diary_number),
            (_("Region"), region.name),
            (_("Nämnd"), case.board),
            (_("Beslutsdag"), format_date(case.decided_on)),
            (_("Paragraf"), case.section),
            (_("Plan"), plan),
            (_("Beslut"), str(OUTCOME[case.outcome]) if case.outcome else ""),
        ]
        blocks: list[Block] = [facts(rows), Heading(_("Beslutets lydelse")), *paragraphs(case.decision)]
        if amendments:
            blocks.append(Heading(_("Ändringar i planen")))
            for number, each in enumerate(amendments, 1):
                blocks += amendment_blocks(number, each, level=2)
        return _document(_("Beslut: %(title)s", title=case.title), region, blocks, made_at)


def amendment_blocks(number: int, each: Amendment, *, level: Any) -> list[Block]:
    """An amendment as formal text: which part, what goes, what comes, and why."""
    rows = [
        (_("Tidigare lydelse"), each.before or _("Ingen text")),
        (_("Ny lydelse"), each.after),
        (_("Skäl"), each.reason),
    ]
    return [Heading(_("Ändring %(n)s: %(part)s", n=number, part=each.label), level), facts(rows)]


def _document(title: str, region: Region, blocks: list[Block], made_at: datetime | None) -> Document:
    return Document(
        title=title,
        language=TONGUE,
        author=region.name,
        site=current_app.extensions["samkraft_settings"].public_url,
        made_at=(made_at or utcnow()).replace(microsecond=0),
        blocks=tuple(blocks),
    )
