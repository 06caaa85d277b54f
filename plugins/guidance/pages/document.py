"""The page as a document, to print or to hand over: the same facts, as tagged PDF."""

from __future__ import annotations

from collections.abc import Sequence

from core.documents import Block, Bullets, Document, Heading, Link, Paragraph
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import language
from core.regions.models import Region
from core.web.format import format_date
from plugins.guidance.adapted.needs import Need
from plugins.guidance.adapted.words import sentences
from plugins.guidance.pages import easy
from plugins.guidance.pages.queries import Page


def sheet(region: Region, page: Page, *, site: str, is_easy: bool, chosen: Sequence[Need] = ()) -> Document:
    """A sheet of the page.

    Args:
        site: The installation's public address, so that links on paper lead somewhere.
        is_easy: In the form that is easy to read.
        chosen: The needs that the page has been put in order for.
    """
    place = name_of(page.municipality) if page.municipality else region.name
    blocks: list[Block] = []
    if chosen:
        blocks.append(Paragraph((_("Du har valt: %(needs)s.", needs="; ".join(need.title for need in chosen)),)))
    if is_easy:
        for chapter in easy.chapters(page, language()):
            blocks.append(Heading(chapter.title))
            blocks += [Paragraph((sentence,)) for sentence in chapter.sentences]
            if chapter.items:
                blocks.append(Bullets(tuple(chapter.items)))
    else:
        if page.group.definition:
            blocks.append(Paragraph((page.group.definition,)))
        for text in page.summaries:
            if text.language == language():
                blocks.append(Paragraph((text.text,)))
        for section in page.sections:
            blocks.append(Heading(str(section.title)))
            blocks += [Paragraph((str(sentence),)) for sentence in section.paragraphs]
            for item in section.items:
                head = Link(item.title, item.url) if item.url else item.title
                more = [str(item.text)] if item.text else []
                if item.starts:
                    more.append(_("Börjar %(day)s.", day=format_date(item.starts)))
                more += sentences(item)
                blocks.append(Paragraph((head, f". {' '.join(more)}" if more else "")))
    if not blocks:
        blocks.append(Paragraph((_("Det finns ingen information om yrket här än."),)))
    return Document(
        title=f"{page.group.name}, {place}",
        blocks=tuple(blocks),
        language=language(),
        author=region.name,
        site=site,
    )
