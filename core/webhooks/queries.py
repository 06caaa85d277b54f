"""Reads on webhooks and their deliveries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.api.models import ApiToken
from core.api.queries import tellable
from core.db import Page, count, db, get, one_or_none, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.plugins.registry import registry
from core.webhooks.models import DeliveryState, Webhook, WebhookDelivery

if TYPE_CHECKING:
    from core.regions.models import Region


def webhooks(region: Region, *, organisation_id: int | None = None, number: int = 1, size: int = 30) -> Page[Webhook]:
    """A region's webhooks, newest first.

    Args:
        organisation_id: Only those of this organisation; all when None.
    """
    statement = select(Webhook).where(Webhook.region_id == region.id).order_by(Webhook.id.desc())
    if organisation_id is not None:
        statement = statement.where(Webhook.organisation_id == organisation_id)
    return paginate(statement, number=number, size=size)


def webhook(region: Region, webhook_id: int, *, organisation_id: int | None = None, lock: bool = False) -> Webhook:
    """One webhook of a region.

    Raises:
        NotFound: when there is none, or it is another organisation's.
    """
    found = get(Webhook, webhook_id, lock=lock)
    if found.region_id != region.id or (organisation_id is not None and found.organisation_id != organisation_id):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def deliveries(found: Webhook, *, number: int = 1, size: int = 30) -> Page[WebhookDelivery]:
    """What was sent to a webhook, newest first."""
    statement = select(WebhookDelivery).where(WebhookDelivery.webhook_id == found.id).order_by(WebhookDelivery.id.desc())
    return paginate(statement, number=number, size=size)


def delivery(found: Webhook, delivery_id: int) -> WebhookDelivery:
    """One message that was sent to a webhook.

    Raises:
        NotFound: when there is none such.
    """
    row = get(WebhookDelivery, delivery_id)
    if row.webhook_id != found.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return row


def failed(region: Region) -> int:
    """How many deliveries have been given up."""
    return count(select(WebhookDelivery).where(WebhookDelivery.region_id == region.id, WebhookDelivery.state == DeliveryState.FAILED))


def listeners(region: Region, event: str) -> Sequence[Webhook]:
    """The active webhooks of a region that ask for an event and may hear of it now."""
    rows = db.session.execute(
        select(Webhook).where(Webhook.region_id == region.id, Webhook.active.is_(True)).order_by(Webhook.id)
    ).scalars()
    return [row for row in rows if event in row.events and event in may_hear(region, row)]


def may_hear(region: Region, found: Webhook) -> Collection[str]:
    """The events that a webhook may hear of: what its token may read now, or for an administrator's, all there are.

    A token that was revoked, has expired or is gone hears nothing.
    """
    if found.token_id is None:
        return tellable(region, registry().permissions)
    token = one_or_none(ApiToken, found.token_id)
    return tellable(region, set(token.scopes)) if token is not None and token.usable else ()
