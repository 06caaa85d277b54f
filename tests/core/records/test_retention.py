"""Retention: nothing goes without a decision, what goes is logged, a stop stops, and a run that is cut off is only run again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db, utcnow
from core.errors import DomainError, NotFound
from core.mail.models import Mail
from core.records import retention
from core.records.models import RetentionRule, RetentionRun
from core.regions.models import Region
from core.testing.factories import Factory
from core.users.models import LoginToken
from core.web.models import Submission

LONG_AGO = timedelta(days=800)


@pytest.mark.parametrize(
    ("moment", "years", "months", "wanted"),
    [
        (datetime(2026, 3, 31, 4, tzinfo=UTC), 0, 1, datetime(2026, 2, 28, 4, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 1, 0, datetime(2027, 2, 28, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 2, 3, datetime(2023, 10, 15, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), 0, 12, datetime(2025, 12, 31, tzinfo=UTC)),
        (datetime(90, 1, 1, tzinfo=UTC), 100, 0, datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_time_is_counted_by_the_calendar(moment: datetime, years: int, months: int, wanted: datetime) -> None:
    assert retention.earlier(moment, years, months) == wanted


def mails(region: Region | None, count: int, age: timedelta) -> None:
    for number in range(count):
        name = f"{region.slug if region else 'none'}-{number}-{age.days}"
        db.session.add(
            Mail(
                region_id=region.id if region else None,
                kind="test.x",
                recipient="a@exempel.example",
                subject=name,
                body="",
                message_id=f"<{name}@x>",
                created_at=utcnow() - age,
            )
        )
    db.session.flush()


def left() -> list[str]:
    return sorted(db.session.execute(select(Mail.subject)).scalars())


def decide(region: Region, name: str = "core.mail", years: int | None = 1, months: int = 0) -> RetentionRule:
    return retention.decide(
        region=region,
        name=name,
        years=years,
        months=months,
        decision="RS 2026/12 § 4",
        decided_on=date(2026, 1, 2),
        decided_by="Regionstyrelsen",
        actor=None,
    )


@pytest.mark.requirement("S56")
def test_nothing_goes_without_a_decision_and_only_what_is_due_goes_with_one(make: Factory) -> None:
    north, south = make.region("nord"), make.region("syd")
    with make.inside(north, "core"):
        with atomic():
            mails(north, 3, LONG_AGO)
            mails(north, 1, timedelta(days=300))
            mails(south, 1, LONG_AGO)
            mails(None, 1, LONG_AGO)
        before = left()
        assert retention.dispose(north) == []
        assert left() == before
        with atomic():
            decide(north)
        (due,) = retention.preview(north, utcnow())
        assert (due.kind.type.name, due.count, len(due.sample), due.held) == ("core.mail", 3, 3, 0)
        assert left() == before
        (run,) = retention.dispose(north)
        assert (run.record_type, run.disposed, run.decision) == ("core.mail", 3, "RS 2026/12 § 4, Regionstyrelsen 2026-01-02")
        assert left() == ["none-0-800", "nord-0-300", "syd-0-800"]
        assert retention.dispose(north) == []
        assert db.session.execute(select(RetentionRun.disposed)).scalars().all() == [3]
    with make.inside(south, "core"):
        assert retention.runs(south) == []
        assert [kind.type.name for kind in retention.kinds(south) if kind.rule] == []


@pytest.mark.requirement("S56")
def test_a_run_works_in_parts_and_goes_on_where_it_was_cut_off(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    region = make.region("nord")
    monkeypatch.setattr(retention, "BATCH", 2)
    with make.inside(region, "core"):
        with atomic():
            mails(region, 5, LONG_AGO)
            decide(region)
        whole = retention._dispose_kind
        calls = []

        def cut(found: Region | None, refs: list[str]) -> int:
            calls.append(len(refs))
            if len(calls) == 2:
                raise RuntimeError("cut off")
            return due.kind.type.dispose(found, refs)  # type: ignore[misc]

        (due,) = retention.preview(region, utcnow())
        broken = retention.Due(
            retention.Kind(type(due.kind.type)(**{**vars(due.kind.type), "dispose": cut}), due.kind.rule, held=False),
            due.before,
            due.count,
            due.sample,
            due.held,
        )
        with pytest.raises(RuntimeError):
            whole(region, broken, None)
        assert len(left()) == 3
        retention.dispose(region)
        assert left() == []
        assert sum(db.session.execute(select(RetentionRun.disposed)).scalars()) == 5


def test_a_stop_stops_a_kind_or_one_record(make: Factory) -> None:
    region = make.region("nord")
    with make.inside(region, "core"):
        with atomic():
            mails(region, 3, LONG_AGO)
            decide(region)
            kept = db.session.execute(select(Mail.id).where(Mail.subject == "nord-0-800")).scalar_one()
            retention.hold(region=region, name="", subject=f"core:mail:{kept}", reason="Tvist", actor=None)
            stop = retention.hold(region=region, name="core.mail", subject="", reason="Granskning", actor=None)
        assert retention.dispose(region) == []
        with atomic():
            retention.lift(region=region, hold_id=stop.id)
        (due,) = retention.preview(region, utcnow())
        assert (due.count, due.held) == (2, 1)
        (run,) = retention.dispose(region)
        assert (run.disposed, run.held, left()) == (2, 1, ["nord-0-800"])


def test_a_new_decision_replaces_the_old_one_which_stays(make: Factory) -> None:
    region = make.region("nord")
    with make.inside(region, "core"), atomic():
        decide(region, years=1)
        decide(region, years=None)
        assert [(rule.keep_years, rule.replaced_at is None) for rule in retention.history(region, "core.mail")] == [
            (None, True),
            (1, False),
        ]
        mails(region, 1, LONG_AGO)
    with make.inside(region, "core"):
        assert retention.dispose(region) == []
        actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.region_id == region.id)).scalars().all()
        assert actions.count("core.retention.decided") == 2


def test_what_makes_no_sense_is_refused(make: Factory) -> None:
    region = make.region("nord")
    with make.inside(region, "core"), atomic():
        for change in ({"years": 0}, {"name": "core.audit", "years": 2}):
            with pytest.raises(DomainError):
                decide(region, **change)
        for name in ("core.sign_in", "core.nonsense"):
            with pytest.raises(NotFound):
                decide(region, name=name)
        with pytest.raises(DomainError):
            retention.hold(region=region, name="", subject="", reason="x", actor=None)
        assert retention.history(region, "core.mail") == []


@pytest.mark.requirement("S56")
def test_what_belongs_to_the_installation_goes_by_the_owners_rule(make: Factory) -> None:
    user, region = make.user(), make.region("nord")
    with atomic():
        for age in (200, 2):
            db.session.add(LoginToken(user_id=user.id, token_hash=f"{age}", expires_at=utcnow() - timedelta(days=age)))
            db.session.add(Submission(key=f"key-{age}", endpoint="x", created_at=utcnow() - timedelta(days=age)))
        mails(None, 1, LONG_AGO)
        mails(region, 1, LONG_AGO)
    assert {run.record_type: run.disposed for run in retention.dispose(None)} == {
        "core.sign_in": 1,
        "core.mail_of_installation": 1,
        "core.submission": 1,
    }
    assert db.session.execute(select(LoginToken.token_hash)).scalars().all() == ["2"]
    assert db.session.execute(select(Submission.key)).scalars().all() == ["key-2"]
    assert left() == ["nord-0-800"]
