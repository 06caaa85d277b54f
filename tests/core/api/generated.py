"""Calls every operation with made-up data that fits the document, and with data that does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from core.api import openapi

# Not of use here: what the server does with methods and headers that are not in the document is tested by hand.
LEFT_OUT = {
    "ensure_resource_availability",
    "use_after_free",
    "unsupported_method",
    "ignored_auth",
    "missing_required_header",
    "max_response_time",
}


def call_everything(app: Flask, *, token: str, real: Mapping[str, Any], examples: int) -> dict[str, set[int]]:
    """Call every operation.

    Args:
        token: A token that has all scopes.
        real: By name of a place in an address, something that exists, so that more than 404 is met.
        examples: How many calls of each kind and operation.

    Returns:
        By operation, the statuses that were met.
    """
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)

    @schema.hook  # type: ignore[untyped-decorator]
    def map_path_parameters(ctx: Any, path_parameters: Any) -> Any:
        return {name: real.get(name, value) for name, value in path_parameters.items()} if path_parameters else path_parameters

    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in LEFT_OUT]
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    met: dict[str, set[int]] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        statuses = met.setdefault(f"{operation.method.upper()} {operation.path}", set())
        takes = bool(operation.definition.raw.get("parameters") or operation.definition.raw.get("requestBody"))
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)[: 2 if takes else 1]:
            _call(operation.as_strategy(generation_mode=mode), checks, headers, statuses, examples)
    # The document itself is left out by schemathesis.
    assert set(met) == {f"{d.method} {d.path}" for d in openapi.described(app)} - {"GET /api/v1/openapi.json"}
    return met


def _call(strategy: Any, checks: list[Any], headers: dict[str, str], statuses: set[int], examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def call(case: Any) -> None:
        # What is written may have the right form and still be refused: an event that the token may not hear of.
        wrong = {place.value for place, info in case.meta.components.items() if info.mode is GenerationMode.NEGATIVE}
        passed_over = set() if case.method == "GET" else {"positive_data_acceptance"}
        if not wrong & {"query", "body"} or _vanishes(case):  # the address and the token are ours
            passed_over.add("negative_data_rejection")
        if case.method == "PATCH" and "header" not in wrong:
            case.headers["If-Match"] = "*"  # a made-up version is never the present one
        chosen = [check for check in checks if check.__name__ not in passed_over]
        statuses.add(case.call_and_validate(headers=headers, checks=chosen).status_code)

    call()


def _vanishes(case: Any) -> bool:
    """Whether a parameter was made that an address cannot say, such as an empty list: nothing wrong arrives, or the word "null"."""
    return any(value in (None, "null", [], {}) for value in (case.query or {}).values())
