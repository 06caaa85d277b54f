"""EMIL 3 documents out of a JSON file: a single document, a list, several lists by kind, or pages of the API with their envelope.

A document that cannot be used becomes a fault with its number and the path of the field; a value that cannot be used is left out
and noted, as in a course file. `content: null` in an envelope means that the record has been removed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from core.errors import DomainError
from core.i18n import gettext as _
from plugins.training_catalog import cleaning
from plugins.training_catalog.emil3 import convert, writing
from plugins.training_catalog.emil3.documents import Event, Info, Provider
from plugins.training_catalog.imports.files import LIMITS
from plugins.training_catalog.records import Fault, Reading, Record, Removal, key_of

_LISTS = {"educationProviders": "provider", "educationInfos": "info", "educationEvents": "event"}
_MODELS: dict[str, type[BaseModel]] = {"provider": Provider, "info": Info, "event": Event}
_PREFIXES = {"p": "provider", "i": "info", "e": "event"}
# Fields that a document cannot do without: when one is wrong the document is left out.
_VITAL = {"identifier", "education", "providers", "title", "name", "execution.start", "execution.end"}
_GONE = ("DELETED", "REMOVED")
_MAX_PATH = 160


@dataclass(frozen=True)
class _Found:
    """A document on its way in; `kind` is empty when it cannot be told, `content` None when it has been removed."""

    number: int
    path: str
    kind: str
    identifier: str
    content: Any


def read(text: str) -> Reading:
    """Read EMIL 3 documents.

    Raises:
        DomainError: when the file is no JSON, holds no documents, or more than the limit.
    """
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        where = _(" (rad %(line)s)", line=error.lineno) if isinstance(error, json.JSONDecodeError) else ""
        raise DomainError(
            _("Filen är inte giltig JSON%(where)s. Hämta filen på nytt eller rätta den.", where=where), field="file"
        ) from None
    return read_documents(data)


def read_documents(data: Any) -> Reading:
    """Read documents that are already out of their file.

    Raises:
        DomainError: when there are none, or more than the limit.
    """
    reading = Reading(format="emil3")
    collected: dict[str, dict[str, Record]] = {"provider": {}, "info": {}, "event": {}}
    places: dict[tuple[str, str], int] = {}
    for found in _documents(data):
        reading.rows += 1
        if reading.rows > LIMITS.rows:
            raise DomainError(_("Filen har fler än %(n)s dokument. Dela upp den.", n=LIMITS.rows), field="file", code="too_large")
        _take(found, reading, collected, places)
    if not reading.rows:
        raise DomainError(_("Filen innehåller inga dokument enligt EMIL 3."), field="file")
    reading.providers = list(collected["provider"].values())  # type: ignore[arg-type]
    reading.infos = list(collected["info"].values())  # type: ignore[arg-type]
    reading.events = list(collected["event"].values())  # type: ignore[arg-type]
    reading.note_seen()
    return reading


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _documents(data: Any) -> Iterator[_Found]:
    """Every document in the file, in order, with its running number and its path."""
    for number, (path, kind, item) in enumerate(_items(data), start=1):
        identifier = ""
        if isinstance(item, dict) and "content" in item and ("id" in item or "status" in item):
            identifier = str(item.get("id") or "")
            item = None if str(item.get("status") or "").upper() in _GONE else item["content"]
            path = f"{path}.content"
        if isinstance(item, dict):
            identifier = str(item.get("identifier") or identifier)
        yield _Found(number, path, kind or _kind(item, identifier), identifier, item)


def _items(data: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            if isinstance(item, dict) and any(key in item for key in _LISTS):  # pages of the API, one after the other
                yield from ((f"[{index}].{path}", kind, document) for path, kind, document in _items(item))
            else:
                yield f"[{index}]", "", item
    elif isinstance(data, dict) and any(isinstance(data.get(key), list) for key in _LISTS):
        for key, kind in _LISTS.items():
            for index, item in enumerate(data[key] if isinstance(data.get(key), list) else []):
                yield f"{key}[{index}]", kind, item
    elif isinstance(data, dict) and ("identifier" in data or "content" in data):
        yield "", "", data


def _kind(item: Any, identifier: str) -> str:
    if isinstance(item, dict):
        if "education" in item or "execution" in item:
            return "event"
        if "responsibleBody" in item or "contactAddress" in item:
            return "provider"
        if "title" in item:
            return "info"
        if "name" in item:
            return "provider"
    return _PREFIXES.get(identifier.partition(".")[0].lower(), "")


def _take(found: _Found, reading: Reading, collected: dict[str, dict[str, Record]], places: dict[tuple[str, str], int]) -> None:
    def refuse(cause: str, value: str = "", detail: str = "", path: str = "") -> None:
        where = f"{found.path}.{path}".strip(".") if path else found.path.removesuffix(".content")
        reading.faults.append(Fault(found.number, where[:_MAX_PATH], cause, value[:120], detail))

    key = key_of(cleaning.line(found.identifier))
    if not found.kind:
        return refuse("kind", found.identifier)
    if key:
        reading.seen[found.kind].add(key)
    if found.content is None:
        if not key:
            return refuse("identifier", detail="200")
        reading.removals.append(Removal(found.kind, key))
        reading.seen[found.kind].discard(key)
        return None
    if not isinstance(found.content, dict):
        return refuse("not_object", str(found.content))
    document = _validated(found, reading)
    if document is None:
        return None
    record = convert.CONVERTERS[found.kind](document, _Notes(found, reading).note)
    if record is None:
        return refuse("no_title", path="title" if found.kind == "info" else "name")
    writing.settle(found.kind, found.content, record)
    earlier = places.setdefault((found.kind, record.key), found.number)
    if earlier != found.number:
        return refuse("duplicate", record.identifier, str(earlier), "identifier")
    if found.kind == "event":
        reading.event_rows[record.key] = found.number
    collected[found.kind][record.key] = record
    return None


@dataclass(frozen=True)
class _Notes:
    """Writes down values that were left out of a document that was read all the same."""

    found: _Found
    reading: Reading

    def note(self, path: str, cause: str, value: str = "", detail: str = "") -> None:
        """Add a fault at a path within the document."""
        where = f"{self.found.path}.{path}".strip(".")[:_MAX_PATH]
        self.reading.faults.append(Fault(self.found.number, where, cause, cleaning.line(value)[:120], detail[:200], rejected=False))


def _validated(found: _Found, reading: Reading) -> BaseModel | None:
    """The document; without the optional values that cannot be read. None when something vital is wrong."""
    notes = _Notes(found, reading)
    model = _MODELS[found.kind]
    content = found.content
    for _attempt in range(2):
        try:
            return model.model_validate(content)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            vital = [f for f in faults if _is_vital(f["loc"])] or (faults if _attempt else [])
            if vital:
                for f in vital:
                    reading.faults.append(Fault(found.number, f"{found.path}.{_path(f['loc'])}".strip(".")[:_MAX_PATH], *_words(f)))
                return None
            content = copy.deepcopy(content)
            for f in faults:
                notes.note(_path(f["loc"]), *_words(f))
                _remove(content, f["loc"])
    return None


def _is_vital(loc: tuple[int | str, ...]) -> bool:
    return str(loc[0]) in _VITAL or _path(loc) in _VITAL


def _path(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).strip(".")


def _words(error: Any) -> tuple[str, str, str]:
    """Cause, value and detail of one of pydantic's errors."""
    value = error.get("input")
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False, default=str)
    text = cleaning.line(text[:400])[:120]
    match error["type"]:
        case "missing":
            return "missing", "", ""
        case "model_type" | "model_attributes_type" | "dict_type":
            return "not_object", text, ""
        case kind:
            detail = str(error.get("ctx", {}).get("detail", ""))
            return (kind if kind in convert.KNOWN_CAUSES else "value"), text, detail


def _remove(content: Any, loc: tuple[int | str, ...]) -> None:
    """Take a value out of a document. In a list it becomes None, so that the places of the others stand."""
    for part in loc[:-1]:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            return
    last = loc[-1]
    if isinstance(content, dict):
        content.pop(last, None)
    elif isinstance(content, list) and isinstance(last, int) and last < len(content):
        content[last] = {} if isinstance(content[last], dict) else None
