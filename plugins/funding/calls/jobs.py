"""What happens with calls outside the request: those who watch are told before they close."""

from __future__ import annotations

from collections import defaultdict

from core.addresses import path
from core.db import db, utcnow
from core.i18n import lazy_gettext as _l
from core.notices.service import notify
from core.plugins import Job, NoticeKind
from core.regions.models import Region
from plugins.funding.calls import queries
from plugins.funding.calls.models import CallWatch, FundingCall
from plugins.funding.permissions import READ_CALLS
from plugins.funding.settings import funding_settings

CLOSING = "funding.call_closing"
KINDS = [NoticeKind(CLOSING, _l("Utlysningar som stänger"), _l("Innan en utlysning som du bevakar stänger."), audience=READ_CALLS)]


def tell_of_closing(region: Region) -> None:
    """Each morning: tell everybody who watches a call that closes soon, once."""
    calls: dict[int, FundingCall] = {}
    watching: defaultdict[int, list[CallWatch]] = defaultdict(list)
    for watch, call in queries.closing(region, funding_settings(region).warn_days):
        calls[call.id] = call
        watching[call.id].append(watch)
    for call_id, watches in watching.items():
        call = calls[call_id]
        users = queries.people([watch.user_id for watch in watches])
        notify(
            kind=CLOSING,
            users=users,
            region=region,
            key=f"{call.id}:{call.closes_on.isoformat()}",
            title=_l("Sista dagen att söka är %(day)s: %(title)s", day=call.closes_on.isoformat(), title=call.title),
            url=path("funding.call", region, call_id=call.id),
            subject_ref=call.ref,
            group=call.title,
        )
        for watch in watches:
            watch.told_at = utcnow()
    db.session.flush()


JOBS = [Job("funding.tell_of_closing", tell_of_closing, every="40 6 * * *")]
