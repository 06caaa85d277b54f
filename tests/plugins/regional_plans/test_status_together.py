"""The same mailed link used by two at the very same time."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.testing.client import Browser
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.regional_plans.status.models import StatusReport
from tests.two_at_once import an_application, at_once

from . import made, made_meetings


@pytest.mark.requirement("S22")
def test_two_answers_at_once_are_both_kept_in_order(databases: Databases, tmp_path: Path) -> None:
    with an_application(databases, tmp_path, "status", "regional_plans") as app:
        with app.app_context():
            make = Factory()
            with atomic():
                region = make.region(plugins=["regional_plans"])
            with make.inside(region, "regional_plans"), atomic():
                plan = made.a_plan(region)
                action = made.an_action(region, plan, made.an_area(region, plan), made.an_owner(region))
                token = made_meetings.token_of(made_meetings.asked(region, made_meetings.a_meeting(region, plan))[0])
            path, action_id, region_id = f"/r/{region.slug}/regional-plans/status/{token}", action.id, region.id
            db.session.remove()
        visitors = [Browser(app).get(path) for _number in range(2)]

        def sends(visitor: Browser, status: str, text: str) -> Browser:
            return visitor.submit({f"status_{action_id}": status, f"text_{action_id}": text})

        ended = at_once(lambda: sends(visitors[0], "delayed", "Sent."), lambda: sends(visitors[1], "done", "Klart."))
        assert [visitor.status for visitor in ended] == [200, 200]
        with app.app_context(), region_scope(region_id):
            rows = db.session.execute(select(StatusReport).order_by(StatusReport.reported_at, StatusReport.id)).scalars().all()
            assert sorted(row.text for row in rows) == ["Klart.", "Sent."]
            kept = db.session.execute(select(made.Action.status_text).where(made.Action.id == action_id)).scalar_one()
            assert kept == rows[-1].text
