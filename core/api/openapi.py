"""The OpenAPI 3.1 document, made from what the views declare. Made once per process: what is loaded does not change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from core.api import receipts
from core.api.authentication import ROOT
from core.api.operation import Operation, declared_operation
from core.api.problems import MEDIA_TYPE, TITLES
from core.db.atomic import SAFE_METHODS
from core.db.query import MAX_INTEGER
from core.web.access import PUBLIC, declared_access

VERSION = "1.0.0"
_PLACE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
DESCRIPTION = (
    "The shared workplace of regional competence supply. Every operation is checked against this document by the tests. "
    "Send a token as `Authorization: Bearer sk_…`; operations without security are open data. Errors are problem details (RFC 9457)."
)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Described:
    """One method of one address, with what it declares.

    Args:
        path: As OpenAPI writes it, `/api/v1/regions/{region}`.
        access: `public` or the permission that is needed.
        plugin: The plugin that must be on in the region; empty for core's own.
    """

    method: str
    path: str
    rule: Rule
    access: str
    plugin: str
    tag: str
    operation: Operation


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemPlace] | None = None
    reference: str | None = None


class ProblemPlace(BaseModel):
    """Where in a call an error lies: in the body (JSON pointer), a query parameter, or a header."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None


def described(app: Flask) -> Iterator[Described]:
    """Every operation, by tag, address and method."""
    registry = app.extensions["samkraft_registry"]
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions.get(rule.endpoint)
        declared = declared_operation(view) if view else None
        if declared is None or not rule.rule.startswith(ROOT):
            continue
        plugin = registry.owner_of_blueprint(str(rule.endpoint).rpartition(".")[0]) or ""
        tag = declared.tag or (plugin.replace("_", " ").capitalize() if plugin else "Core")
        access = declared_access(app, rule.endpoint)
        for method in _METHODS:
            if method in (rule.methods or ()):
                found.append(Described(method, _PLACE.sub(r"{\1}", rule.rule), rule, access.get(method, ""), plugin, tag, declared))
    return iter(sorted(found, key=lambda d: (bool(d.plugin), d.tag, d.path, _METHODS.index(d.method))))


def scopes(app: Flask) -> list[str]:
    """The permissions that some operation or event asks for: all others would be of no use to a token."""
    registry = app.extensions["samkraft_registry"]
    used = {d.access for d in described(app)} | {event.permission for event in registry.events.values()}
    return [name for name in registry.permissions if name in used]


def undeclared(app: Flask) -> list[str]:
    """Addresses under the API that are no operations: they would be missing in the document."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(f"{ROOT}/")]
    return sorted(f"{rule.rule} ({rule.endpoint})" for rule in rules if declared_operation(app.view_functions[rule.endpoint]) is None)


def document(app: Flask) -> dict[str, Any]:
    """The whole document."""
    made: dict[str, Any] | None = app.extensions.get("samkraft_openapi")
    if made is None:
        made = app.extensions["samkraft_openapi"] = _document(app)
    return made


def _document(app: Flask) -> dict[str, Any]:
    operations = list(described(app))
    names, schemas = models_json_schema(_models(operations), ref_template="#/components/schemas/{model}")
    refs = {key[0]: schema["$ref"] for key, schema in names.items()}
    paths: dict[str, Any] = {}
    for found in operations:
        paths.setdefault(found.path, {})[found.method.lower()] = _operation(found, refs)
    settings = app.extensions["samkraft_settings"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Samkraft API",
            "version": VERSION,
            "description": DESCRIPTION,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": settings.public_url.rstrip("/")}],
        "tags": [{"name": tag} for tag in dict.fromkeys(d.tag for d in operations)],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A token of a region, sk_…"}},
            "responses": {"Problem": _problem(refs)},
        },
    }


def _models(operations: list[Described]) -> list[tuple[Any, Any]]:
    """Every model once, as it is read or as it is written, in the order of the names."""
    modes: dict[type[BaseModel], str] = {Problem: "serialization"}
    modes |= {d.operation.answer: "serialization" for d in operations if d.operation.answer is not None}
    modes |= {d.operation.body: "validation" for d in operations if d.operation.body is not None}
    return sorted(modes.items(), key=lambda pair: pair[0].__name__)


def _problem(refs: dict[Any, str]) -> dict[str, Any]:
    return {
        "description": "An error. `code` is one of: " + ", ".join(TITLES) + ", and those of single operations.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": refs[Problem]}}},
    }


def _operation(found: Described, refs: dict[Any, str]) -> dict[str, Any]:
    declared = found.operation
    public = found.access == PUBLIC
    notes = [declared.description]
    if not public:
        notes.append(f"Needs the scope `{found.access}`.")
    if found.plugin:
        notes.append(f"Only in regions that have `{found.plugin}`; elsewhere 404 `plugin_not_enabled`.")
    built: dict[str, Any] = {
        "operationId": f"{found.rule.endpoint}.{found.method.lower()}".replace(".", "_"),
        "summary": declared.summary,
        "description": " ".join(note for note in notes if note),
        "tags": [found.tag],
        "security": [] if public else [{"token": []}],
        "parameters": [*_path_parameters(found), *_query_parameters(declared), *_header_parameters(found)],
        "responses": _responses(found, refs),
    }
    if not public:
        built["x-permission"] = found.access
    if found.plugin:
        built["x-plugin"] = found.plugin
    if declared.body is not None:
        built["requestBody"] = {"required": True, "content": {"application/json": {"schema": {"$ref": refs[declared.body]}}}}
    return {name: value for name, value in built.items() if value or name == "security"}


def _path_parameters(found: Described) -> list[dict[str, Any]]:
    parameters = []
    for name in sorted(found.rule.arguments, key=found.rule.rule.index):
        kind = type(found.rule._converters[name]).__name__
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 60, "pattern": "^[A-Za-z0-9_-]+$"}
        if kind == "IntegerConverter":
            schema = {"type": "integer", "minimum": 1, "maximum": MAX_INTEGER}
        parameters.append({"name": name, "in": "path", "required": True, "schema": schema})
    return parameters


def _query_parameters(declared: Operation) -> list[dict[str, Any]]:
    if declared.query is None:
        return []
    schema = declared.query.model_json_schema()
    known = schema.get("$defs", {})
    parameters = []
    for name, described in schema["properties"].items():
        found = _inlined({k: v for k, v in described.items() if k not in ("title", "description")}, known)
        parameters.append({"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": found})
        if "description" in described:
            parameters[-1]["description"] = described["description"]
    return parameters


def _inlined(schema: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """Without references, and without null, which an address cannot say."""
    schema = dict(schema)
    if "$ref" in schema:
        schema = {**known[schema.pop("$ref").rpartition("/")[2]], **schema}
        schema.pop("title", None)
        schema.pop("description", None)
    if "anyOf" in schema:
        parts = [_inlined(part, known) for part in schema.pop("anyOf") if part.get("type") != "null"]
        schema = {**parts[0], **schema}
    if schema.get("default", 0) is None:
        del schema["default"]
    if "items" in schema:
        schema["items"] = _inlined(schema["items"], known)
    return schema


def _header_parameters(found: Described) -> list[dict[str, Any]]:
    headers = []
    if found.method == "POST":
        text = "The same key gives the same answer for 24 hours, and acts once."
        headers.append(_header(receipts.HEADER, text, False, {"pattern": "^[!-~]+$", "maxLength": receipts.MAX_KEY, "minLength": 1}))
    if found.operation.conditional:
        headers.append(_header("If-Match", "The ETag of the thing as you read it.", True, {"pattern": '^"[0-9]{1,9}"$'}))
    return headers


def _header(name: str, description: str, required: bool, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "description": description, "schema": {"type": "string", **schema}}


def _responses(found: Described, refs: dict[Any, str]) -> dict[str, Any]:
    declared = found.operation
    success: dict[str, Any] = {"description": HTTPStatus(declared.status).phrase}
    if declared.answer is not None:
        success["content"] = {"application/json": {"schema": {"$ref": refs[declared.answer]}}}
        success["headers"] = {"ETag": {"schema": {"type": "string"}}}
    responses: dict[str, Any] = {str(declared.status): success}
    if found.method in SAFE_METHODS and declared.answer is not None:
        responses["304"] = {"description": "You have it already (If-None-Match)."}
    codes = {400, 404, 422, 429, 500, 503}
    if found.access != PUBLIC:
        codes |= {403}
    codes |= {401}  # also for open data: a token that does not work is never passed over
    if found.method not in SAFE_METHODS:
        codes |= {409, 413, 415} | ({412, 428} if declared.conditional else set())
    return responses | {str(code): {"$ref": "#/components/responses/Problem"} for code in sorted(codes)}
