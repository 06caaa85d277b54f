"""The log's own jobs: seals every minute, and once a day a copy of the chain's end outside the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app

from core.audit import heads, sealing
from core.config import Settings
from core.db import atomic
from core.mail.service import queue_mail
from core.plugins.declarations import Job


def seal_audit(region: Any) -> None:
    """Seal what is new."""
    sealing.seal_all()


def export_audit_head(region: Any) -> None:
    """Write the chain's end to the file and the log, and mail it to the address of the settings, if there is one."""
    sealing.seal_all()
    settings: Settings = current_app.extensions["samkraft_settings"]
    with atomic():
        line = heads.write(sealing.locked_head())
        if settings.audit_mail:
            body = "".join(f"{name}: {value}\n" for name, value in vars(line).items())
            queue_mail(to=settings.audit_mail, subject=f"Samkraft audit log: {line.seq} entries", body=body, kind="core.audit_head")


JOBS = [
    Job("core.seal_audit", seal_audit, timeout=300, every=timedelta(minutes=1), per_region=False, atomic=False),
    Job("core.export_audit_head", export_audit_head, timeout=300, every="50 23 * * *", per_region=False, atomic=False),
]
