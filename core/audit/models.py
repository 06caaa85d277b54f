"""The audit log: who did what to what, when; and the chain of seals that shows whether anybody has touched it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, UTCDateTime, utcnow


class AuditEntry(Model):
    """One entry. Triggers refuse every change and deletion. `detail` holds facts and ids, never tokens or personal texts.

    Region and person are plain numbers and not foreign keys: an entry outlives them unchanged. The person's name is not here
    but looked up when the log is shown, so that erasing a person needs no change of the log.
    """

    __tablename__ = "core_audit_entry"
    __table_args__ = (Index("ix_core_audit_entry_region_id_id", "region_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    region_id: Mapped[int | None]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(120), default="")
    action: Mapped[str] = mapped_column(String(120), index=True)
    subject: Mapped[str] = mapped_column(String(160), default="", index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


class AuditSeal(Model):
    """The seal of one entry: a keyed digest of it and of the seal before, so that the entries hang together as a chain."""

    __tablename__ = "core_audit_seal"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(unique=True)
    key_id: Mapped[str] = mapped_column(String(12))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Model):
    """Where the chain ends; one row, locked by whoever makes seals. Signed, so that the end cannot be cut off and rewritten."""

    __tablename__ = "core_audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    settled_id: Mapped[int]
    key_id: Mapped[str] = mapped_column(String(12))
    signature: Mapped[str] = mapped_column(String(64))
