"""Delivering a message: one call, what came of it written down, and another try later when it did not arrive.

The call is made between two transactions, so that nobody waits for a slow receiver. A crash in between sends the same message again,
with the same id: receivers look at `webhook-id`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from core.api.models import ApiReceipt
from core.api.receipts import KEPT
from core.audit.service import record
from core.db import atomic, db, one_or_none, utcnow
from core.keyring import ring
from core.net import Answer, NotAllowed, Unreachable, fetch
from core.net.addresses import parse
from core.notices.happenings import webhook_off
from core.plugins.declarations import Job
from core.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from core.webhooks.queries import may_hear
from core.webhooks.service import FAILING, GONE, JOB, TEST_EVENT
from core.webhooks.signing import body_of, headers_for

if TYPE_CHECKING:
    from core.regions.models import Region

# The outbox waits 5, 10, 20 … seconds, at most an hour: these tries go on for a good day.
TRIES = 33
TIMEOUT = 15.0
MAX_ANSWER = 64 * 1024  # what a receiver says is not kept, but read, so that the connection ends well
DISABLE_AFTER = timedelta(days=5)
KEEP_DELIVERIES = timedelta(days=30)


class NotDelivered(Exception):
    """The message did not arrive; the outbox tries again."""


def deliver_webhook(region: Region, delivery_id: int) -> None:
    """Try to deliver a message once.

    Raises:
        NotDelivered: when it should be tried again.
    """
    with atomic():
        found = _pending(region, delivery_id)
        if found is None:
            return
        webhook, delivery = found
        body = body_of(delivery, region.slug)
        headers = headers_for(webhook, delivery, body, now=utcnow(), keys=[secret.value for secret in ring()])
        url = webhook.url
    answer: Answer | None = None
    error, final = "", False
    try:
        answer = fetch(url, method="POST", headers=headers, body=body, timeout=TIMEOUT, max_bytes=MAX_ANSWER)
    except NotAllowed as refused:
        error, final = f"not allowed: {refused}", True
    except Unreachable as fault:
        error = str(fault)
    with atomic():
        again = _note(region, delivery_id, answer, error, final)
    if again:
        raise NotDelivered(error or f"the receiver answered {answer.status if answer else 0}")


def _pending(region: Region, delivery_id: int) -> tuple[Webhook, WebhookDelivery] | None:
    """The delivery and its webhook, if it still is to be sent."""
    delivery = one_or_none(WebhookDelivery, delivery_id)
    if delivery is None or delivery.state is not DeliveryState.WAITING:
        return None
    webhook = one_or_none(Webhook, delivery.webhook_id)
    if webhook is None:
        return None
    if delivery.event != TEST_EVENT and (not webhook.active or delivery.event not in may_hear(region, webhook)):
        delivery.state, delivery.error, delivery.finished_at = DeliveryState.FAILED, "switched off, or no longer allowed", utcnow()
        return None
    return webhook, delivery


def _note(region: Region, delivery_id: int, answer: Answer | None, error: str, final: bool) -> bool:
    """Write down how a try went. True when there should be another."""
    delivery = one_or_none(WebhookDelivery, delivery_id, lock=True)
    webhook = one_or_none(Webhook, delivery.webhook_id, lock=True) if delivery is not None else None
    if delivery is None or webhook is None or delivery.state is not DeliveryState.WAITING:
        return False
    delivery.attempts += 1
    delivery.status = answer.status if answer else None
    delivery.milliseconds = round(answer.seconds * 1000) if answer else None
    if answer is not None and 200 <= answer.status < 300:
        delivery.state, delivery.error, delivery.finished_at = DeliveryState.DELIVERED, "", utcnow()
        if webhook.failing_since is not None:
            webhook.failing_since = None
        return False
    delivery.error = (error or f"the receiver answered {delivery.status}")[:200]
    webhook.failing_since = webhook.failing_since or utcnow()
    if delivery.status == 410:
        _disable(region, webhook, GONE)
        final = True
    elif webhook.failing_since < utcnow() - DISABLE_AFTER:
        _disable(region, webhook, FAILING)
    if final or not webhook.active or delivery.attempts >= TRIES:
        delivery.state, delivery.finished_at = DeliveryState.FAILED, utcnow()
        return False
    return True


def _disable(region: Region, webhook: Webhook, reason: str) -> None:
    if webhook.active:
        webhook.active, webhook.disabled_reason = False, reason
        record("core.webhook.disabled", region=region, subject=f"core:webhook:{webhook.id}", reason=reason)
        webhook_off(region=region, webhook_id=webhook.id, name=webhook.description or parse(webhook.url)[1])


def purge(region: None) -> None:
    """Delete old deliveries, and receipts whose keys may be used again."""
    for model, kept in ((WebhookDelivery, KEEP_DELIVERIES), (ApiReceipt, KEPT)):
        old = delete(model).where(model.created_at < utcnow() - kept)
        db.session.execute(old, execution_options={"synchronize_session": False})


JOBS = [
    Job(JOB, deliver_webhook, queue="slow", timeout=60, retries=TRIES, atomic=False),
    Job("core.purge_deliveries", purge, queue="slow", timeout=600, every="50 3 * * *", per_region=False),
]
