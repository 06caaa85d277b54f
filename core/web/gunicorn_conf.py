"""How the web server runs, for `samkraft web`, `samkraft run` and `gunicorn -c python:core.web.gunicorn_conf wsgi:app`.

Threads, because requests wait for the database; two processes, because Python runs one thread at a time. The application
is loaded before the fork, so that its memory is shared.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from core.db import db
from core.db.engine import limit_statements
from core.monitoring import metrics
from core.runtime.process import die_with_parent, set_title

bind = os.environ.get("SAMKRAFT_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("SAMKRAFT_WEB_WORKERS", "2"))
threads = int(os.environ.get("SAMKRAFT_WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 5
backlog = 512
accesslog = None
loglevel = "warning"
WEB_STATEMENT_SECONDS = 5  # a page that asks the database for longer is given up (S36)
control_socket_disable = True
secure_scheme_headers: dict[str, str] = {}  # the application decides which proxy it trusts (SAMKRAFT_TRUSTED_PROXIES)
# A heartbeat must not wait for a disk. gunicorn opens an unnamed file there.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # nosec B108


def on_starting(server: Any) -> None:
    """Before the first worker: room for the figures that workers count."""
    metrics.prepare(server.app.wsgi().extensions["samkraft_settings"].data_dir)


def child_exit(server: Any, worker: Any) -> None:
    """A worker has ended."""
    metrics.forget(worker.pid)


def post_fork(server: Any, worker: Any) -> None:
    """In a new worker: die with the master, and share no database connection with it."""
    die_with_parent(server.pid)
    set_title("samkraft-http")
    app = server.app.wsgi()
    with app.app_context():
        db.engine.dispose(close=False)
        limit_statements(db.engine, WEB_STATEMENT_SECONDS)
