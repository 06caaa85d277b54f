"""Webhooks: made, changed, their secrets changed, and messages put on their way. Nothing here commits."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy import select

from core.audit.service import record
from core.db import count, db, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.jobs import enqueue
from core.net.addresses import parse
from core.net.typed import checked_url
from core.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from core.webhooks.queries import listeners
from core.webhooks.signing import new_seed, secret_of

if TYPE_CHECKING:
    from core.jobs.models import Outbox
    from core.regions.models import Region
    from core.users.models import User

JOB = "core.deliver_webhook"
TEST_EVENT = "core.webhook_test.v1"
MAX_WEBHOOKS = 50
OVERLAP = timedelta(hours=24)
FAILING, GONE, MANUAL = "failing", "gone", "manual"


def create_webhook(
    *,
    region: Region,
    url: str,
    events: Collection[str],
    allowed: Collection[str],
    description: str = "",
    organisation_id: int | None = None,
    token_id: int | None = None,
    actor: User | None = None,
) -> tuple[Webhook, str]:
    """Make a webhook.

    Args:
        allowed: The events that the one who makes it may hear of.
        token_id: The API token that makes it; None for an administrator.

    Returns:
        The row and its secret.

    Raises:
        DomainError: when a value is not allowed; names the field.
    """
    if count(select(Webhook).where(Webhook.region_id == region.id)) >= MAX_WEBHOOKS:
        raise DomainError(_("Regionen har redan %(n)s webhookar. Ta bort någon som inte används.", n=MAX_WEBHOOKS))
    made = Webhook(
        region_id=region.id,
        url=checked_url(url),
        events=_checked_events(events, allowed),
        description=" ".join(description.split())[:120],
        organisation_id=organisation_id,
        token_id=token_id,
        created_by_id=actor.id if actor else None,
        seed=new_seed(),
    )
    db.session.add(made)
    db.session.flush()
    record("core.webhook.created", region=region, subject=_ref(made), host=parse(made.url)[1], events=list(made.events))
    return made, _secret(made)


def change_webhook(
    *,
    region: Region,
    found: Webhook,
    allowed: Collection[str],
    url: str | None = None,
    events: Collection[str] | None = None,
    description: str | None = None,
    active: bool | None = None,
) -> Webhook:
    """Change what is given.

    Raises:
        DomainError: when a value is not allowed.
    """
    if url is not None:
        found.url = checked_url(url)
    if events is not None:
        found.events = _checked_events(events, allowed)
    if description is not None:
        found.description = " ".join(description.split())[:120]
    if active is not None and active != found.active:
        found.active = active
        found.disabled_reason = "" if active else MANUAL
        found.failing_since = None
    db.session.flush()
    record("core.webhook.changed", region=region, subject=_ref(found), host=parse(found.url)[1], active=found.active)
    return found


def delete_webhook(*, region: Region, found: Webhook) -> None:
    """Forget a webhook and what was sent to it."""
    record("core.webhook.deleted", region=region, subject=_ref(found), host=parse(found.url)[1])
    db.session.delete(found)
    db.session.flush()


def rotate_secret(*, region: Region, found: Webhook) -> str:
    """A new secret. The old one signs too for a day, so that the receiver can change over without missing anything."""
    found.previous_seed, found.previous_until = found.seed, utcnow() + OVERLAP
    found.seed = new_seed()
    db.session.flush()
    record("core.webhook.secret_changed", region=region, subject=_ref(found))
    return _secret(found)


def send_test(*, region: Region, found: Webhook) -> WebhookDelivery:
    """Put a message on its way that says nothing, so that the receiver can be tried."""
    record("core.webhook.tested", region=region, subject=_ref(found))
    return _send(region, found, TEST_EVENT, {"message": "Samkraft"})


def retry_delivery(*, region: Region, delivery: WebhookDelivery) -> None:
    """Try a delivery again that was given up.

    Raises:
        Conflict: when it has arrived, or is still being tried.
    """
    if delivery.state is not DeliveryState.FAILED:
        raise Conflict(_("Meddelandet är redan framme eller på väg."))
    delivery.state, delivery.attempts, delivery.finished_at = DeliveryState.WAITING, 0, None
    db.session.flush()
    enqueue(JOB, region=region, delivery_id=delivery.id)
    record("core.webhook.delivery_retried", region=region, subject=f"core:webhook:{delivery.webhook_id}", delivery=delivery.id)


def fan_out(row: Outbox, region: Region) -> None:
    """Put an event on its way to every webhook that asks for it. Called in the transaction that hands the event to its subscribers."""
    for found in listeners(region, row.name):
        _send(region, found, row.name, dict(row.payload))


def _send(region: Region, found: Webhook, event: str, payload: dict[str, Any]) -> WebhookDelivery:
    delivery = WebhookDelivery(
        region_id=region.id, webhook_id=found.id, message_id=f"msg_{secrets.token_hex(16)}", event=event, payload=payload
    )
    db.session.add(delivery)
    db.session.flush()
    enqueue(JOB, region=region, delivery_id=delivery.id)
    return delivery


def _checked_events(events: Collection[str], allowed: Collection[str]) -> list[str]:
    chosen = sorted(set(events))
    if not chosen:
        raise DomainError(_("Välj minst en händelse."), field="events")
    if not set(chosen) <= set(allowed):
        raise DomainError(_("Någon av händelserna finns inte, eller får inte läsas med den här nyckeln."), field="events")
    return chosen


def _secret(found: Webhook) -> str:
    return secret_of(found.seed, current_app.extensions["samkraft_settings"].secret_key)


def _ref(found: Webhook) -> str:
    return f"core:webhook:{found.id}"
