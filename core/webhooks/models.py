"""Where events are told, and how each telling went."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned, utcnow
from core.organisations.models import text_enum


class DeliveryState(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(RegionScoped, Timestamped, Versioned, Model):
    """An address that wants to hear of events. The secret is derived from `seed` and the installation's key, so it is stored nowhere.

    Args:
        token_id: The API token that made it; what it may hear is then what the token may read. None: an administrator made it.
        previous_seed: The secret before the last change; both sign until `previous_until`.
        failing_since: When the present row of failures began.
        disabled_reason: Empty while active; `failing`, `gone` or `manual`.
    """

    __tablename__ = "core_webhook"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    token_id: Mapped[int | None] = mapped_column(ForeignKey("core_api_token.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    url: Mapped[str] = mapped_column(String(1000))
    description: Mapped[str] = mapped_column(String(120), default="")
    events: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    seed: Mapped[str] = mapped_column(String(48))
    previous_seed: Mapped[str] = mapped_column(String(48), default="")
    previous_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    active: Mapped[bool] = mapped_column(default=True)
    disabled_reason: Mapped[str] = mapped_column(String(20), default="")
    failing_since: Mapped[datetime | None] = mapped_column(UTCDateTime)


class WebhookDelivery(RegionScoped, Model):
    """One message to one address. `message_id` is the same in every try, so that the receiver can tell a repetition."""

    __tablename__ = "core_webhook_delivery"
    __table_args__ = (Index("ix_core_webhook_delivery_log", "webhook_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("core_webhook.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(40), unique=True)
    event: Mapped[str] = mapped_column(String(160))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState, 10), default=DeliveryState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    error: Mapped[str] = mapped_column(String(200), default="")
    milliseconds: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
