"""A check-list on paper: tagged PDF, with boxes to tick by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.documents import Block, Document, Heading, KeyFacts, Link, Paragraph
from core.documents.characters import REPLACED, printable
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.guidance.adapted.easy import easy_lines
from plugins.guidance.adapted.lists import Listed
from plugins.guidance.adapted.ready_made import STEP

BOX = "\u2610"


def can_be_set(of: Listed, steps: Sequence[Any]) -> bool:
    """Whether the typesetter has all letters of a list (core/documents/characters.py). Another one is printed from the browser."""
    texts = [of.title, of.intro, *(getattr(step, name) for step in steps for name in STEP)]
    return not any(REPLACED in printable(text) for text in texts)


def paper(region: Region, of: Listed, steps: Sequence[Any], *, site: str, is_easy: bool) -> Document:
    """A check-list to print."""
    blocks: list[Block] = []
    for number, step in enumerate(steps, 1):
        blocks.append(Heading(f"{BOX} {number}. {step.title}"))
        if is_easy:
            blocks += [Paragraph((line,)) for line in easy_lines(step)]
            continue
        if step.why:
            blocks.append(Paragraph((step.why,)))
        rows: list[tuple[str, Any]] = []
        if step.who:
            rows.append((_("Vem hjälper dig"), step.who))
        if step.time:
            rows.append((_("Hur lång tid det tar"), step.time))
        if step.url:
            rows.append((_("Läs mer"), Link(f"{step.link or step.url} ({step.url})" if step.link else step.url, step.url)))
        if rows:
            blocks.append(KeyFacts(tuple(rows)))
    if not blocks:
        blocks.append(Paragraph((_("Listan har inga steg än."),)))
    return Document(title=of.title, lead=of.intro, blocks=tuple(blocks), language=of.language, author=region.name, site=site)
