"""Webhooks as operations. A token of an organisation sees and changes only its own organisation's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from flask import Blueprint, url_for
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, check_version, operation, page_of, require_principal
from core.api.queries import tellable
from core.web.access import requires
from core.web.context import current_region
from core.webhooks import queries, service
from core.webhooks.models import Webhook

bp = Blueprint("core_api_webhooks", __name__)
TAG = "Webhooks"
MANAGE = "core.webhook.manage"
Url = Annotated[str, Field(min_length=9, max_length=1000, pattern="^https?://[!-~]+$", description="An https address on the internet.")]
EventNames = Annotated[list[Annotated[str, Field(max_length=160)]], Field(min_length=1, max_length=50, description="Names of events.")]
Description = Annotated[Line, Field(max_length=120)]


class WebhookIn(ApiModel):
    """A webhook to be made."""

    url: Url
    events: EventNames
    description: Description = ""


class WebhookChange(ApiModel):
    """What is to be changed; what is left out stays."""

    url: Url | None = None
    events: EventNames | None = None
    description: Description | None = None
    active: bool | None = None


class WebhookOut(ApiModel):
    """A webhook."""

    id: int
    url: str
    description: str
    events: list[str]
    active: bool
    disabled_reason: Literal["", "failing", "gone", "manual"]
    failing_since: datetime | None
    organisation_id: int | None
    version: int
    created_at: datetime


class WebhookSecret(WebhookOut):
    """A webhook with the secret that its messages are signed with. The secret is told once."""

    secret: str | None = Field(description="Begins with whsec_. Null in a repeated answer.")


class DeliveryOut(ApiModel):
    """A message, and how its delivery went."""

    id: int
    message_id: str
    event: str
    state: Literal["waiting", "delivered", "failed"]
    attempts: int
    status: int | None
    error: str
    milliseconds: int | None
    created_at: datetime
    finished_at: datetime | None


def _allowed() -> list[str]:
    return tellable(current_region(), require_principal().granted_in(current_region()))


def _own(webhook_id: int, *, lock: bool = False) -> Webhook:
    return queries.webhook(current_region(), webhook_id, organisation_id=require_principal().organisation_id, lock=lock)


def _with_secret(found: Webhook, secret: str) -> WebhookSecret:
    return WebhookSecret(**WebhookOut.model_validate(found).model_dump(), secret=secret)


@bp.get("/regions/<region>/webhooks")
@requires(GET=MANAGE)
@operation("List webhooks", tag=TAG, query=PageQuery, answer=Listing[WebhookOut])
def webhooks(query: PageQuery) -> Listing[WebhookOut]:
    """A region's webhooks, newest first."""
    page = queries.webhooks(current_region(), organisation_id=require_principal().organisation_id, **page_of(query))
    return Listing[WebhookOut].of(page, [WebhookOut.model_validate(row) for row in page.items])


@bp.post("/regions/<region>/webhooks")
@requires(POST=MANAGE)
@operation("Create a webhook", tag=TAG, body=WebhookIn, answer=WebhookSecret, status=201, secret=["secret"])
def create_webhook(body: WebhookIn) -> tuple[WebhookSecret, dict[str, str]]:
    """Ask to be told of events.

    The events are those of `GET …/events` that the token may read. What it may read is looked at again at every delivery.
    """
    principal = require_principal()
    found, secret = service.create_webhook(
        region=current_region(),
        url=body.url,
        events=body.events,
        description=body.description,
        allowed=_allowed(),
        organisation_id=principal.organisation_id,
        token_id=principal.token_id,
    )
    location = url_for("core_api_webhooks.get_webhook", webhook_id=found.id, _external=True)
    return _with_secret(found, secret), {"Location": location}


@bp.get("/regions/<region>/webhooks/<int:webhook_id>")
@requires(GET=MANAGE)
@operation("Get a webhook", tag=TAG, answer=WebhookOut)
def get_webhook(webhook_id: int) -> WebhookOut:
    """One webhook."""
    return WebhookOut.model_validate(_own(webhook_id))


@bp.patch("/regions/<region>/webhooks/<int:webhook_id>")
@requires(PATCH=MANAGE)
@operation("Change a webhook", tag=TAG, body=WebhookChange, answer=WebhookOut, conditional=True)
def change_webhook(webhook_id: int, body: WebhookChange) -> WebhookOut:
    """Change a webhook.

    Set `active` to true to switch it on again after it was switched off because deliveries failed.
    """
    found = _own(webhook_id, lock=True)
    check_version(found.version)
    service.change_webhook(region=current_region(), found=found, allowed=_allowed(), **body.model_dump(exclude_unset=True))
    return WebhookOut.model_validate(found)


@bp.delete("/regions/<region>/webhooks/<int:webhook_id>")
@requires(DELETE=MANAGE)
@operation("Delete a webhook", tag=TAG, status=204, conditional=True)
def delete_webhook(webhook_id: int) -> None:
    """Delete a webhook and its log."""
    found = _own(webhook_id, lock=True)
    check_version(found.version)
    service.delete_webhook(region=current_region(), found=found)


@bp.post("/regions/<region>/webhooks/<int:webhook_id>/secret")
@requires(POST=MANAGE)
@operation("Change the secret", tag=TAG, answer=WebhookSecret, secret=["secret"])
def rotate_secret(webhook_id: int) -> WebhookSecret:
    """A new secret.

    For 24 hours every message carries two signatures, one with each secret.
    """
    found = _own(webhook_id, lock=True)
    secret = service.rotate_secret(region=current_region(), found=found)
    return _with_secret(found, secret)


@bp.post("/regions/<region>/webhooks/<int:webhook_id>/test")
@requires(POST=MANAGE)
@operation("Send a test message", tag=TAG, answer=DeliveryOut, status=202)
def send_test(webhook_id: int) -> DeliveryOut:
    """Put a message on its way that says nothing."""
    return DeliveryOut.model_validate(service.send_test(region=current_region(), found=_own(webhook_id)))


@bp.get("/regions/<region>/webhooks/<int:webhook_id>/deliveries")
@requires(GET=MANAGE)
@operation("List deliveries", tag=TAG, query=PageQuery, answer=Listing[DeliveryOut])
def deliveries(webhook_id: int, query: PageQuery) -> Listing[DeliveryOut]:
    """What was sent, newest first. Kept for 30 days."""
    page = queries.deliveries(_own(webhook_id), **page_of(query))
    return Listing[DeliveryOut].of(page, [DeliveryOut.model_validate(row) for row in page.items])
