"""What `samkraft check` looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flask import current_app

from core import keyring, safety
from core.audit.queries import keys_in_use
from core.config import Settings
from core.monitoring import queries
from core.plugins.registry import registry


@dataclass(frozen=True)
class Finding:
    """One line."""

    status: Literal["ok", "warning", "fail"]
    name: str
    text: str


def look() -> Iterator[Finding]:
    """Everything, the configuration first."""
    settings: Settings = current_app.extensions["samkraft_settings"]
    if settings.environment == "production":
        yield from (Finding("fail", "configuration", text) for text in safety.faults(settings))
    yield from (Finding("warning", "configuration", text) for text in safety.warnings(settings))
    yield from _plugins()
    ready = queries.readiness()
    for answer in ready:
        facts = ", ".join(f"{name}: {value}" for name, value in answer.facts.items() if value)
        status: Literal["ok", "warning", "fail"] = "warning" if answer.status == "degraded" else answer.status
        yield Finding("warning" if answer.name == "migrations" and status == "fail" else status, answer.name, facts or "in order")
    if queries.overall(ready) != "fail":
        yield from secrets()


def _plugins() -> Iterator[Finding]:
    for broken in registry().quarantined:
        yield Finding("fail", f"plugin {broken.name}", f"{broken.error} {broken.remedy}")
    yield Finding("ok", "plugins", ", ".join(sorted(registry().plugins)) or "none")


def secrets() -> Iterator[Finding]:
    """The ring of secrets, and whether one is missing."""
    ring = keyring.ring()
    yield Finding("ok", "secrets", f"{ring[0].id} is in use; {', '.join(s.id for s in ring[1:]) or 'none'} from before")
    for key in sorted(keys_in_use() - {secret.id for secret in ring}):
        yield Finding("fail", "secrets", f"{key} sealed entries of the audit log, and is missing from SAMKRAFT_OLD_SECRET_KEYS.")
