"""Reads query parameters and bodies strictly: what is unknown, said twice, or of another type is refused, not guessed at (S37)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from flask import request
from pydantic import BaseModel, ValidationError

from core.api.problems import Problem
from core.i18n import gettext as _
from core.web.input import storable

MAX_BODY = 256 * 1024
MAX_ERRORS = 50
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,18})")
_BOOLEAN = {"true": True, "false": False}


class _Twice(ValueError):
    pass


def read_query(model: type[BaseModel] | None) -> BaseModel | None:
    """The query parameters as a model.

    Raises:
        Problem: 422 with the parameters that are wrong.
    """
    kinds = _kinds(model) if model else {}
    wrong = [{"parameter": name[:100], "detail": _("Parametern finns inte.")} for name in request.args if name not in kinds]
    values: dict[str, Any] = {}
    for name, kind in kinds.items():
        given = request.args.getlist(name)
        if kind.startswith("list"):
            if given:
                values[name] = [_value(text, kind.partition(":")[2]) for text in given]
        elif len(given) > 1:
            wrong.append({"parameter": name, "detail": _("Parametern får bara anges en gång.")})
        elif given:
            values[name] = _value(given[0], kind)
    if wrong:
        raise Problem(422, "invalid", errors=wrong[:MAX_ERRORS])
    if model is None:
        return None
    return _checked(model, json.dumps(values).encode(), "parameter")


def read_body(model: type[BaseModel]) -> BaseModel:
    """The JSON body as a model.

    Raises:
        Problem: 413, 415, 400 (not JSON, or a name twice in one object), or 422 with what is wrong where.
    """
    if request.content_length is not None and request.content_length > MAX_BODY:
        raise Problem(413, "request_entity_too_large")
    if request.mimetype != "application/json":
        raise Problem(415, "unsupported_media_type")
    raw = request.get_data(cache=True)
    if len(raw) > MAX_BODY:
        raise Problem(413, "request_entity_too_large")
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except _Twice as error:
        raise Problem(400, "malformed_json", _("Namnet %(name)s förekommer två gånger i samma objekt.", name=str(error)[:100])) from None
    except (ValueError, RecursionError):
        raise Problem(400, "malformed_json") from None
    if not all(storable(text) for text in _texts(value)):
        raise Problem(400, "malformed_json", _("En text innehåller tecken som inte kan sparas."))
    return _checked(model, raw, "pointer")


def read_nothing() -> None:
    """For an operation that takes no body.

    Raises:
        Problem: 413 when there is one: it would be passed over in silence.
    """
    if request.content_length or request.headers.get("Transfer-Encoding"):
        raise Problem(413, "request_entity_too_large", _("Anropet tar inget innehåll."))


def _checked(model: type[BaseModel], raw: bytes, where: str) -> BaseModel:
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise Problem(422, "invalid", errors=[_fault(e, where) for e in error.errors()[:MAX_ERRORS]]) from None


def _fault(error: Mapping[str, Any], where: str) -> dict[str, str]:
    place = [str(part) for part in error["loc"]]
    pointer = "#" + "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in place)
    return {where: (place[0] if place else "") if where == "parameter" else pointer[:300], "detail": str(error["msg"])[:300]}


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _refuse(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _texts(value: Any) -> Iterable[str]:
    left = [value]
    while left:
        found = left.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, list):
            left.extend(found)
        elif isinstance(found, dict):
            left.extend(found)
            left.extend(found.values())


@cache
def _kinds(model: type[BaseModel]) -> dict[str, str]:
    """By parameter, what it is: string, integer, boolean, or "list:" and one of them."""
    schema = model.model_json_schema()
    return {name: _kind(found, schema.get("$defs", {})) for name, found in schema.get("properties", {}).items()}


def _kind(schema: dict[str, Any], known: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _kind(known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        return next(_kind(part, known) for part in schema["anyOf"] if part.get("type") != "null")
    if schema.get("type") == "array":
        return "list:" + _kind(schema["items"], known)
    return str(schema.get("type", "string"))


def _value(text: str, kind: str) -> Any:
    """A text of the address as the type that is asked for; as it is, for the model to refuse, when it is none."""
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "boolean":
        return _BOOLEAN.get(text, text)
    return text
