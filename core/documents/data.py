"""A document as plain data and back: what is kept when a version is frozen, and what the typesetter is given."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from core.documents.model import Block, Bullets, Document, DocumentError, Heading, Inline, KeyFacts, Link, Note, PageBreak, Paragraph, Table

_BLOCKS: dict[str, type[Block]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "bullets": Bullets,
    "facts": KeyFacts,
    "table": Table,
    "note": Note,
    "page": PageBreak,
}
_NAMES = {kind: name for name, kind in _BLOCKS.items()}


def as_data(document: Document) -> dict[str, Any]:
    """The document as what JSON can hold."""
    data = {field.name: getattr(document, field.name) for field in fields(Document)}
    data["made_at"] = document.made_at.isoformat() if document.made_at else None
    data["blocks"] = [
        {"kind": _NAMES[type(block)], **{field.name: _plain(getattr(block, field.name)) for field in fields(block)}}
        for block in document.blocks
    ]
    return data


def from_data(data: dict[str, Any]) -> Document:
    """The document that `as_data` gave.

    Raises:
        DocumentError: when it is of another make.
    """
    try:
        made_at = data.get("made_at")
        blocks = tuple(
            _BLOCKS[block["kind"]](**{name: _made(value) for name, value in block.items() if name != "kind"}) for block in data["blocks"]
        )
        return Document(**{**data, "blocks": blocks, "made_at": datetime.fromisoformat(made_at) if made_at else None})
    except (KeyError, TypeError, ValueError) as error:
        raise DocumentError(f"This is not a kept document: {error}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, Link):
        return {"text": value.text, "url": value.url}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _made(value: Any) -> Any:
    if isinstance(value, dict):
        return _link(value)
    if isinstance(value, list):
        return tuple(_made(item) for item in value)
    return value


def _link(value: dict[str, str]) -> Inline:
    return Link(value["text"], value["url"])
