"""A small part of Markdown as HTML: paragraphs, lists, bold and links. What else somebody writes is shown as it was written.

Everything is escaped before marks are read, and the result goes through nh3 as well: two walls, as for all HTML that users make (S34).
"""

from __future__ import annotations

import re

import nh3
from markupsafe import Markup, escape

_LINK = re.compile(r"\[([^\]\n]{1,200})\]\(((?:https?://|mailto:)[^\s()<>\"']{1,500})\)")
_BOLD = re.compile(r"\*\*([^*\n]{1,500})\*\*")
_TAGS = {"p", "ul", "li", "strong", "a", "br"}


def render(text: str) -> Markup:
    """The text as HTML that may stand on a page."""
    blocks = [_block(block.splitlines()) for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if block.strip()]
    clean = nh3.clean("\n".join(blocks), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return Markup(clean)  # nosec B704  # cleaned on the line above


def _block(lines: list[str]) -> str:
    if all(line.lstrip().startswith(("- ", "* ")) for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line.lstrip()[2:])}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(line: str) -> str:
    escaped = str(escape(line.strip()))
    return _BOLD.sub(r"<strong>\1</strong>", _LINK.sub(r'<a href="\2">\1</a>', escaped))
