"""The conformance suite itself: whole plugins pass it, and it finds what it says it finds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.db import db
from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.factories import Factory
from tests.fixture_plugins.meetings import service
from tests.fixture_plugins.meetings.models import Guest, Meeting

pytestmark = pytest.mark.sqlite_only  # the suite it starts chooses its own database

ENDPOINTS = ("meetings.detail", "meetings.edit", "meetings_api.one", "meetings_api.change", "meetings_api.cancel")


class TestMeetings(PluginConformance):
    """A plugin with everything."""

    plugin = "meetings"
    exempt = {"meetings.broken": "fails on purpose"}
    lists = ("meetings.index", "meetings_admin.overview", "meetings_api.listing")
    no_personal_data = {}

    def objects(self, make: Factory, region: Region) -> dict[str, dict[str, Any]]:
        meeting = service.book_meeting(region=region, title="Möte A")
        return {endpoint: {"meeting_id": meeting.id} for endpoint in ENDPOINTS}

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            meeting = service.book_meeting(region=region, title=f"Möte {number}")
            db.session.add(Guest(region_id=region.id, meeting_id=meeting.id, name="Gäst"))

    def about(self, make: Factory, region: Region, user: Any) -> None:
        db.session.add(Meeting(region_id=region.id, title="x", booked_by_id=user.id, contact_email=user.email))


class TestMinutes(PluginConformance):
    plugin = "minutes"


class TestArchive(PluginConformance):
    plugin = "archive"


UNRULY = """
import pytest
from core.db import Model, db
from core.testing.conformance import PluginConformance
from tests.fixture_plugins.unruly.models import Sin

@pytest.fixture(scope="session")
def plugins():
    return ["tests.fixture_plugins.unruly"]

@pytest.fixture(scope="session")
def tables(app):
    with app.app_context():  # it has no migration
        Model.metadata.create_all(db.engine)

@pytest.mark.usefixtures("tables")
class TestConformance(PluginConformance):
    plugin = "unruly"
    lists = ("unruly.index",)

    def objects(self, make, region):
        self.rows(make, region, 1)
        sin = db.session.query(Sin.id).order_by(Sin.id.desc()).first()
        return {"unruly.detail": {"sin_id": sin[0]}}

    def rows(self, make, region, count):
        db.session.add_all(Sin(region_id=region.id) for _ in range(count))
        db.session.flush()

class TestExcuses(TestConformance):
    exempt = {"unruly.no_such_view": "because", "unruly.closed": " "}

    def objects(self, make, region):
        return {}
"""
CAUGHT = {
    "test_declaration",
    "test_readme_names_what_it_has",
    "test_templates_lie_in_a_folder_of_the_plugin_s_name",
    "test_tables",
    "test_migrations_go_up_down_and_up_and_agree_with_the_models",
    "test_jobs_run_twice_change_nothing_the_second_time",
    "test_every_table_with_a_person_is_exported",
    "test_every_column_is_classified",
    "test_disabling_and_enabling_keeps_the_data",
    "test_hooks_answer_with_the_right_types_and_write_nothing",
    "test_only_who_may_gets_in",
    "test_an_object_of_one_region_is_not_found_in_another",
    "test_reading_changes_nothing",
    "test_a_list_costs_the_same_for_one_row_and_for_thirty",
}


@pytest.mark.slow
def test_the_suite_catches_a_plugin_that_keeps_no_promise(tmp_path: Path) -> None:
    """In a process of its own: its tables must not be seen by other tests."""
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["core.testing.fixtures"]\n')
    (tmp_path / "test_unruly.py").write_text(UNRULY)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert re.findall(r"^ERROR", done.stdout, flags=re.M) == [], done.stdout
    failed = {name: set(re.findall(rf"FAILED test_unruly\.py::{name}::(\w+)", done.stdout)) for name in ("TestConformance", "TestExcuses")}
    assert failed["TestConformance"] == CAUGHT
    excuses = {"test_exemptions_have_reasons_and_are_needed", "test_every_address_with_an_id_has_an_object"}
    assert failed["TestExcuses"] - CAUGHT == excuses
