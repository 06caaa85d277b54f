"""The document and the code say the same: every operation is called with made-up data that fits it, and data that does not."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core.api import openapi
from core.db import atomic
from core.regions.models import Region
from core.testing.factories import Factory
from core.web.access import PUBLIC, SIGNED_IN
from core.webhooks.service import create_webhook
from tests.core.api.conftest import Caller
from tests.core.api.generated import call_everything
from tests.fixture_plugins.meetings.models import Meeting


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


@pytest.mark.requirement("S36", "S37")
def test_every_operation_does_what_the_document_says(app: Flask, make: Factory, region: Region, meeting: Meeting) -> None:
    with make.inside(region), atomic():
        hook, _secret = create_webhook(
            region=region, url="https://example.com/x", events=["meetings.meeting_booked.v1"], allowed=["meetings.meeting_booked.v1"]
        )
    real = {"region": region.slug, "meeting_id": meeting.id, "webhook_id": hook.id, "code": "5321"}
    real["organisation_id"] = make.organisation(region).id
    token = make.token(region, *app.extensions["samkraft_registry"].permissions)
    call_everything(app, token=token, real=real, examples=8)
