"""Signatures after Standard Webhooks: HMAC-SHA256 over id, time and body. The secret is derived, so the database holds none.

A webhook's secret follows from its seed and the installation's key. When that key is changed, messages are signed with the secrets of
the earlier keys too, as long as these stand in `old_secret_keys`: so the receivers that have the old one notice nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.webhooks.models import Webhook, WebhookDelivery

PREFIX = "whsec_"


def new_seed() -> str:
    """What a secret is derived from."""
    return secrets.token_urlsafe(24)


def secret_of(seed: str, key: str) -> str:
    """The secret as the receiver has it.

    Args:
        key: The installation's secret key.
    """
    derived = hmac.new(key.encode(), b"webhook secret\0" + seed.encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(derived).decode()


def body_of(delivery: WebhookDelivery, region: str) -> bytes:
    """The message. The same bytes in every try."""
    message: dict[str, Any] = {
        "type": delivery.event,
        "timestamp": delivery.created_at.isoformat(),
        "region": region,
        "data": dict(delivery.payload),
    }
    return json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def headers_for(webhook: Webhook, delivery: WebhookDelivery, body: bytes, *, now: datetime, keys: Sequence[str]) -> dict[str, str]:
    """The three headers, signed with the present secret, and for a while after a change with the one before it too.

    Args:
        keys: The installation's secret keys, the one in use first.
    """
    seeds = [webhook.seed]
    if webhook.previous_seed and webhook.previous_until and webhook.previous_until > now:
        seeds.append(webhook.previous_seed)
    stamp = str(int(now.timestamp()))
    signed = f"{delivery.message_id}.{stamp}.".encode() + body
    return {
        "Content-Type": "application/json",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{_signature(secret_of(seed, key), signed)}" for key in keys for seed in seeds),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
