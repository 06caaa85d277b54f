"""What the one click in a mail does: the kind goes on on the page of notices, and is mailed no more."""

from __future__ import annotations

from core.audit.service import record
from core.db import one_or_none
from core.notices import service
from core.notices.deliveries import delivery_of
from core.notices.mails import EVERYTHING
from core.notices.models import Delivery
from core.notices.queries import choices
from core.plugins.registry import registry
from core.users.models import User


def unsubscribe(*, user_id: int, kind: str) -> bool:
    """Mail a kind no more to a person; all that comes in the day's mail for `*`. Repeated, it changes nothing.

    Returns:
        Whether there is such a person.
    """
    user = one_or_none(User, user_id, lock=True)
    if user is None:
        return False
    wishes = choices(user)
    changed = []
    for name, (_owner, found) in registry().notice_kinds.items():
        now = delivery_of(found, wishes.get(name))
        meant = now is Delivery.DIGEST if kind == EVERYTHING else name == kind and now in (Delivery.NOW, Delivery.DIGEST)
        if meant and not found.required:
            service.choose(user=user, kind=name, delivery=Delivery.IN_APP)
            changed.append(name)
    if changed:
        record("core.notices.unsubscribed", actor=user, subject=f"core:user:{user.id}", kinds=changed)
    return True
