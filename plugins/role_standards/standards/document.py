"""A version as a document that reads like print: to keep, and to send on referral."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from core.db import utcnow
from core.documents import Block, Document, Heading, KeyFacts, Paragraph
from core.i18n import gettext as _
from core.i18n import speaking
from core.regions.models import Region
from core.web.format import format_date
from plugins.role_standards.standards import queries
from plugins.role_standards.standards.models import RoleStandard, StandardVersion
from plugins.role_standards.standards.words import LEVEL, STATUS

TONGUE = "sv"  # what goes on referral is written in Swedish


def standard_document(region: Region, standard: RoleStandard, version: StandardVersion, *, made_at: datetime | None = None) -> Document:
    """The whole version."""
    with speaking(TONGUE):
        blocks: list[Block] = []
        for heading, text in ((_("Beskrivning"), version.description), (_("Arbetsuppgifter"), version.tasks)):
            if text:
                blocks += [Heading(heading), *paragraphs(text)]
        rows = queries.requirements(version.id)
        if rows:
            blocks.append(Heading(_("Krav")))
        for number, row in enumerate(rows, 1):
            blocks.append(Heading(f"{number}. {row.title}", 2))
            facts = [
                (_("Nivå"), str(LEVEL[row.level])),
                (_("Typ"), _("Nödvändigt") if row.is_required else _("Merit")),
                (_("Så uppfylls kravet"), _joined(row.met_by)),
                (_("Så valideras kravet"), _joined(row.validated_by)),
            ]
            blocks += [*paragraphs(row.description), KeyFacts(tuple((label, text) for label, text in facts if text))]
        blocks += _ladder(standard)
        day = format_date(version.agreed_on) if version.agreed_on else ""
        lead = _("Version %(n)s. %(status)s.", n=version.number, status=STATUS[version.status])
        if day:
            lead = _("Version %(n)s, beslutad %(day)s: %(decision)s.", n=version.number, day=day, decision=version.decision)
        return Document(
            title=standard.title,
            lead=lead,
            language=TONGUE,
            author=region.name,
            site=current_app.extensions["samkraft_settings"].public_url,
            made_at=(made_at or utcnow()).replace(microsecond=0),
            blocks=tuple(blocks),
            contents=False,
        )


def _ladder(standard: RoleStandard) -> list[Block]:
    _below, above = queries.ladder(standard)
    if not above:
        return []
    facts = tuple((step.other.title, _joined(step.row.requires)) for step in above if step.row.requires)
    return [Heading(_("Vägar vidare")), KeyFacts(facts)] if facts else []


def paragraphs(text: str) -> list[Block]:
    """A text as paragraphs, one per line."""
    return [Paragraph((row.strip(),)) for row in text.splitlines() if row.strip()]


def _joined(text: str) -> str:
    return "; ".join(row.strip().rstrip(".;") for row in text.splitlines() if row.strip())
