"""A document as PDF/UA-1: tagged, with title and language, so that a screen reader reads it as the page is read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from core.documents.characters import LONG_WORD, REPLACED, breakable, printable
from core.documents.data import as_data
from core.documents.model import Document, DocumentError, Table, web_address, words
from core.i18n import gettext as _
from core.i18n import speaking

SECONDS = 15
TYPESETTER = Path(__file__).with_name("typesetter.py")
CANNOT_SET = 3
LINE = 100  # characters of a table's type over the page's width
INSET = 3  # and between two columns


def render_pdf(document: Document) -> bytes:
    """The document as a tagged PDF. What the limits of a document allow takes under two seconds; the usual one a tenth.

    Raises:
        DocumentError: when it cannot be set, or not within `SECONDS`.
    """
    done = _typeset(document)
    if done.returncode == CANNOT_SET:
        done = _typeset(document, only_safe=True)
    if done.returncode != 0:
        raise DocumentError(f"The document could not be set: {done.stderr.decode('utf-8', 'replace')[:500] or done.returncode}")
    return done.stdout


def _typeset(document: Document, *, only_safe: bool = False) -> subprocess.CompletedProcess[bytes]:
    data = _printed(as_data(document), only_safe)
    with speaking(document.language):
        _say_what_is_replaced(document, data)
    _with_widths(document, data)
    made_at = document.made_at
    data["made_at"] = {"year": made_at.year, "month": made_at.month, "day": made_at.day} if made_at else None
    given = {"document": data, "made_at": int(made_at.timestamp()) if made_at else 0, "seconds": SECONDS}
    for block in data["blocks"]:
        _resolve(block, document.site)
    try:
        return subprocess.run(
            [sys.executable, "-I", str(TYPESETTER)], input=json.dumps(given).encode(), capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"The document could not be set within {SECONDS} seconds.") from error


def _printed(value: Any, only_safe: bool, key: str = "") -> Any:
    """Data with every text made printable; names of kinds and addresses stay."""
    if isinstance(value, dict):
        return {name: _printed(item, only_safe, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(item, only_safe) for item in value]
    return printable(value, only_safe=only_safe) if isinstance(value, str) and key not in {"kind", "url", "language", "site"} else value


def _say_what_is_replaced(document: Document, data: dict[str, Any]) -> None:
    if REPLACED in json.dumps(data, ensure_ascii=False) and not any(REPLACED in text for text in document.texts()):
        sentence = _("Tecken som typsnittet saknar visas som %(sign)s. De finns på webbsidan och i Word-filen.", sign=REPLACED)
        data["blocks"].append({"kind": "paragraph", "parts": [sentence]})


def _with_widths(document: Document, data: dict[str, Any]) -> None:
    """Columns share the width by what stands in them. A word that is wider than its column gets places to break."""
    for block, plain in zip(document.blocks, data["blocks"], strict=False):
        if not isinstance(block, Table):
            continue
        widths = _widths(block)
        plain["widths"] = widths
        fitting = [max(4, width * LINE // sum(widths) - INSET) for width in widths]
        for row in (plain["header"], *plain["rows"]):
            for at, cell in enumerate(row):
                if isinstance(cell, dict):
                    cell["text"] = breakable(cell["text"], fitting[at])
                else:
                    row[at] = breakable(cell, fitting[at])


def _widths(table: Table) -> list[int]:
    """Characters of each column: room for the words of its header, and then, as far as the line reaches, for what stands under it."""
    columns = [[words(cell) for cell in column] for column in zip(table.header, *table.rows, strict=True)]
    least = [min(LONG_WORD, _longest(column[:1])) + INSET for column in columns]
    wanted = [max(low, _wanted(column) + INSET) for low, column in zip(least, columns, strict=True)]
    left, more = LINE - sum(least), sum(wanted) - sum(least)
    if more <= left or left <= 0:
        return wanted if left > 0 else least
    return [low + (want - low) * left // more for low, want in zip(least, wanted, strict=True)]


def _wanted(cells: list[str]) -> int:
    typical = sorted(map(len, cells))[len(cells) * 9 // 10 if len(cells) > 1 else 0]
    return max(min(_longest(cells), LONG_WORD), min(typical, 40) // 2)


def _longest(cells: list[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=4)


def _resolve(value: Any, site: str) -> None:
    """Give every link its address in print."""
    if isinstance(value, dict):
        if "url" in value:
            value["url"] = web_address(value["url"], site)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _resolve(item, site)
