"""The day's mail, and clearing away what nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from core.db import atomic, db, get, utcnow
from core.notices import queries
from core.notices.mails import mail_digest
from core.notices.models import Notice
from core.plugins.declarations import Job
from core.regions.models import Region
from core.users.models import User

BATCH = 200
MAX_IN_MAIL = 100  # what is older than the newest hundred is on the page only
KEEP = timedelta(days=365)


def send_digests(region: None) -> None:
    """One mail to each person with news. Mail and mark are one transaction per person, so that running again sends nothing twice."""
    after = 0
    while people := _people(after):
        for user_id in people:
            with atomic():
                _send_to(user_id)
        after = people[-1]


def _people(after: int) -> list[int]:
    with atomic():
        return list(queries.waiting_for_digest(after=after, limit=BATCH))


def _send_to(user_id: int) -> None:
    user = get(User, user_id, lock=True)
    statement = (
        select(Notice, Region)
        .outerjoin(Region, Region.id == Notice.region_id)
        .where(Notice.user_id == user_id, Notice.for_digest.is_(True))
        .order_by(Notice.id.desc())
    )
    rows = [(notice, where) for notice, where in db.session.execute(statement).all()]
    if not rows or not user.active:
        return
    mail_digest(rows[:MAX_IN_MAIL][::-1], user=user)
    for notice, _where in rows[MAX_IN_MAIL:]:
        notice.for_digest = False


def forget_old(region: None) -> None:
    """Delete notices after a year: they only point at what is kept elsewhere."""
    while True:
        with atomic():
            old = db.session.execute(select(Notice.id).where(Notice.created_at < utcnow() - KEEP).limit(BATCH)).scalars().all()
            db.session.execute(delete(Notice).where(Notice.id.in_(old)), execution_options={"synchronize_session": False})
        if len(old) < BATCH:
            return


JOBS = [
    Job("core.send_digests", send_digests, timeout=600, every="0 7 * * *", per_region=False, atomic=False),
    Job("core.forget_old_notices", forget_old, queue="slow", timeout=600, every="20 3 * * *", per_region=False, atomic=False),
]
