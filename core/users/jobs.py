"""Scheduled work on accounts."""

from __future__ import annotations

from sqlalchemy import delete

from core.db import db, utcnow
from core.plugins.declarations import Job
from core.users.models import UsedOnce


def clear_used_once(region: None) -> None:
    """Forget what was used once, when it would be refused for its age anyway."""
    db.session.execute(delete(UsedOnce).where(UsedOnce.expires_at < utcnow()), execution_options={"synchronize_session": False})


JOBS = [Job("core.clear_used_once", clear_used_once, queue="slow", timeout=600, every="20 1 * * *", per_region=False)]
