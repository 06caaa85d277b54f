"""What a row of the outbox means: which function, in which region, and whether it may run at all. Here the gate is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.db import one_or_none
from core.jobs.models import Outbox
from core.jobs.outbox import insert
from core.plugins.declarations import Job, Subscription
from core.plugins.enablement import is_enabled
from core.plugins.registry import registry
from core.regions.models import Region

DELIVERY_RETRIES = 8  # about twenty minutes in all
DELIVERY_TIMEOUT = 60  # seconds


@dataclass(frozen=True)
class Work:
    """A row that may run.

    Args:
        owner: The plugin that the function belongs to.
        region: The region it runs in; None above the regions.
        call: The function with its arguments.
    """

    kind: str
    name: str
    owner: str
    region: Region | None
    call: Callable[[], Any]
    retries: int
    atomic: bool = True


@dataclass(frozen=True)
class Skip:
    """A row that is not to run, and why."""

    reason: str


def resolve(row: Outbox) -> Work | Skip:
    """What to do for a row. Asked when it runs, not when it was written: in between a plugin may have been switched off."""
    region = one_or_none(Region, row.region_id) if row.region_id is not None else None
    if row.kind == "event":
        return Work("event", row.name, "core", region, partial(_fan_out, row, region), retries=DELIVERY_RETRIES)
    owner, declared = _declared(row.kind, row.name)
    if declared is None:
        return Skip("no loaded plugin has it")
    if region is not None and not region.active:
        return Skip("the region is not active")
    if region is not None and not is_enabled(region, owner):
        return Skip(f"the plugin {owner} is off in the region")
    if isinstance(declared, Subscription):
        return Work("delivery", row.name, owner, region, partial(_deliver, declared, region, row.payload), retries=DELIVERY_RETRIES)
    call = partial(declared.func, region, **row.payload)
    return Work("job", row.name, owner, region, call, retries=declared.retries, atomic=declared.atomic)


def timeout_of(kind: str, name: str) -> int:
    """Seconds after which a run of a row is stopped."""
    declared = _declared(kind, name)[1] if kind == "job" else None
    return declared.timeout if isinstance(declared, Job) else DELIVERY_TIMEOUT


def _declared(kind: str, name: str) -> tuple[str, Job | Subscription | None]:
    if kind == "job":
        return registry().jobs.get(name, ("", None))
    for subscriptions in registry().subscriptions.values():
        for owner, subscription in subscriptions:
            if subscription.name == name:
                return owner, subscription
    return "", None


def _deliver(subscription: Subscription, region: Region | None, payload: dict[str, Any]) -> None:
    subscription.handler(region, subscription.payload_model.model_validate(payload))


def _fan_out(row: Outbox, region: Region | None) -> None:
    """One delivery per subscription and webhook, each with its own transaction, tries and receipt."""
    from core.webhooks.service import fan_out

    for _owner, subscription in registry().subscriptions.get(row.name, ()):
        insert(
            kind="delivery",
            name=subscription.name,
            region=region,
            payload=row.payload,
            parent=row,
            dedupe=f"delivery:{row.id}:{subscription.name}",
        )
    if region is not None and region.active:
        fan_out(row, region)
