"""Which texts a region may write itself, and how long each may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Text:
    """A text of the region's own.

    Args:
        key: Its name in `Region.texts`.
        title: What it is, for the administrator.
        limit: How many characters it may have.
        formatted: Whether paragraphs, lists, bold and links are understood; otherwise it is one plain line.
    """

    key: str
    title: Any
    limit: int
    formatted: bool = True


TEXTS = {
    text.key: text
    for text in (
        Text("start_heading", _l("Startsidans rubrik"), 120, formatted=False),
        Text("start_intro", _l("Text på startsidan"), 2_000),
        Text("footer", _l("Text i sidfoten"), 600),
        Text("join_help", _l("Text på sidan där man ber om en roll"), 1_000),
        Text("privacy", _l("Om personuppgifter i regionen"), 5_000),
    )
}
