"""The relay on a real server: hands over, sweeps, bears the loss of Redis, and gives up what kills its process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.events import emit
from core.jobs import Outcome, enqueue
from core.jobs.claims import MAX_HANDED, claim
from core.jobs.guard import RUN
from core.jobs.models import Outbox
from core.jobs.relay import REDIS_PATIENCE, WINDOW, Relay
from core.jobs.runner import run
from core.runtime import valkey as valkey_server
from core.runtime.paths import socket_path
from core.runtime.process import die_with_parent


def ask(world: Any, **payload: Any) -> int:
    with atomic():
        return int(enqueue("probe.work", region=None, **payload).id)


def messages(world: Any, queue: str = "default") -> list[int]:
    """The outbox ids that lie in a queue, as a worker would read them."""
    with Redis.from_url(world.redis_url) as redis:
        ids = [message.decode() for message in redis.lrange(f"rq:queue:{queue}", 0, -1)]
        found = []
        for message in ids:
            assert ":" not in message
            function, instance, args, kwargs = json.loads(zlib.decompress(redis.hget(f"rq:job:{message}", "data")))
            assert (function, instance, kwargs) == (RUN, None, {})
            found.append(args[0])
        return found


def test_what_is_due_is_handed_over_once(world: Any) -> None:
    world.job(world.effect)
    world.job(world.effect, name="probe.mail", queue="mail")
    first, second = ask(world), ask(world)
    with atomic():
        mail = enqueue("probe.mail", region=None).id
        enqueue("probe.work", region=None, delay=timedelta(minutes=1))
    relay = Relay(world.app)
    assert relay.step() == 0.0
    assert (messages(world), messages(world, "mail")) == ([first, second], [mail])
    assert relay.step() > 0
    assert Relay(world.app).step() > 0  # a second relay finds nothing either
    assert messages(world) == [first, second]


@pytest.mark.requirement("R4")
def test_without_an_answer_it_is_handed_over_again_after_its_lease(world: Any) -> None:
    world.job(world.effect)
    row_id = ask(world)
    relay = Relay(world.app)
    relay.step()
    with Redis.from_url(world.redis_url) as redis:
        redis.flushall()  # a server without persistence was restarted
    assert relay.step() > 0
    world.leases_over()
    assert relay.step() == 0.0
    assert messages(world) == [row_id]
    assert [row.handed for row in world.rows()] == [2]


def test_what_still_lies_in_the_queue_is_not_put_there_twice(world: Any) -> None:
    world.job(world.effect)
    row_id = ask(world)
    relay = Relay(world.app)
    for _ in range(3):
        relay.step()
        world.leases_over()
    assert messages(world) == [row_id]
    assert [row.handed for row in world.rows()] == [1]


def test_what_is_done_is_not_handed_over_again(world: Any) -> None:
    world.job(world.effect)
    row_id = ask(world)
    relay = Relay(world.app)
    relay.step()
    with Redis.from_url(world.redis_url) as redis:
        redis.flushall()
    run(row_id)
    world.leases_over()
    assert relay.step() > 0
    assert messages(world) == []


def test_a_failed_try_waits_its_time(world: Any) -> None:
    world.job(lambda _region: 1 / 0)
    run(ask(world))
    relay = Relay(world.app)
    assert relay.step() > 0
    with atomic():
        db.session.execute(select(Outbox)).scalar_one().available_at = utcnow()
    assert relay.step() == 0.0


def test_redis_holds_a_window_and_the_database_the_rest(world: Any) -> None:
    world.job(world.effect)
    with atomic():
        for n in range(WINDOW + 5):
            enqueue("probe.work", region=None, n=n)
    relay = Relay(world.app)
    for _ in range(6):
        relay.step()
    assert len(messages(world)) == WINDOW
    assert relay.step() < 0.5  # it looks again soon
    with Redis.from_url(world.redis_url) as redis:
        redis.flushall()
    relay.step()
    assert len(messages(world)) == 5


def test_an_event_is_fanned_out_without_a_worker(world: Any) -> None:
    world.subscribe(lambda _region, _payload: None)
    with atomic():
        emit(world.event(), region=None)
    relay = Relay(world.app)
    relay.step()
    assert messages(world) == []
    relay.step()
    assert messages(world) == [world.rows()[1].id]


@pytest.mark.requirement("R1")
def test_many_relays_share_the_rows(world: Any) -> None:
    world.job(world.effect)
    with atomic():
        for n in range(40):
            enqueue("probe.work", region=None, n=n)
    found: list[int] = []
    barrier = threading.Barrier(4)

    def relay() -> None:
        with world.app.app_context():
            barrier.wait()
            while rows := claim("default", 3):
                found.extend(row.id for row in rows)

    threads = [threading.Thread(target=relay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [row.id for row in world.rows()]


def test_a_row_that_kills_its_process_each_time_is_given_up(world: Any) -> None:
    world.job(world.effect)
    ask(world)
    with atomic():
        db.session.execute(select(Outbox)).scalar_one().handed = MAX_HANDED
    assert claim("default", 5) == []
    [row] = world.rows()
    assert (row.outcome, row.last_error) == (Outcome.FAILED, f"ProcessDied: handed over {MAX_HANDED} times and never answered")


@pytest.mark.requirement("R5")
def test_while_redis_is_away_the_rows_are_given_back_and_then_run_by_the_relay(world: Any, tmp_path: Path) -> None:
    settings = world.app.extensions["samkraft_settings"]
    data = tmp_path / "d"
    data.mkdir()
    world.app.extensions["samkraft_settings"] = settings.model_copy(update={"redis_url": f"unix://{socket_path(data)}"})
    world.job(world.effect)
    world.job(lambda _region: os.kill(os.getpid(), signal.SIGKILL), name="probe.crash")
    world.subscribe(lambda region, payload: world.effect(region, number=payload.number))
    server = subprocess.Popen(valkey_server.command(data))
    assert valkey_server.wait_until_ready(socket_path(data))
    relay = Relay(world.app)
    row_id = ask(world)
    room = relay._room()
    server.kill()
    server.wait()
    relay._send(claim("default", 5))
    assert [(row.handed, row.leased_until) for row in world.rows()] == [(0, None)]
    assert room == dict.fromkeys(("mail", "default", "slow"), WINDOW)
    relay.step()
    assert world.effects() == []  # at first it waits: a restart takes a second
    relay.away_since = time.monotonic() - REDIS_PATIENCE - 1
    with atomic():
        emit(world.event(4), region=None)
        enqueue("probe.crash", region=None)
    for _ in range(4):
        relay.step()
    outcomes = {row.name: row.outcome for row in world.rows()}
    assert outcomes == {"probe.work": Outcome.DONE, "probe.probed.v1": Outcome.DONE, "probe.on_probed": Outcome.DONE, "probe.crash": None}
    assert [effect.detail for effect in world.effects()] == [{}, {"number": 4}]
    assert world.rows()[0].id == row_id

    server = subprocess.Popen(valkey_server.command(data))
    assert valkey_server.wait_until_ready(socket_path(data))
    world.leases_over()
    relay.step()
    with Redis.from_url(f"unix://{socket_path(data)}") as redis:
        assert redis.llen("rq:queue:default") == 1  # back to handing over
    assert relay.away_since is None
    server.kill()
    server.wait()


def test_a_job_that_hangs_without_redis_is_stopped_and_counted(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.jobs.fallback import run_in_child

    world.job(lambda _region: time.sleep(60))
    row_id = ask(world)
    started = time.monotonic()
    run_in_child(row_id, queue="default", timeout=1)
    assert time.monotonic() - started < 10
    [row] = world.rows()
    assert (row.attempts, row.last_error) == (1, "JobTimeoutException: Task exceeded maximum timeout value (1 seconds)")


def test_a_commit_wakes_a_waiting_relay_and_a_signal_stops_it(world: Any) -> None:
    world.job(world.effect)
    db.session.remove()
    db.engine.dispose()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            die_with_parent(parent)
            Relay(world.app).serve()
            os._exit(0)
        finally:
            os._exit(1)
    time.sleep(0.5)
    started = time.monotonic()
    row_id = ask(world)
    while messages(world) != [row_id]:
        assert time.monotonic() - started < 5
        time.sleep(0.01)
    assert time.monotonic() - started < 0.5
    os.kill(child, signal.SIGTERM)
    assert os.waitpid(child, 0) == (child, 0)


def test_the_relay_says_so_once_when_redis_goes(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings = world.app.extensions["samkraft_settings"]
    world.app.extensions["samkraft_settings"] = settings.model_copy(update={"redis_url": "unix:///tmp/there-is-no-such-socket"})
    relay = Relay(world.app)
    with pytest.raises(RedisConnectionError):
        relay.redis.ping()
    for _ in range(3):
        relay.step()
    assert [record.message for record in caplog.records] == ["the queue cannot be reached (ConnectionError); jobs wait in the database"]
