"""What a document is made of. Text is text: no markup of any kind is read in it, whatever it is rendered as.

It is checked when it is made, so that every rendering of it is accessible: headings skip no level, tables have a caption and a header.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Literal

MAX_BLOCKS = 1_000
MAX_CELLS = 3_000
MAX_CHARACTERS = 300_000
MAX_COLUMNS = 10


class DocumentError(ValueError):
    """The document is wrongly made, or larger than can be rendered: a fault of the program, or of a limit that it should have kept."""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: an address with scheme, or a path of this site."""

    text: str
    url: str


Inline = str | Link


@dataclass(frozen=True)
class Heading:
    """A heading under the title. The first is of level 1, and none skips a level. `anchor` lets a list of contents lead here."""

    text: str
    level: Literal[1, 2, 3] = 1
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: words and links, one after the other. A line feed is a new line."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class Bullets:
    """A list with points."""

    items: tuple[Inline, ...]


@dataclass(frozen=True)
class KeyFacts:
    """Labels with values."""

    rows: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True)
class Table:
    """A table. Its header row is repeated on every page.

    Args:
        numeric: The columns whose values are numbers, counted from 0: set to the right.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something to see at once, set apart. What it is about is said in words, never by colour alone."""

    title: str
    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page in print."""


Block = Heading | Paragraph | Bullets | KeyFacts | Table | Note | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole document.

    Args:
        lead: One or two sentences under the title.
        language: Language of the text, as in HTML.
        author: Who has made it: an organisation.
        site: Where paths of this site lead in print, such as `https://example.se`. Without it they are not links there.
        made_at: When it was made; the same document with the same moment gives the same bytes.
        numbered: Whether headings are numbered in print.
        contents: Whether a list of contents comes first in PDF.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = "sv"
    lead: str = ""
    author: str = ""
    site: str = ""
    made_at: datetime | None = None
    numbered: bool = False
    contents: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise DocumentError("A document must have a title.")
        _check_headings([block for block in self.blocks if isinstance(block, Heading)])
        for block in self.blocks:
            if isinstance(block, Table):
                _check_table(block)
        if len(self.blocks) > MAX_BLOCKS:
            raise DocumentError(f"A document may have {MAX_BLOCKS} blocks.")
        if sum(len(block.header) * (1 + len(block.rows)) for block in self.blocks if isinstance(block, Table)) > MAX_CELLS:
            raise DocumentError(f"A document may have {MAX_CELLS} cells.")
        if sum(len(part) for part in self.texts()) > MAX_CHARACTERS:
            raise DocumentError(f"A document may have {MAX_CHARACTERS} characters.")

    def texts(self) -> Iterator[str]:
        """Every text in it, in order."""
        yield self.title
        yield self.lead
        for block in self.blocks:
            yield from map(words, _parts(block))

    def numbered_headings(self) -> Iterator[tuple[str, Heading]]:
        """The headings with their numbers, such as `2.1`."""
        counts = [0, 0, 0]
        for block in self.blocks:
            if isinstance(block, Heading):
                counts[block.level - 1] += 1
                counts[block.level :] = [0] * (3 - block.level)
                yield ".".join(map(str, counts[: block.level])), block


def words(part: Inline) -> str:
    """The text of a piece, link or not."""
    return part.text if isinstance(part, Link) else part


def web_address(url: str, site: str) -> str:
    """Where a link leads in print; empty when it leads nowhere that may be printed (another scheme, or a path without a site)."""
    if url.startswith(("https://", "http://", "mailto:", "tel:")):
        return url
    return site.rstrip("/") + url if site and url.startswith("/") and not url.startswith("//") else ""


def _parts(block: Block) -> Iterable[Inline]:
    match block:
        case Heading():
            return (block.text,)
        case Paragraph():
            return block.parts
        case Bullets():
            return block.items
        case KeyFacts():
            return chain.from_iterable(block.rows)
        case Table():
            return chain((block.caption,), block.header, *block.rows)
        case Note():
            return chain((block.title,), block.parts)
        case PageBreak():
            return ()


def _check_headings(headings: Sequence[Heading]) -> None:
    before = 0
    for heading in headings:
        if heading.level > before + 1:
            raise DocumentError(f"The heading “{heading.text}” skips a level.")
        if not heading.text.strip():
            raise DocumentError("A heading must have a text.")
        before = heading.level


def _check_table(table: Table) -> None:
    if not table.caption.strip() or not table.header or not all(label.strip() for label in table.header):
        raise DocumentError("A table must have a caption and a text in every cell of its header.")
    if len(table.header) > MAX_COLUMNS:
        raise DocumentError(f"A table may have {MAX_COLUMNS} columns.")
    if any(len(row) != len(table.header) for row in table.rows):
        raise DocumentError(f"A row of “{table.caption}” does not fit its header.")
