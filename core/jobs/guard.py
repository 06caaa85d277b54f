"""The gate between Redis and this code: whoever can write to the queue can wake the runner, and nothing else.

RQ runs any importable function that a queued message names, also with the JSON serializer. Here a message is only ever
`core.jobs.runner.run(<id>)`; anything else is refused, logged and written to the audit log. What else a message may ask for
(callbacks, webhooks, retries, repeats) is dropped when it is read: trying again is decided in the database.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from core.audit.service import record
from core.db import atomic
from core.jobs import runner
from core.jobs.batch import run_more
from core.jobs.connection import QUEUES

log = logging.getLogger(__name__)
RUN = "core.jobs.runner.run"


class RefusedMessage(Exception):
    """The queue held something that this application does not put there."""


class GuardedJob(Job):
    """A message of the queue. It can only name a row of the outbox."""

    def restore(self, raw_data: Any) -> Any:
        """Read the message without what it may not ask for."""
        super().restore(raw_data)
        self._success_callback_name = self._failure_callback_name = self._stopped_callback_name = None
        self.retries_left = self.repeats_left = self.rate_limit_key = self.group_id = None
        self.webhooks = []
        self._dependency_ids = []

    def _execute(self) -> Any:
        runner.run(self.outbox_id())
        run_more(self.origin)

    def outbox_id(self) -> int:
        """The row that the message names.

        Raises:
            RefusedMessage: when it is anything but `run(<id>)`.
        """
        match self._content():
            case [str(name), None, [int(found)], dict(kwargs)] if (
                name == RUN and not kwargs and type(found) is int and self.origin in QUEUES
            ):
                return found
            case [named, *_]:
                refuse(self.id, self.origin, str(named))
            case _:
                refuse(self.id, self.origin, "(unreadable)")
        raise RefusedMessage(f"message {self.id} is not one of ours")

    def _content(self) -> Any:
        try:
            return json.loads(self.data)
        except (ValueError, TypeError, RecursionError):
            return None

    def _deserialize_data(self) -> None:
        """What RQ shows in its own log and registries; never what is run."""
        self._func_name, self._instance, self._args, self._kwargs = RUN, None, (), {}


class GuardedQueue(Queue):
    """A queue whose broken entries are refused instead of stopping the worker."""

    job_class = GuardedJob

    @classmethod
    def _fetch_dequeued_job(cls, connection: Redis, queue_key: str, job_id: str, *args: Any, **options: Any) -> Any:
        try:
            return super()._fetch_dequeued_job(connection, queue_key, job_id, *args, **options)
        except RedisError:
            raise
        except Exception as error:
            refuse(job_id, queue_key, f"(unreadable: {type(error).__name__})")
            return None


def refuse(message: str, queue: str, named: str) -> None:
    """Record a message that is not ours as a security event."""
    log.error("refused message %.100r of queue %.60r, which names %.100r", message, queue, named)
    with runner.fresh_context(), atomic():
        record("core.queue.refused", subject="core:queue:message", message=message[:100], queue=queue[:60], named=named[:100])


def open_queue(name: str, connection: Redis) -> GuardedQueue:
    """The queue of that name, as both relay and worker see it."""
    return GuardedQueue(name, connection=connection, serializer=JSONSerializer, job_class=GuardedJob)
