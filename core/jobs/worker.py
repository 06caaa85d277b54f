"""The worker: takes messages from Redis, forks a process for each, and runs the row it names.

The application is loaded before the fork, so a job costs a fork and not a start. The worker itself holds no database
connection: one that crossed a fork would be shared by two processes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer

from core.db import db
from core.jobs.connection import QUEUES, connect, queue_url
from core.jobs.guard import GuardedJob, GuardedQueue, open_queue
from core.runtime.process import GracefulStop, die_with_parent, set_title

log = logging.getLogger(__name__)
TTL = 30  # seconds; a worker that says nothing for so long is taken for dead
PATIENCE = (1.0, 2.0, 5.0)  # seconds between tries when Redis is away


class GuardedWorker(Worker):
    """RQ's forking worker, with the guard, no command channel, and horses that die with it."""

    job_class = GuardedJob
    queue_class = GuardedQueue
    log_result_lifespan = False
    max_connection_wait_time = 2.0

    def subscribe(self) -> None:
        """No channel for commands: what runs is decided in the database, and a thread would not survive the fork well."""

    @property
    def told_to_stop(self) -> bool:
        """Whether the work ended because a signal asked for it, and not because of an error."""
        return self._shutdown_requested_date is not None

    def fork_work_horse(self, job: Any, queue: Any) -> None:
        db.engine.dispose()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Any, queue: Any) -> None:
        die_with_parent(self.pid or 0)
        set_title("samkraft-horse")
        super().main_work_horse(job, queue)


def make_worker(connection: Redis, queues: Sequence[str] = QUEUES) -> GuardedWorker:
    """A worker of some queues, the most urgent first."""
    return GuardedWorker(
        [open_queue(name, connection) for name in queues],
        connection=connection,
        serializer=JSONSerializer,
        worker_ttl=TTL,
        job_monitoring_interval=5,
        log_job_description=False,
    )


def drop_trace(record: logging.LogRecord) -> bool:
    """A filter for RQ's log: that Redis went away is said in one line by `work()`, and not in fifty."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, RedisError)


def work(app: Flask, *, queues: Sequence[str] = QUEUES, burst: bool = False) -> None:
    """Work until told to stop, or with `burst` until the queues are empty. Survives that Redis goes away.

    On SIGTERM the running job is finished first. Call `prepare_to_fork()` first: it makes each job cheaper.
    """
    logging.getLogger("rq").setLevel(logging.WARNING)
    logging.getLogger("rq.worker").addFilter(drop_trace)
    logging.getLogger("rq.registry").setLevel(logging.ERROR)  # what RQ gives up, the relay hands over again
    stop = GracefulStop()
    tries = 0
    with app.app_context():
        while True:
            stop.install()
            worker: GuardedWorker | None = None
            try:
                worker = make_worker(connect(queue_url(app), timeout=TTL), queues)
                tries = 0
                worker.work(burst=burst, logging_level="WARNING")
                if burst or worker.told_to_stop:
                    return
            except StopRequested:
                return
            except (RedisError, OSError) as error:
                if worker is not None and worker.told_to_stop:  # the queue went away while it said goodbye
                    return
                log.warning("the queue cannot be reached (%s); trying again", type(error).__name__)
            stop.install()
            stop.waiting(partial(time.sleep, PATIENCE[min(tries, len(PATIENCE) - 1)]))
            tries += 1
            if stop.requested:
                return
