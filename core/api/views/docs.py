"""The documentation of the API: a guide for people, and every operation as the OpenAPI document has it. Made here, from no other server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, current_app, render_template

from core.api.openapi import document
from core.api.problems import TITLES
from core.events.event import ANYBODY
from core.plugins.registry import registry
from core.web.access import public

bp = Blueprint("core_api_docs", __name__)
VERIFY = """import base64, hashlib, hmac

def is_genuine(secret, headers, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, given) for given in headers["webhook-signature"].split())"""
_SAMPLES: dict[str, Any] = {"region": "norra", "page": 1, "limit": 20}


@bp.get("/api/")
@public("GET")
def guide() -> str:
    """How to begin: token, errors, pages, versions, repeating, webhooks."""
    events = [
        (
            event.name,
            "" if event.permission == ANYBODY else event.permission,
            json.dumps(event.sample().model_dump(mode="json"), ensure_ascii=False),
        )
        for event in registry().events.values()
        if event.permission
    ]
    found = document(current_app)
    return render_template("api/guide.html", base=found["servers"][0]["url"], problems=TITLES, events=events, verify=VERIFY)


@bp.get("/api/operations")
@public("GET")
def operations() -> str:
    """Every operation: what it takes, what it gives, and an example."""
    found = document(current_app)
    by_tag: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in found["tags"]}
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            by_tag[operation["tags"][0]].append(_shown(found, path, method, operation))
    return render_template("api/operations.html", by_tag=by_tag)


def _shown(found: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    schemas = found["components"]["schemas"]
    status, success = next((s, r) for s, r in operation["responses"].items() if s.startswith("2"))
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answer = success.get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "scope": operation.get("x-permission", ""),
        "parameters": [
            (p["name"], p["in"], _type(p["schema"], schemas), p["required"], p.get("description", ""))
            for p in operation.get("parameters", ())
        ],
        "body": list(_members(body, schemas)) if body else [],
        "answer": list(_members(answer, schemas)) if answer else [],
        "status": status,
        "curl": _curl(found, path, method, operation, body),
    }


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return dict(schemas[name]) if name else schema


def _members(schema: dict[str, Any], schemas: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str, bool, str]]:
    """Name, type, whether it is required, and what it means; the members of members too, one level down."""
    whole = _resolved(schema, schemas)
    for name, member in whole.get("properties", {}).items():
        yield f"{prefix}{name}", _type(member, schemas), name in whole.get("required", ()), member.get("description", "")
        inner = _resolved(member.get("items", {}), schemas)
        if inner.get("properties") and not prefix:
            yield from _members(inner, schemas, f"{name}[].")


def _type(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """A type in a few words: `integer, 1–100`."""
    schema = _resolved(schema, schemas)
    if "anyOf" in schema:
        return " | ".join(_type(part, schemas) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    words = str(schema.get("format") or schema.get("type", "any"))
    if words == "array":
        return f"array of {_type(schema.get('items', {}), schemas)}"
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    if high is not None:
        words += f", {low if low is not None else 0}–{high}"
    return words


def _curl(found: dict[str, Any], path: str, method: str, operation: dict[str, Any], body: dict[str, Any] | None) -> str:
    """A call to copy."""
    parts = ["curl" if method == "get" else f"curl -X {method.upper()}"]
    if operation["security"]:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    required = [p for p in operation.get("parameters", ()) if p["in"] == "query" and p["required"]]
    parts += [f"-H '{p['name']}: \"1\"'" for p in operation.get("parameters", ()) if p["in"] == "header" and p["required"]]
    for place in [p for p in operation.get("parameters", ()) if p["in"] == "path"]:
        path = path.replace(f"{{{place['name']}}}", str(_sample(place["name"], place["schema"])))
    query = "&".join(f"{p['name']}={_sample(p['name'], p['schema'])}" for p in required)
    if body is not None:
        whole = _resolved(body, found["components"]["schemas"])
        wanted = whole.get("required") or list(whole["properties"])[:1]
        sample = {name: _sample(name, whole["properties"][name]) for name in wanted}
        parts += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(sample, ensure_ascii=False)}'"]
    parts.append(f"'{found['servers'][0]['url']}{path}{'?' + query if query else ''}'")
    return " \\\n  ".join(parts)


def _sample(name: str, schema: dict[str, Any]) -> Any:
    if name in _SAMPLES:
        return _SAMPLES[name]
    kind = schema.get("anyOf", [schema])[0]
    if "enum" in kind:
        return kind["enum"][0]
    match kind.get("type"):
        case "integer" | "number":
            return max(1, int(kind.get("minimum", 1)))
        case "boolean":
            return True
        case "array":
            return [_sample(name.removesuffix("s"), kind.get("items", {}))]
    return {"url": "https://example.com/hook", "event": "employer_needs.need_published.v1", "q": "undersköterska"}.get(name, name)
