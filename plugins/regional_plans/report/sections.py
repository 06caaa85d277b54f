"""What other parts tell of the year, as blocks. Whatever they give, a document can be made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.documents import Block, Heading, Paragraph, Table
from core.documents.model import MAX_COLUMNS
from core.i18n import gettext as _
from core.plugins import Section
from core.web.format import format_number
from plugins.regional_plans.plan_document import shortened

MAX_SECTIONS = 30
MAX_CELLS = 800  # that all tables of other parts may have together
MAX_TEXT = 2_000


def section_blocks(sections: Sequence[Section]) -> list[Block]:
    """A heading for each part, its paragraphs, and its tables as far as there is room."""
    blocks: list[Block] = []
    left = MAX_CELLS
    for section in sections[:MAX_SECTIONS]:
        blocks.append(Heading(str(section.title).strip() or _("Uppgifter"), 2))
        blocks += [Paragraph((shortened(str(each), MAX_TEXT),)) for each in list(section.paragraphs)[:6] if str(each).strip()]
        for caption, header, rows in list(section.tables)[:4]:
            made, used = _table(str(caption), header, rows, left)
            left -= used
            blocks += made
    return blocks


def _table(caption: str, header: Sequence[Any], rows: Sequence[Sequence[Any]], left: int) -> tuple[list[Block], int]:
    width = min(len(header), MAX_COLUMNS)
    room = left // width - 1 if width else 0
    if not rows or room < 1:
        return [], 0
    shown = [tuple(_cell(cell) for cell in [*row, *[""] * width][:width]) for row in rows[:room]]
    names = tuple(str(name).strip() or "–" for name in header[:width])
    numeric = tuple(at for at in range(1, width) if all(isinstance([*row, ""][min(at, len(row))], int | float) for row in rows[:room]))
    blocks: list[Block] = [Table(caption.strip() or _("Uppgifter"), names, tuple(shown), numeric)]
    if len(rows) > room:
        blocks.append(Paragraph((_("Tabellen visar de första %(n)s raderna av %(all)s.", n=room, all=len(rows)),)))
    return blocks, width * (len(shown) + 1)


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    return format_number(value) if isinstance(value, int | float) else shortened(str(value), 300)
