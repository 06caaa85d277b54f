"""What `emit` and `enqueue` promise: a row with its cause or none, and a wake-up that never hurts."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest

from core.db import atomic, utcnow
from core.events import Event, emit
from core.jobs import enqueue
from core.jobs.outbox import MAX_PAYLOAD, wake


@pytest.mark.requirement("R1")
def test_an_event_is_a_row_of_the_callers_transaction(world: Any) -> None:
    region = world.region()
    with atomic():
        emit(world.event(7, "hej"), region=region)
        assert world.wake_ups() == 0  # not before the commit
    [row] = world.rows()
    assert (row.kind, row.name, row.region_id, row.payload) == ("event", "probe.probed.v1", region.id, {"number": 7, "note": "hej"})
    assert (row.done_at, row.attempts, row.queue) == (None, 0, "default")
    assert world.wake_ups() == 1


@pytest.mark.requirement("R1")
def test_a_rollback_takes_the_row_and_the_wake_up_away(world: Any) -> None:
    world.job(world.effect)
    with pytest.raises(ZeroDivisionError), atomic():
        emit(world.event(), region=None)
        enqueue("probe.work", region=None)
        _ = 1 / 0
    assert world.rows() == []
    assert world.wake_ups() == 0


def test_outside_a_transaction_nothing_is_promised(world: Any) -> None:
    world.job(world.effect)
    with pytest.raises(RuntimeError, match="outside atomic"):
        emit(world.event(), region=None)
    with pytest.raises(RuntimeError, match="outside atomic"):
        enqueue("probe.work", region=None)


@pytest.mark.requirement("S35")
def test_only_what_is_registered_can_be_asked_for(world: Any) -> None:
    class Unknown(Event):
        name: ClassVar[str] = "probe.unknown.v1"

        @classmethod
        def sample(cls) -> Any:
            return cls()

    with atomic():
        with pytest.raises(LookupError, match="register_jobs"):
            enqueue("probe.nothing", region=None)
        with pytest.raises(LookupError, match="Return Unknown from register_events"):
            emit(Unknown(), region=None)


@pytest.mark.requirement("S36")
def test_the_payload_is_json_and_has_a_limit(world: Any) -> None:
    world.job(world.effect)
    with atomic():
        with pytest.raises(TypeError, match="must be JSON"):
            enqueue("probe.work", region=None, day=date(2026, 1, 1))
        with pytest.raises(TypeError, match="must be JSON"):
            enqueue("probe.work", region=None, number=float("nan"))
        with pytest.raises(TypeError, match="more than"):
            enqueue("probe.work", region=None, text="x" * MAX_PAYLOAD)


def test_a_dedupe_key_asks_once_also_when_the_first_is_done(world: Any) -> None:
    world.job(world.effect)
    with atomic():
        first = enqueue("probe.work", region=None, dedupe="once", n=1)
        assert enqueue("probe.work", region=None, dedupe="once", n=2) is first
    with atomic():
        row = enqueue("probe.work", region=None, dedupe="once", n=3)
        row.done_at = utcnow()
    with atomic():
        assert enqueue("probe.work", region=None, dedupe="once", n=4).id == first.id
    assert [row.payload for row in world.rows()] == [{"n": 1}]


def test_a_delay_and_the_jobs_queue_are_kept(world: Any) -> None:
    world.job(world.effect, queue="mail")
    before = utcnow()
    with atomic():
        enqueue("probe.work", region=None, delay=timedelta(minutes=3))
    [row] = world.rows()
    assert row.queue == "mail"
    assert timedelta(minutes=3) <= row.available_at - before < timedelta(minutes=4)


def test_many_wake_ups_leave_one_token(world: Any) -> None:
    for _ in range(5):
        with atomic():
            emit(world.event(), region=None)
            emit(world.event(), region=None)
    assert world.wake_ups() == 1


@pytest.mark.parametrize("url", ["unix:///tmp/there-is-no-such-socket", "redis://10.255.255.1:6379", "redis://127.0.0.1:1", "nonsense"])
@pytest.mark.requirement("R5")
def test_without_redis_a_wake_up_costs_little_and_never_fails(world: Any, url: str) -> None:
    settings = world.app.extensions["samkraft_settings"]
    world.app.extensions["samkraft_settings"] = settings.model_copy(update={"redis_url": url})
    started = time.perf_counter()
    for _ in range(1000):
        wake()
    assert time.perf_counter() - started < 0.2  # one try of a few hundredths of a second, then the circuit is open
    world.job(world.effect)
    with atomic():
        enqueue("probe.work", region=None)
    assert len(world.rows()) == 1


@pytest.mark.parametrize("name", ["probed", "Probe.happened.v1", "probe.happened", "probe.happened.v0", "a.b.c.v1"])
def test_an_events_name_has_a_form(name: str) -> None:
    with pytest.raises(TypeError, match="write it as"):
        type("Bad", (Event,), {"name": name, "sample": classmethod(lambda cls: cls()), "__annotations__": {"name": ClassVar[str]}})


def test_an_event_has_a_sample_and_takes_nothing_else() -> None:
    with pytest.raises(TypeError, match="has no sample"):
        type("Bad", (Event,), {"name": "probe.happened.v1", "__annotations__": {"name": ClassVar[str]}})


def test_an_event_is_frozen_and_refuses_unknown_fields(world: Any) -> None:
    event = world.event(1)
    with pytest.raises(ValueError, match="frozen"):
        event.number = 2
    with pytest.raises(ValueError, match="Extra inputs"):
        type(event)(number=1, stranger=2)
