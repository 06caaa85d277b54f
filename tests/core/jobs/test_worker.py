"""The worker on a real server: runs rows in processes of their own, and refuses every message that is not ours."""

from __future__ import annotations

import json
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from rq import Queue
from rq.job import Callback
from rq.serializers import DefaultSerializer, JSONSerializer
from rq.webhook import Webhook

from core.db import atomic, db
from core.jobs import Outcome, enqueue
from core.jobs.relay import WINDOW, Relay
from core.jobs.worker import work
from core.runtime.process import die_with_parent


@pytest.fixture
def worker(world: Any) -> Iterator[Callable[..., int]]:
    """Starts a worker process; ends it after the test."""
    started: list[int] = []

    def start(**options: Any) -> int:
        db.session.remove()
        db.engine.dispose()
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            try:
                die_with_parent(parent)
                work(world.app, **options)
                os._exit(0)
            finally:
                os._exit(1)
        started.append(child)
        return child

    yield start
    for child in started:
        try:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def burst(worker: Callable[..., int]) -> None:
    assert os.waitpid(worker(burst=True), 0)[1] == 0


def hand_over(world: Any, **payload: Any) -> None:
    with atomic():
        enqueue("probe.work", region=None, **payload)
    Relay(world.app).step()


def until(true: Callable[[], Any], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_rows_are_run_in_other_processes(world: Any, worker: Any) -> None:
    world.job(lambda region, **payload: world.effect(region, pid=os.getpid(), **payload))
    for n in range(3):
        hand_over(world, n=n)
    burst(worker)
    effects = [effect.detail for effect in world.effects()]
    assert [effect["n"] for effect in effects] == [0, 1, 2]
    assert len({effect["pid"] for effect in effects} | {os.getpid()}) == 4
    assert [row.outcome for row in world.rows()] == [Outcome.DONE] * 3
    with Redis.from_url(world.redis_url) as redis:
        assert list(redis.keys("rq:job:*")) == []  # nothing is left behind


def test_under_load_a_process_runs_many_rows_each_in_its_own_transaction(world: Any, worker: Any) -> None:
    world.job(lambda region, **payload: world.effect(region, pid=os.getpid(), **payload))
    world.job(lambda _region: 1 / 0, name="probe.fail", retries=0)
    world.job(lambda region: world.effect(region, pid=os.getpid(), n="long"), name="probe.long", timeout=600)
    with atomic():
        for n in range(30):
            enqueue("probe.work", region=None, n=n)
        enqueue("probe.fail", region=None)
        long = enqueue("probe.long", region=None).id
        enqueue("probe.work", region=None, n="last")
    Relay(world.app).step()  # hands over as many as the window takes
    burst(worker)
    ran = {effect.detail["n"]: effect.detail["pid"] for effect in world.effects()}
    assert sorted(ran) == list(range(30))  # the failure stopped nobody; what may take long waits for a process of its own
    assert len(set(ran.values())) <= WINDOW
    assert [row.outcome for row in world.rows()] == [Outcome.DONE] * 30 + [Outcome.FAILED, None, None]
    assert [(row.handed, row.leased_until) for row in world.rows() if row.id == long] == [(0, None)]
    Relay(world.app).step()
    burst(worker)
    assert [row.outcome for row in world.rows()][-2:] == [Outcome.DONE, Outcome.DONE]


def test_mail_goes_first_and_slow_work_last(world: Any, worker: Any) -> None:
    for name in ("slow", "default", "mail"):
        world.job(world.effect, name=f"probe.{name}", queue=name)
        with atomic():
            enqueue(f"probe.{name}", region=None, name_=name)
    Relay(world.app).step()
    burst(worker)
    assert [effect.detail["name_"] for effect in world.effects()] == ["mail", "default", "slow"]


def test_a_worker_keeps_to_its_queues(world: Any, worker: Any) -> None:
    for name in ("slow", "default", "mail"):
        world.job(world.effect, name=f"probe.{name}", queue=name)
        with atomic():
            enqueue(f"probe.{name}", region=None, name_=name)
    Relay(world.app).step()
    assert os.waitpid(worker(burst=True, queues=("mail",)), 0)[1] == 0
    assert [effect.detail["name_"] for effect in world.effects()] == ["mail"]
    assert os.waitpid(worker(burst=True, queues=("slow", "default")), 0)[1] == 0
    assert [effect.detail["name_"] for effect in world.effects()] == ["mail", "slow", "default"]


def test_a_job_that_takes_too_long_is_stopped_and_tried_again_later(world: Any, worker: Any) -> None:
    world.job(lambda _region: time.sleep(30), timeout=1)
    hand_over(world)
    burst(worker)
    [row] = world.rows()
    assert (row.attempts, row.last_error) == (1, "JobTimeoutException: Task exceeded maximum timeout value (1 seconds)")


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.requirement("R4")
def test_kill_the_process_of_a_job_and_it_is_done_once_all_the_same(world: Any, worker: Any, tmp_path: Path, long: bool) -> None:
    pid_file = tmp_path / "pid"

    def job(region: Any) -> None:
        first = not pid_file.exists()
        with atomic():
            world.effect(region, first=first)
        if first:
            pid_file.write_text(str(os.getpid()))
            time.sleep(30)

    def once(region: Any) -> None:  # what a job that is not atomic must do: converge
        if not world.effects():
            job(region)

    world.job(once if long else job, atomic=not long)
    hand_over(world)
    worker()
    until(lambda: pid_file.exists() and pid_file.read_text())
    os.kill(int(pid_file.read_text()), signal.SIGKILL)
    time.sleep(0.2)
    assert [row.outcome for row in world.rows()] == [None]
    relay = Relay(world.app)

    def again() -> bool:
        world.leases_over()
        relay.step()
        return [row.outcome for row in world.rows()] == [Outcome.DONE]

    until(again)
    assert [effect.detail for effect in world.effects()] == [{"first": long}]
    assert [row.attempts for row in world.rows()] == [0]  # being killed is not the job's fault


@pytest.mark.requirement("R4")
def test_kill_the_worker_and_its_job_dies_with_it(world: Any, worker: Any, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"

    def job(region: Any) -> None:
        world.effect(region)
        pid_file.write_text(str(os.getpid()))
        time.sleep(30)

    world.job(job)
    hand_over(world)
    parent = worker()
    until(lambda: pid_file.exists() and pid_file.read_text())
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    horse = Path("/proc") / pid_file.read_text() / "stat"
    until(lambda: not horse.exists() or horse.read_text().split()[2] == "Z")
    assert world.effects() == []


@pytest.mark.requirement("R18")
def test_sigterm_lets_the_job_finish(world: Any, worker: Any, tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def job(region: Any) -> None:
        begun.write_text("x")
        time.sleep(0.7)
        world.effect(region)

    world.job(job)
    hand_over(world)
    parent = worker()
    until(begun.exists)
    os.kill(parent, signal.SIGTERM)
    assert os.waitpid(parent, 0) == (parent, 0)
    assert len(world.effects()) == 1


def test_an_idle_worker_stops_at_once(world: Any, worker: Any) -> None:
    parent = worker()
    with Redis.from_url(world.redis_url) as redis:
        until(lambda: redis.smembers("rq:workers"))
    time.sleep(0.3)
    started = time.monotonic()
    os.kill(parent, signal.SIGTERM)
    assert os.waitpid(parent, 0) == (parent, 0)
    assert time.monotonic() - started < 1.5


def test_a_worker_bears_that_redis_is_not_there_and_stops_when_told(world: Any, worker: Any) -> None:
    settings = world.app.extensions["samkraft_settings"]
    world.app.extensions["samkraft_settings"] = settings.model_copy(update={"redis_url": "unix:///tmp/there-is-no-such-socket"})
    parent = worker()
    time.sleep(0.5)
    assert os.waitpid(parent, os.WNOHANG) == (0, 0)
    os.kill(parent, signal.SIGTERM)
    assert os.waitpid(parent, 0) == (parent, 0)


FILE = "/tmp/samkraft-should-not-exist"
FOREIGN = [
    ("os.system", [f"touch {FILE}"], {}),
    ("builtins.eval", ["__import__('os').mkdir('/tmp/samkraft-should-not-exist')"], {}),
    ("subprocess.check_output", [["touch", FILE]], {}),
    ("no.such.function", [], {}),
    ("core.jobs.runner.drain", [], {}),
    ("core.jobs.runner.run", ["1; DROP TABLE"], {}),
    ("core.jobs.runner.run", [True], {}),
    ("core.jobs.runner.run", [], {"outbox_id": 1}),
    ("core.jobs.runner.run", [1, 2], {}),
]


@pytest.mark.parametrize(("function", "args", "kwargs"), FOREIGN)
@pytest.mark.requirement("S35")
def test_a_foreign_message_is_refused_and_recorded(world: Any, worker: Any, function: str, args: Any, kwargs: Any) -> None:
    world.job(world.effect)
    with atomic():
        enqueue("probe.work", region=None)
    with Redis.from_url(world.redis_url) as redis:
        Queue("default", connection=redis, serializer=JSONSerializer).enqueue_call(function, args=args, kwargs=kwargs)
    burst(worker)
    assert not Path(FILE).exists()
    [entry] = world.effects("core.queue.refused")
    assert (entry.detail["named"], entry.detail["queue"], entry.actor_id) == (function, "default", None)
    assert world.effects() == []


def _pickled(redis: Redis) -> None:
    Queue("default", connection=redis, serializer=DefaultSerializer).enqueue_call(os.mkdir, args=(FILE,))


class _Exploit:
    def __reduce__(self) -> Any:
        return os.mkdir, (FILE,)


def _raw(data: bytes, message: str = "m-1", **fields: Any) -> Callable[[Redis], None]:
    def put(redis: Redis) -> None:
        redis.hset(f"rq:job:{message}", mapping={"data": data, "created_at": "2026-01-01T00:00:00Z", "origin": "default", **fields})
        redis.rpush("rq:queue:default", message)

    return put


@pytest.mark.parametrize(
    "put",
    [
        _pickled,
        _raw(pickle.dumps(_Exploit())),
        _raw(b"\xff\xfe nonsense"),
        _raw(b"[" * 100_000),
        _raw(b'{"a": 1}'),
        _raw(b"42"),
        _raw(b"[]", message="../../etc/passwd"),
        _raw(b"[]", timeout="not a number"),
        _raw(b"[]", created_at="yesterday"),
    ],
    ids=["pickled", "exploit", "binary", "deep", "object", "number", "path", "timeout", "date"],
)
def test_a_broken_message_is_refused_and_the_next_is_run(world: Any, worker: Any, put: Any) -> None:
    world.job(world.effect)
    with Redis.from_url(world.redis_url) as redis:
        put(redis)
    hand_over(world)
    burst(worker)
    assert not Path(FILE).exists()
    assert len(world.effects("core.queue.refused")) == 1
    assert len(world.effects()) == 1


def test_an_entry_without_a_message_is_passed_over(world: Any, worker: Any) -> None:
    world.job(world.effect)
    with Redis.from_url(world.redis_url) as redis:
        redis.rpush("rq:queue:default", "nothing-here", "a:b")
    hand_over(world)
    burst(worker)
    assert len(world.effects()) == 1


@pytest.mark.requirement("S35")
def test_a_message_cannot_bring_callbacks_webhooks_or_retries(world: Any, worker: Any) -> None:
    world.job(world.effect)
    hand_over(world)
    with Redis.from_url(world.redis_url) as redis:
        [message] = redis.lrange("rq:queue:default", 0, -1)
        extra = {
            "success_callback_name": "os.mkdir",
            "failure_callback_name": "os.mkdir",
            "webhooks": json.dumps([Webhook("http://127.0.0.1:9/", "finished").to_dict()]),
            "retries_left": 1000,
            "repeats_left": 1000,
            "repeat_intervals": json.dumps([0]),
        }
        redis.hset(f"rq:job:{message.decode()}", mapping=extra)
        Queue("default", connection=redis, serializer=JSONSerializer).enqueue_call("os.mkdir", args=[FILE], on_failure=Callback("os.mkdir"))
    burst(worker)
    assert not Path(FILE).exists()
    assert len(world.effects()) == 1
    assert len(world.effects("core.queue.refused")) == 1
    with Redis.from_url(world.redis_url) as redis:
        assert redis.llen("rq:queue:default") == 0
