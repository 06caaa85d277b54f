"""How the installation stands: the checks behind `/readyz`, and the figures of the queue and the mail for `/metrics`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from flask import current_app
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from core.config import Settings
from core.db import db, utcnow
from core.db.migrate import behind, fence_weaknesses
from core.jobs.connection import connect, queue_url
from core.jobs.models import Outbox
from core.jobs.queries import counts
from core.mail.models import Mail

Status = Literal["ok", "degraded", "fail"]
OLD = timedelta(minutes=5)  # work that has been due so long: nobody does it
LITTLE_SPACE, NO_SPACE = 500 * 1024 * 1024, 20 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """One thing that was looked at. `facts` are numbers and names, for operators only."""

    name: str
    status: Status
    facts: dict[str, Any]


def readiness() -> list[Answer]:
    """Database, migrations, outbox, disk and queue. Without a database nothing of it can be asked, so the rest is left out."""
    try:
        lagging = behind()
        oldest = counts().oldest_due
        weak = fence_weaknesses()
    except SQLAlchemyError as error:
        db.session.rollback()
        return [Answer("database", "fail", {"error": type(error).__name__}), disk()]
    age = max(timedelta(), utcnow() - oldest) if oldest else timedelta()
    return [
        Answer("database", "ok", {"dialect": db.engine.dialect.name}),
        Answer("migrations", "fail" if lagging else "ok", {"behind": lagging}),
        Answer("outbox", "degraded" if age > OLD else "ok", {"oldest_due_seconds": int(age.total_seconds())}),
        Answer("tenant_fence", "degraded" if weak else "ok", {"weaknesses": weak}),
        disk(),
        queue(),
    ]


def overall(answers: list[Answer]) -> Status:
    """The worst of them."""
    found = {answer.status for answer in answers}
    return "fail" if "fail" in found else "degraded" if "degraded" in found else "ok"


def disk() -> Answer:
    """Room in the data folder."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    try:
        free = shutil.disk_usage(settings.data_dir).free
    except OSError as error:
        return Answer("disk", "degraded", {"error": error.strerror or ""})
    return Answer("disk", "fail" if free < NO_SPACE else "degraded" if free < LITTLE_SPACE else "ok", {"free_bytes": free})


def queue() -> Answer:
    """Redis or Valkey. Without it everything works, only slower."""
    try:
        connect(queue_url(), timeout=0.5).ping()
    except (RedisError, OSError) as error:
        return Answer("queue", "degraded", {"error": type(error).__name__})
    return Answer("queue", "ok", {})


def finished_jobs() -> list[tuple[str, str, int]]:
    """Names, outcomes and numbers of the work that ended in the last hour."""
    statement = (
        select(Outbox.name, Outbox.outcome, func.count())
        .where(Outbox.done_at >= utcnow() - timedelta(hours=1))
        .group_by(Outbox.name, Outbox.outcome)
        .order_by(Outbox.name, Outbox.outcome)
    )
    return [(name, str(outcome or "unknown"), count) for name, outcome, count in db.session.execute(statement).all()]


def failed_mails() -> int:
    """Mails that a server has refused for good."""
    return int(db.session.execute(select(func.count()).select_from(Mail).where(Mail.error != "")).scalar_one())
