"""The audit log: who did what to what, when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, UTCDateTime, utcnow


class AuditEntry(Model):
    """One entry. Never changed, never deleted. `detail` holds facts and ids, never tokens or personal texts."""

    __tablename__ = "core_audit_entry"
    __table_args__ = (Index("ix_core_audit_entry_region_id_id", "region_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("core_region.id", ondelete="SET NULL"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    actor: Mapped[str] = mapped_column(String(120), default="")
    action: Mapped[str] = mapped_column(String(120), index=True)
    subject: Mapped[str] = mapped_column(String(160), default="", index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
