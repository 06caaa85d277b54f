"""Hooks that reach every plugin, also where it is off: what is kept about people, what may not be deleted, what the log says."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.plugins import Blocker, DataSet, RecordType
from core.plugins import hooks as facade
from core.testing.factories import Factory
from tests.core.plugins.made import Use, plugin_of
from tests.fixture_plugins.meetings.models import Meeting


def test_stewardship_reaches_plugins_that_are_off_with_the_fence_open(use: Use, make: Factory) -> None:
    region = use(
        plugin_of(
            "aa",
            export_personal_data=lambda self, user: [
                DataSet("aa_x", ("title",), [tuple(r) for r in db.session.execute(select(Meeting.title))])
            ],
            deletion_blockers=lambda self, subject: [Blocker(f"{subject}: {len(db.session.execute(select(Meeting)).all())}")],
            retention_rules=lambda self: [RecordType("aa.x", "X", 2)],
        ),
        off=["aa"],
    )
    user = make.user()
    with atomic(), region_scope(region.id):
        db.session.add(Meeting(region_id=region.id, title="mötet"))
    stewards = facade.stewardship()
    assert stewards.export_personal_data(user=user) == [DataSet("aa_x", ("title",), [("mötet",)])]
    assert stewards.deletion_blockers(subject="core:user:1") == [Blocker("core:user:1: 1")]
    assert stewards.retention_rules() == [RecordType("aa.x", "X", 2)]


@pytest.mark.parametrize("hook", ["export_personal_data", "deletion_blockers", "retention_rules", "erase_personal_data"])
@pytest.mark.parametrize("fault", ["raises", "wrong type"])
def test_half_an_export_or_erasure_never_looks_like_a_whole_one(use: Use, make: Factory, hook: str, fault: str) -> None:
    def bad(self: Any) -> Any:
        if fault == "raises" or hook == "erase_personal_data":
            raise ValueError("oops")
        return ["wrong"]

    use(plugin_of("aa"), plugin_of("bad", **{hook: bad}))
    arguments: dict[str, Any] = {
        "export_personal_data": {"user": make.user()},
        "erase_personal_data": {"user": make.user()},
        "deletion_blockers": {"subject": "x"},
        "retention_rules": {},
    }[hook]
    with pytest.raises((ValueError, TypeError)):
        getattr(facade.stewardship(), hook)(**arguments)


def test_a_log_entry_is_described_by_its_own_plugin(use: Use, caplog: pytest.LogCaptureFixture) -> None:
    from core.audit.service import record

    def fail(self: Any) -> str:
        raise ValueError

    use(
        plugin_of("aa", describe_log_entry=lambda self, entry: f"aa: {entry.action}"),
        plugin_of("bb", describe_log_entry=lambda self, entry: "bb takes everything"),
        plugin_of("cc", describe_log_entry=fail),
        plugin_of("dd", describe_log_entry=lambda self: None),
    )
    with atomic():
        actions = ("aa.x.made", "cc.x.made", "dd.x.made", "gone.x.made")
        described = {a: facade.stewardship().describe_log_entry(entry=record(a)) for a in actions}
    assert described == {"aa.x.made": "aa: aa.x.made", "cc.x.made": None, "dd.x.made": None, "gone.x.made": None}
