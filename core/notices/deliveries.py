"""Which kinds of notice there are, and how a person gets one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.notices.models import Delivery
from core.plugins.declarations import NoticeKind
from core.plugins.enablement import is_enabled
from core.plugins.registry import registry
from core.users.models import User
from core.users.queries import permissions, regions_of


def kind_of(name: str) -> NoticeKind:
    """A registered kind.

    Raises:
        LookupError: when no loaded plugin registers it.
    """
    try:
        return registry().notice_kinds[name][1]
    except KeyError:
        raise LookupError(f"The kind of notice '{name}' is not registered. Return it from register_notice_kinds().") from None


def delivery_of(kind: NoticeKind, choice: Delivery | None) -> Delivery:
    """How somebody gets a kind: at once when it is required, else as they chose, else by its default."""
    if kind.required:
        return Delivery.NOW
    return choice or Delivery(kind.default)


@dataclass(frozen=True)
class OfferedKind:
    """A kind that a person can choose about, and whose it is."""

    kind: NoticeKind
    owner: str
    owner_title: Any


def offered(user: User) -> Sequence[OfferedKind]:
    """The kinds that the person may ever get: of plugins that are on in one of their regions, and with the right that the kind asks for."""
    regions = regions_of(user)
    found = []
    for owner, kind in registry().notice_kinds.values():
        here = [region for region in regions if is_enabled(region, owner)]
        if kind.audience is not None:
            here = [region for region in here if kind.audience in permissions(user, region)]
        if here or (owner == "core" and kind.audience is None):
            plugin = registry().plugins.get(owner)
            found.append(OfferedKind(kind, owner, plugin.title if plugin else None))
    return found
