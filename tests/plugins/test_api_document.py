"""The API of the whole application, with the parts that are shipped: every operation is called with made-up data."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from flask import Flask

from core.db import atomic
from core.testing.factories import Factory
from core.webhooks.service import create_webhook
from tests.core.api.generated import call_everything
from tests.plugins.demand_pooling import test_conformance as pooling
from tests.plugins.distance_learning import test_conformance as distance
from tests.plugins.employer_needs import test_conformance as needs
from tests.plugins.funding import test_conformance as funding
from tests.plugins.guidance import test_conformance as guidance
from tests.plugins.internships import test_conformance as placements
from tests.plugins.meeting_places import test_conformance as meetings
from tests.plugins.regional_plans import test_conformance as plans
from tests.plugins.role_standards import test_conformance as roles
from tests.plugins.training_catalog import test_conformance as catalogue
from tests.plugins.training_catalog.conftest import TODAY, at

PARTS = {
    "employer_needs": needs,
    "demand_pooling": pooling,
    "training_catalog": catalogue,
    "distance_learning": distance,
    "internships": placements,
    "role_standards": roles,
    "meeting_places": meetings,
    "regional_plans": plans,
    "funding": funding,
    "guidance": guidance,
}
HEARD = "employer_needs.need_published.v1"


@pytest.mark.requirement("S36", "S37")
@time_machine.travel(at(TODAY)())
def test_every_operation_of_the_whole_application_does_what_the_document_says(app: Flask, make: Factory) -> None:
    region = make.region("nord", plugins=list(PARTS))
    real: dict[str, Any] = {"region": region.slug, "code": "5321"}
    for name, part in PARTS.items():
        with make.inside(region, name), atomic():
            for endpoint, values in part.TestConformance().objects(make, region).items():
                if endpoint.partition(".")[0].endswith("_api"):
                    real |= values
    with make.inside(region), atomic():
        hook, _secret = create_webhook(region=region, url="https://example.com/x", events=[HEARD], allowed=[HEARD])
    real |= {"webhook_id": hook.id, "organisation_id": make.organisation(region).id}
    token = make.token(region, *app.extensions["samkraft_registry"].permissions)
    met = call_everything(app, token=token, real=real, examples=4)
    assert {name for name, statuses in met.items() if not any(status < 300 for status in statuses)} == {
        "POST /api/v1/regions/{region}/webhooks",  # made-up names are no events
        "DELETE /api/v1/regions/{region}/webhooks/{webhook_id}",  # a made-up version is never the present one
        "POST /api/v1/regions/{region}/internships/applicants",  # made-up numbers are no periods that collect
        "POST /api/v1/regions/{region}/internships/offers",  # as the applicants'
        "POST /api/v1/regions/{region}/meeting-places/solutions",  # made-up organisations are none
    }
