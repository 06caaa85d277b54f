"""The relay: hands rows of the outbox that are due to the workers' queues, and hands them again when no answer comes.

It is the sweeper too: handing over means taking a lease, and a row whose lease has passed is due once more. Redis may be
flushed, killed or gone: nothing is lost, because nothing is kept there but a short window of ids. When it stays away, the relay
runs the rows itself, each in a forked process. Any number of relays may run.
"""

from __future__ import annotations

import logging
import time
from functools import partial

from flask import Flask
from redis.exceptions import RedisError

from core.jobs.claims import Claim, anything_due, claim, not_handed
from core.jobs.connection import QUEUES, WAKE_KEY, connect, queue_url
from core.jobs.fallback import run_in_child
from core.jobs.guard import RUN, open_queue
from core.jobs.runner import run
from core.jobs.work import timeout_of
from core.runtime.process import GracefulStop

log = logging.getLogger(__name__)
WINDOW = 10  # messages per queue in Redis at a time; the rest wait in the database, where nothing loses them and batches find them
BATCH = 25
IDLE = 1.0  # seconds between looks when nobody wakes it
FULL = 0.1  # seconds between looks when a queue is full
REDIS_PATIENCE = 3.0  # seconds without Redis before the relay runs rows itself


class Relay:
    """One relay process."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.redis = connect(queue_url(app), timeout=IDLE + 1.0)
        self.queues = {name: open_queue(name, self.redis) for name in QUEUES}
        self.away_since: float | None = None
        self.stop = GracefulStop()

    def serve(self) -> None:
        """Work until told to stop."""
        self.stop.install()
        with self.app.app_context():
            while not self.stop.requested:
                try:
                    wait = self.step()
                except Exception:
                    log.exception("the relay could not do its round; trying again")
                    wait = IDLE
                if wait:
                    self.stop.waiting(partial(self._wait, wait))

    def step(self) -> float:
        """One round. Returns how many seconds to wait at most before the next."""
        room = self._room()
        if room is None:
            return self._alone() if self._given_up() else IDLE / 2
        open_queues = [name for name in QUEUES if room[name] > 0]
        if not open_queues or not anything_due(open_queues):
            return IDLE if len(open_queues) == len(QUEUES) else FULL
        claims = [row for name in open_queues for row in claim(name, min(BATCH, room[name]))]
        self._send([row for row in claims if row.kind != "event"])
        for row in claims:
            if row.kind == "event":  # finding the subscribers is core's own work, and not worth a process
                run(row.id)
        return 0.0

    def _room(self) -> dict[str, int] | None:
        """How many messages each queue may still take; None while Redis is away."""
        try:
            with self.redis.pipeline(transaction=False) as pipe:
                for queue in self.queues.values():
                    pipe.llen(queue.key)
                lengths = pipe.execute()
        except (RedisError, OSError) as error:
            self._away(error)
            return None
        if self.away_since is not None:
            log.info("the queue is back")
            self.away_since = None
        return {name: max(0, WINDOW - length) for name, length in zip(self.queues, lengths, strict=True)}

    def _send(self, claims: list[Claim]) -> None:
        try:
            repeated = [row for row in claims if row.again]
            with self.redis.pipeline(transaction=False) as pipe:
                for row in repeated:
                    pipe.lpos(self.queues[row.queue].key, row.message)
                waiting = {row.id for row, place in zip(repeated, pipe.execute(), strict=True) if place is not None}
            with self.redis.pipeline() as pipe:
                for row in claims:
                    if row.id not in waiting:
                        self._put(row, pipe)
                pipe.execute()
        except (RedisError, OSError) as error:
            self._away(error)
            not_handed([row.id for row in claims], keep_lease=False)
            return
        if waiting:
            not_handed(waiting, keep_lease=True)

    def _put(self, row: Claim, pipe: object) -> None:
        self.queues[row.queue].enqueue_call(
            RUN,
            args=(row.id,),
            job_id=row.message,
            timeout=timeout_of(row.kind, row.name),
            result_ttl=0,
            failure_ttl=3600,
            description=row.name,
            pipeline=pipe,  # type: ignore[arg-type]
        )

    def _away(self, error: Exception) -> None:
        if self.away_since is None:
            log.warning("the queue cannot be reached (%s); jobs wait in the database", type(error).__name__)
            self.away_since = time.monotonic()

    def _given_up(self) -> bool:
        return self.away_since is not None and time.monotonic() - self.away_since > REDIS_PATIENCE

    def _alone(self) -> float:
        """One round without Redis: run what is due, one row after the other."""
        if not anything_due(QUEUES):
            return IDLE / 2
        for name in QUEUES:
            for row in claim(name, 1):
                run_in_child(row.id, queue=name, timeout=timeout_of(row.kind, row.name))
        return 0.0

    def _wait(self, seconds: float) -> None:
        """Until somebody commits something, or the time is up."""
        if self.away_since is None and seconds >= IDLE:
            try:
                self.redis.blpop([WAKE_KEY], timeout=seconds)
                return
            except (RedisError, OSError) as error:
                self._away(error)
        time.sleep(min(seconds, IDLE / 2))


def serve(app: Flask) -> None:
    """Run a relay until SIGTERM."""
    Relay(app).serve()
