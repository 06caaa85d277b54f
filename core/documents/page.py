"""A document for a web page: what `documents/_body.html` shows inside `layouts/document.html`."""

from __future__ import annotations

from typing import Any

from core.documents.data import as_data
from core.documents.model import Document, web_address


def for_page(document: Document) -> dict[str, Any]:
    """The document as plain data: headings with anchors, and only such links as lead somewhere. `contents` lists the chapters."""
    data = as_data(document)
    contents = []
    for at, block in enumerate(data["blocks"]):
        _without_strange_links(block)
        if block["kind"] == "heading":
            block["anchor"] = block["anchor"] or f"part-{at}"
            if block["level"] == 1:
                contents.append((block["text"], block["anchor"]))
    return {**data, "contents": contents}


def _without_strange_links(value: Any) -> None:
    if isinstance(value, dict):
        if "url" in value and not web_address(value["url"], "https://this.site"):
            value["url"] = ""
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _without_strange_links(item)
