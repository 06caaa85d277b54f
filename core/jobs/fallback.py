"""Running a row without Redis and its workers: in a forked process, so that a job can neither hang nor crash the relay."""

from __future__ import annotations

import logging
import os
import signal
import time

from core.db import db
from core.jobs.batch import run_more, run_within
from core.runtime.process import die_with_parent, set_title

log = logging.getLogger(__name__)
LAST_GRACE = 90.0  # seconds beyond the timeout before a process that ignores it is killed


def run_in_child(outbox_id: int, *, queue: str, timeout: int) -> None:
    """Run a row, and then others of its queue for a while, in a process of their own, and wait for it.

    Args:
        timeout: Seconds after which the row is interrupted, and counted as failed.
    """
    db.engine.dispose()  # no connection may be shared across the fork
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _in_child(outbox_id, queue, timeout, parent)
    deadline = time.monotonic() + timeout + LAST_GRACE
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


def _in_child(outbox_id: int, queue: str, timeout: int, parent: int) -> None:
    status = 1
    try:
        die_with_parent(parent)
        set_title("samkraft-horse")
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        run_within(outbox_id, timeout)
        run_more(queue)
        status = 0
    except BaseException:
        log.exception("outbox %s could not be run", outbox_id)
    finally:
        os._exit(status)
