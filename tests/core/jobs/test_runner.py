"""What running a row promises: its effects once, whatever happens, and only where the plugin is on."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import all_regions, atomic, current_scope, db, one_or_none, utcnow
from core.events import emit
from core.jobs import Outcome, enqueue
from core.jobs.models import Outbox, Receipt
from core.jobs.runner import drain, run
from core.plugins.enablement import forget_cached
from core.plugins.models import RegionPlugin
from core.regions.models import Region, RegionMember, RegionShare


def ask(world: Any, region: Any = None, **payload: Any) -> int:
    with atomic():
        return int(enqueue("probe.work", region=region, **payload).id)


def receipts(world: Any) -> list[tuple[str, Outcome]]:
    with world.app.app_context():
        return [(r.handler, r.outcome) for r in db.session.execute(select(Receipt).order_by(Receipt.id)).scalars()]


@pytest.mark.requirement("R2")
def test_a_job_gets_its_region_and_payload_and_leaves_a_receipt(world: Any) -> None:
    region = world.region()
    world.job(world.effect)
    row_id = ask(world, region, colour="blå", n=3)
    assert run(row_id) is Outcome.DONE
    [effect] = world.effects()
    assert (effect.region_id, effect.detail, effect.actor) == (region.id, {"colour": "blå", "n": 3}, "job probe.work")
    [row] = world.rows()
    assert (row.outcome, row.last_error, row.leased_until) == (Outcome.DONE, "", None)
    assert row.done_at is not None
    assert receipts(world) == [("probe.work", Outcome.DONE)]


@pytest.mark.requirement("R2")
def test_a_second_delivery_does_nothing(world: Any) -> None:
    world.job(world.effect)
    row_id = ask(world)
    assert [run(row_id) for _ in range(3)] == [Outcome.DONE, None, None]
    assert len(world.effects()) == 1
    assert run(999_999) is None


@pytest.mark.requirement("R2")
def test_deliveries_at_the_same_moment_act_once(world: Any) -> None:
    world.job(world.effect)
    ids = [ask(world, n=n) for n in range(5)]
    barrier = threading.Barrier(4)

    def runner() -> None:
        with world.app.app_context():
            barrier.wait()
            for row_id in ids:
                run(row_id)

    threads = [threading.Thread(target=runner) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(effect.detail["n"] for effect in world.effects()) == dict.fromkeys(range(5), 1)


def test_a_failing_job_leaves_nothing_but_its_failure_and_waits_longer_each_time(world: Any) -> None:
    def fails(region: Any) -> None:
        world.effect(region)
        db.session.flush()
        raise ValueError("anna.andersson@example.org 19850101-1234 vill inte")

    world.job(fails, retries=2)
    row_id = ask(world)
    waits = []
    for attempt in (1, 2):
        before = utcnow()
        assert run(row_id) is None
        [row] = world.rows()
        assert (row.attempts, row.done_at, row.outcome) == (attempt, None, None)
        waits.append((row.available_at - before).total_seconds())
    assert waits == [pytest.approx(5, abs=1), pytest.approx(10, abs=1)]
    assert receipts(world) == []
    assert run(row_id) is Outcome.FAILED
    [row] = world.rows()
    assert (row.attempts, row.outcome, row.last_error) == (3, Outcome.FAILED, "ValueError: … … vill inte")
    assert receipts(world) == [("probe.work", Outcome.FAILED)]
    assert world.effects() == []
    assert run(row_id) is None


def test_a_job_that_exits_is_a_job_that_fails(world: Any) -> None:
    world.job(lambda _region: sys.exit(0), retries=0)
    assert run(ask(world)) is Outcome.FAILED


def test_the_wait_has_a_limit(world: Any) -> None:
    world.job(lambda _region: 1 / 0, retries=30)
    row_id = ask(world)
    with atomic():
        db.session.execute(select(Outbox)).scalar_one().attempts = 25
    assert run(row_id) is None
    [row] = world.rows()
    assert row.available_at - utcnow() < timedelta(hours=1, seconds=1)


def test_an_event_reaches_each_subscriber_in_a_transaction_of_its_own(world: Any) -> None:
    region = world.region()

    def good(region: Any, payload: Any) -> None:
        world.effect(region, number=payload.number, fields=sorted(type(payload).model_fields))

    def bad(region: Any, payload: Any) -> None:
        raise RuntimeError("no")

    world.subscribe(good, "probe.good")
    world.subscribe(bad, "probe.bad")
    with atomic():
        emit(world.event(5, "overflödigt"), region=region)
    assert drain() == 3
    assert [effect.detail for effect in world.effects()] == [{"number": 5, "fields": ["number"]}]
    event, *deliveries = world.rows()
    assert (event.outcome, event.region_id) == (Outcome.DONE, region.id)
    assert [(d.name, d.outcome, d.attempts, d.parent_id) for d in deliveries] == [
        ("probe.good", Outcome.DONE, 0, event.id),
        ("probe.bad", None, 1, event.id),
    ]
    assert run(event.id) is None
    assert len(world.rows()) == 3


def test_an_event_that_nobody_subscribes_to_is_done(world: Any) -> None:
    with atomic():
        emit(world.event(), region=None)
    assert drain() == 1
    assert [row.outcome for row in world.rows()] == [Outcome.DONE]


def test_a_payload_that_the_subscriber_does_not_understand_is_its_failure(world: Any) -> None:
    world.subscribe(lambda _region, _payload: None)
    with atomic():
        event = emit(world.event(), region=None)
        event.payload = {"number": "hemligt@example.org"}
    drain()
    assert world.rows()[1].last_error == "ValidationError: number: Input should be a valid integer"


def test_where_the_plugin_is_off_it_is_skipped_and_on_again_it_can_be_retried(world: Any) -> None:
    on, off = world.region("on"), world.region("off", on=False)
    world.job(world.effect)
    world.subscribe(lambda region, _payload: world.effect(region))
    ids = [ask(world, region) for region in (on, off)]
    assert [run(row_id) for row_id in ids] == [Outcome.DONE, Outcome.SKIPPED]
    with atomic():
        emit(world.event(), region=off)
    drain()
    assert {effect.region_id for effect in world.effects()} == {on.id}
    assert ("probe.on_probed", Outcome.SKIPPED) in receipts(world)
    assert [row.last_error for row in world.rows()] == ["", "", "", ""]


def test_off_is_asked_when_it_runs_not_when_it_was_asked_for(world: Any) -> None:
    region = world.region()
    world.job(world.effect)
    row_id = ask(world, region)
    with atomic():
        db.session.execute(select(RegionPlugin)).scalar_one().enabled = False
    forget_cached()
    assert run(row_id) is Outcome.SKIPPED
    assert world.effects() == []


@pytest.mark.parametrize("gone", ["region", "plugin"])
def test_without_its_region_or_plugin_it_is_skipped(world: Any, gone: str) -> None:
    region = world.region(active=gone != "region")
    world.job(world.effect)
    row_id = ask(world, region)
    if gone == "plugin":
        del world.registry.jobs["probe.work"]
    assert run(row_id) is Outcome.SKIPPED
    assert world.effects() == []


def test_the_scope_is_the_region_and_those_that_share_with_it(world: Any) -> None:
    member, other, together = world.region("a"), world.region("b"), world.region("ab")
    with atomic():
        for region in (member, other):
            db.session.add(RegionMember(collaboration_id=together.id, member_id=region.id))
        db.session.add(RegionShare(member_id=member.id, collaboration_id=together.id, plugin="probe"))
    scopes: list[Any] = []
    world.job(lambda _region: scopes.append(current_scope()))
    for region in (together, member, None):
        run(ask(world, region))
    assert [(s.read, s.write) for s in scopes] == [
        (frozenset({together.id, member.id}), together.id),
        (frozenset({member.id}), member.id),
        (None, None),
    ]


def test_a_long_job_commits_its_parts_and_holds_no_transaction(world: Any) -> None:
    region = world.region()
    seen: dict[str, Any] = {}

    def long(region: Any) -> None:
        seen["open"] = db.session().in_transaction()
        seen["scope"] = current_scope().write  # type: ignore[union-attr]
        with atomic():
            world.effect(region, part=1)
        seen["others see"] = len(world.effects())
        with atomic():
            world.effect(region, part=2)

    world.job(long, atomic=False)
    assert run(ask(world, region)) is Outcome.DONE
    assert seen == {"open": False, "scope": region.id, "others see": 1}
    assert [effect.detail["part"] for effect in world.effects()] == [1, 2]
    assert receipts(world) == [("probe.work", Outcome.DONE)]


def test_a_long_job_runs_in_one_place_at_a_time(world: Any) -> None:
    again: list[Any] = []

    def long(region: Any) -> None:
        again.append(run(row_id))  # a second delivery while it runs
        with atomic():
            world.effect(region)

    world.job(long, atomic=False)
    row_id = ask(world)
    assert run(row_id) is Outcome.DONE
    assert again == [None]
    assert len(world.effects()) == 1


def test_a_long_job_that_lost_its_lease_does_not_mark_the_others_run_done(world: Any) -> None:
    def slow(region: Any) -> None:
        with atomic():
            row = one_or_none(Outbox, row_id)
            row.run_token = "another run has taken over"

    world.job(slow, atomic=False)
    row_id = ask(world)
    assert run(row_id) is None
    [row] = world.rows()
    assert (row.done_at, row.run_token) == (None, "another run has taken over")


def test_after_its_lease_a_long_job_is_run_again(world: Any) -> None:
    world.job(world.effect, atomic=False)
    row_id = ask(world)
    with atomic():
        row = db.session.execute(select(Outbox)).scalar_one()
        row.run_token, row.leased_until = "killed", utcnow() + timedelta(seconds=20)
    assert run(row_id) is None
    with atomic():
        db.session.execute(select(Outbox)).scalar_one().leased_until = utcnow() - timedelta(seconds=1)
    world.job(lambda region: _with_atomic(world, region), atomic=False)
    assert run(row_id) is Outcome.DONE
    assert len(world.effects()) == 1


def _with_atomic(world: Any, region: Any) -> None:
    with atomic():
        world.effect(region)


def test_a_long_job_that_fails_is_tried_again(world: Any) -> None:
    def fails(region: Any) -> None:
        with atomic():
            world.effect(region)
        raise OSError("nätet är nere")

    world.job(fails, atomic=False)
    assert run(ask(world)) is None
    [row] = world.rows()
    assert (row.attempts, row.run_token, row.last_error) == (1, None, "OSError: nätet är nere")
    assert len(world.effects()) == 1


def test_the_heartbeat_keeps_the_lease_while_the_job_lives(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.jobs.heartbeat.INTERVAL", 0.05)
    beaten = threading.Event()
    leases: list[Any] = []

    def long(region: Any) -> None:
        for _ in range(100):
            leases.append(world.rows()[0].leased_until)
            if leases[-1] > leases[0]:
                return
            beaten.wait(0.05)

    world.job(long, atomic=False)
    assert run(ask(world)) is Outcome.DONE
    assert leases[-1] > leases[0]
    assert world.rows()[0].leased_until is None  # the heartbeat has stopped, and does not lease what is done


def test_a_job_may_ask_for_another_in_its_own_transaction(world: Any) -> None:
    world.job(world.effect, name="probe.next")

    def first(region: Any, fail: bool) -> None:
        enqueue("probe.next", region=region)
        if fail:
            raise ValueError("no")

    world.job(first)
    run(ask(world, fail=True))
    assert [row.name for row in world.rows()] == ["probe.work"]
    run(ask(world, fail=False))
    assert [row.name for row in world.rows()] == ["probe.work", "probe.work", "probe.next"]


def test_a_database_that_cannot_be_read_is_not_the_jobs_failure(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.job(world.effect)
    row_id = ask(world)
    monkeypatch.setattr("core.jobs.runner.resolve", lambda _row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(row_id)
    assert [row.attempts for row in world.rows()] == [0]


def test_regions_are_not_mixed_up_between_runs(world: Any) -> None:
    a, b = world.region("a"), world.region("b")
    world.job(world.effect)
    for region in (a, b, a):
        run(ask(world, region))
    with all_regions("the test looks at all"):
        names = [db.session.execute(select(Region.slug).where(Region.id == e.region_id)).scalar_one() for e in world.effects()]
    assert names == ["a", "b", "a"]


def test_a_run_that_lost_its_lease_does_not_write_its_failure_over_the_others_run(world: Any) -> None:
    def slow(region: Any) -> None:
        with atomic():
            row = one_or_none(Outbox, row_id)
            row.run_token = "another run has taken over"
        raise ValueError("too late")

    world.job(slow, atomic=False)
    row_id = ask(world)
    assert run(row_id) is None
    [row] = world.rows()
    assert (row.attempts, row.last_error, row.run_token) == (0, "", "another run has taken over")


def test_a_delivery_whose_subscription_is_gone_is_skipped(world: Any) -> None:
    world.subscribe(lambda region, _payload: world.effect(region))
    with atomic():
        event = emit(world.event(), region=None).id
    run(event)
    world.registry.subscriptions.clear()
    world.subscribe(lambda region, _payload: world.effect(region), "probe.another")
    drain()
    assert [row.outcome for row in world.rows()] == [Outcome.DONE, Outcome.SKIPPED]
    assert world.effects() == []


def test_draining_has_a_limit(world: Any) -> None:
    world.job(lambda region: enqueue("probe.work", region=region))  # asks for itself for ever
    ask(world)
    assert drain(5) == 5
    assert [row.outcome for row in world.rows()] == [Outcome.DONE] * 5 + [None]


def test_a_heartbeat_that_cannot_be_written_does_not_end_the_job(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.jobs.heartbeat.INTERVAL", 0.02)
    monkeypatch.setattr("core.jobs.heartbeat.update", lambda _model: 1 / 0)
    failed = threading.Event()
    monkeypatch.setattr("core.jobs.heartbeat.log.warning", lambda *_args, **_options: failed.set())
    world.job(lambda _region: failed.wait(5), atomic=False)
    assert run(ask(world)) is Outcome.DONE
    assert failed.is_set()
