"""Writing to the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g

from core.audit.models import AuditEntry
from core.db import db

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User


def record(action: str, *, region: Region | None = None, subject: str = "", actor: User | None = None, **detail: Any) -> AuditEntry:
    """Add an entry to the audit log, in the caller's transaction.

    Args:
        action: `<owner>.<noun>.<what happened>`, e.g. `employer_needs.round.opened`.
        region: The region concerned, if any.
        subject: The ref of the thing, `<owner>:<kind>:<id>`.
        actor: Who did it; the signed-in user if not given. Only the number is kept, and the name looked up when the log is shown.
            Without either the entry says which job or command it was.
        detail: Facts that help a reader: ids, counts, before and after. No tokens, no personal texts.
    """
    if (impersonator := g.get("impersonator")) is not None and actor in (None, g.get("user")):
        detail["seen_as"] = g.impersonated.id  # both are named: who did it, and in whose shoes
        actor = impersonator
    actor = actor or g.get("user")
    entry = AuditEntry(
        region_id=region.id if region else None,
        actor_id=actor.id if actor else None,
        actor="" if actor else str(g.get("_actor_label", "system"))[:120],
        action=action,
        subject=subject,
        detail=detail,
    )
    db.session.add(entry)
    return entry
