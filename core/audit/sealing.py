"""Sealing: what is new in the log gets its place in the chain, a minute later and in one process at a time.

Writers of entries never wait for one another; only whoever seals holds the head. Entries become visible in another order than
that of their ids, so the chain has an order of its own (`seq`), and looks back over what may still turn up.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, func, select

from core.audit import chain
from core.audit.models import AuditEntry, AuditHead, AuditSeal
from core.db import atomic, db, utcnow

BATCH = 500
SETTLED_AFTER = timedelta(days=1)  # no transaction lives so long: an older entry that turns up unsealed was put there


def seal_all() -> int:
    """Seal every entry that has none, in small transactions. Returns how many."""
    count = 0
    while True:
        with atomic():
            done = seal_some(BATCH)
        count += done
        if done < BATCH:
            return count


def seal_some(limit: int) -> int:
    """Seal up to `limit` entries, oldest first, in the open transaction. Returns how many."""
    head = locked_head()
    unsealed = ~exists().where(AuditSeal.entry_id == AuditEntry.id)
    statement = select(AuditEntry).where(AuditEntry.id > head.settled_id, unsealed).order_by(AuditEntry.id).limit(limit)
    entries = db.session.execute(statement).scalars().all()
    if not entries:
        return 0
    for entry in entries:
        seal = chain.sealed(entry, seq=head.seq + 1, previous=head.digest)
        db.session.add(seal)
        head.seq, head.digest = seal.seq, seal.digest
    db.session.flush()
    if len(entries) < limit:  # all that can be seen is sealed
        old = select(func.max(AuditEntry.id)).where(AuditEntry.id > head.settled_id, AuditEntry.at < utcnow() - SETTLED_AFTER)
        head.settled_id = db.session.execute(old).scalar_one() or head.settled_id
    chain.sign_head(head)
    return len(entries)


def locked_head() -> AuditHead:
    """The end of the chain, locked until the transaction ends."""
    statement = select(AuditHead).where(AuditHead.id == chain.HEAD_ID).with_for_update().execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one()
