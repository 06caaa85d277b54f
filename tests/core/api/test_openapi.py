"""The document and the code say the same: every operation is called with made-up data that fits it, and data that does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from core.api import openapi
from core.db import atomic
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.web.access import PUBLIC, SIGNED_IN
from core.webhooks.service import create_webhook
from tests.core.api.conftest import Caller
from tests.fixture_plugins.meetings.models import Meeting

EXAMPLES = 8  # of each kind and operation
# Not of use here: what the server does with methods and headers that are not in the document is tested by hand.
LEFT_OUT = {
    "ensure_resource_availability",
    "use_after_free",
    "unsupported_method",
    "ignored_auth",
    "missing_required_header",
    "max_response_time",
}


@pytest.fixture
def document(app: Flask, context: None) -> dict[str, Any]:
    return openapi.document(app)


def test_every_address_of_the_api_is_in_the_document(app: Flask) -> None:
    assert openapi.undeclared(app) == []


def test_the_document_says_who_may_and_which_part_must_be_on(app: Flask, document: dict[str, Any]) -> None:
    for found in openapi.described(app):
        written = document["paths"][found.path][found.method.lower()]
        assert written["security"] == ([] if found.access == PUBLIC else [{"token": []}])
        assert written.get("x-permission", PUBLIC) in (found.access, PUBLIC if found.access == PUBLIC else SIGNED_IN)
        assert written.get("x-plugin", "") == found.plugin
    assert document["openapi"] == "3.1.0"
    assert {d.plugin for d in openapi.described(app)} == {"", "meetings"}


def test_the_document_is_served_and_kept_by_those_who_have_it(caller: Caller, document: dict[str, Any]) -> None:
    answer = caller().call("GET", "/api/v1/openapi.json")
    assert answer.get_json() == document
    assert caller().call("GET", "/api/v1/openapi.json", if_none_match=answer.headers["ETag"]).status_code == 304


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))


def test_every_answer_that_links_leads_somewhere(caller: Caller, region: Region) -> None:
    links = caller().call("GET", "/api/v1/").get_json()
    for name in ("openapi", "regions", "municipalities", "apiDocumentation"):
        assert caller().call("GET", links[name].partition(":8000")[2]).status_code == 200, name


@pytest.fixture
def schema(app: Flask, make: Factory, region: Region, meeting: Meeting, document: dict[str, Any]) -> Iterator[Any]:
    """The document as schemathesis reads it. Addresses lead to things that exist, so that more than 404 is met."""
    with make.inside(region), atomic():
        hook, _secret = create_webhook(
            region=region, url="https://example.com/x", events=["meetings.meeting_booked.v1"], allowed=["meetings.meeting_booked.v1"]
        )
    real = {"region": region.slug, "meeting_id": meeting.id, "webhook_id": hook.id, "code": "5321"}
    real["organisation_id"] = make.organisation(region).id
    loaded = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    every = app.extensions["samkraft_registry"].permissions
    token = make.token(region, *every)

    @loaded.hook  # type: ignore[untyped-decorator]
    def map_path_parameters(ctx: Any, path_parameters: Any) -> Any:
        return {name: real.get(name, value) for name, value in path_parameters.items()} if path_parameters else path_parameters

    loaded.samkraft_token = token
    yield loaded


@pytest.mark.requirement("S36", "S37")
def test_every_operation_does_what_the_document_says(app: Flask, schema: Any) -> None:
    browser = Browser(app, token=schema.samkraft_token)
    checks = [check for name in CHECKS.get_all_names() if name not in LEFT_OUT for check in [CHECKS.get_one(name)]]
    headers = {"Authorization": f"Bearer {browser.token}", "Accept-Encoding": "identity"}
    called: set[str] = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        called.add(f"{operation.method.upper()} {operation.path}")
        takes = bool(operation.definition.raw.get("parameters") or operation.definition.raw.get("requestBody"))
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)[: 2 if takes else 1]:

            @settings(
                max_examples=EXAMPLES,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def call(case: Any) -> None:
                # What is written may have the right form and still be refused: an event that the token may not hear of.
                wrong = {place.value for place, info in case.meta.components.items() if info.mode is GenerationMode.NEGATIVE}
                passed_over = set() if case.method == "GET" else {"positive_data_acceptance"}
                if not wrong & {"query", "body"}:  # the address and the token are ours
                    passed_over.add("negative_data_rejection")
                chosen = [check for check in checks if check.__name__ not in passed_over]
                case.call_and_validate(headers=headers, checks=chosen)

            call()
    # The document itself is left out by schemathesis; it is called above.
    assert called == {f"{d.method} {d.path}" for d in openapi.described(app)} - {"GET /api/v1/openapi.json"}
