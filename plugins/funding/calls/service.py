"""What can be done with calls. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.audit.service import record
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.funding.calls import queries
from plugins.funding.calls.models import CallWatch, FundingCall

if TYPE_CHECKING:
    from core.users.models import User


def save_call(*, region: Region, call: FundingCall | None, facts: Mapping[str, Any]) -> FundingCall:
    """Add a call, or change one. When its last day moves, those who watch it are told anew.

    Raises:
        DomainError: when days or amounts do not fit together.
    """
    if facts["opens_on"] is not None and facts["opens_on"] > facts["closes_on"]:
        raise DomainError(_("Utlysningen kan inte stänga innan den öppnar."), field="closes_on")
    least, most = facts.get("amount_min"), facts.get("amount_max")
    if least is not None and most is not None and least > most:
        raise DomainError(_("Det högsta beloppet kan inte vara lägre än det lägsta."), field="amount_max")
    key = sort_key(facts["title"])[:200]
    if call is None:
        call = FundingCall(region_id=region.id, sort_key=key, **facts)
        db.session.add(call)
        db.session.flush()
        record("funding.call.made", region=region, subject=call.ref, title=call.title)
        return call
    moved = call.closes_on != facts["closes_on"]
    changed = sorted(name for name, value in facts.items() if getattr(call, name) != value)
    for name in changed:
        setattr(call, name, facts[name])
    call.sort_key = key
    if changed:
        record("funding.call.changed", region=region, subject=call.ref, title=call.title, fields=changed)
    for watch in queries.watches(call) if moved else ():
        watch.told_at = None
    db.session.flush()
    return call


def withdraw_call(*, region: Region, call: FundingCall) -> None:
    """The funder took the call back. It stays, among those that are closed.

    Raises:
        Conflict: when it is withdrawn already.
    """
    if call.withdrawn_at is not None:
        raise Conflict(_("Utlysningen är redan tillbakadragen."))
    call.withdrawn_at = utcnow()
    db.session.flush()
    record("funding.call.withdrawn", region=region, subject=call.ref, title=call.title)


def set_watch(*, region: Region, call: FundingCall, user: User, wanted: bool) -> None:
    """Watch a call, or stop. The same again changes nothing."""
    found = queries.watch(call, user)
    if wanted and found is None:
        db.session.add(CallWatch(region_id=region.id, call_id=call.id, user_id=user.id))
    elif not wanted and found is not None:
        db.session.delete(found)
    db.session.flush()
