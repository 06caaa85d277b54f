"""What core tells of itself, to whom, and how often."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import atomic, db
from core.jobs import runner
from core.jobs.models import Outbox, Outcome
from core.mail.jobs import _put_off
from core.mail.service import queue_mail
from core.notices.happenings import role_granted
from core.notices.models import Notice
from core.regions.models import Region
from core.testing.factories import Factory
from core.users.models import Membership, User


def told(user: User) -> Sequence[str]:
    return db.session.execute(select(Notice.title).where(Notice.user_id == user.id).order_by(Notice.id)).scalars().all()


def test_jobs_that_give_up_are_told_to_that_region_s_administrators_once_a_day(north: Region, strategist: User, make: Factory) -> None:
    admin, other = make.user(north, "region_admin"), make.user(make.region("soder"), "region_admin")
    with atomic():
        rows = [Outbox(kind="job", name="core.test", region_id=north.id, payload={}) for _ in range(3)]
        db.session.add_all(rows)
        db.session.flush()
        for row in rows:
            runner.finish(row, Outcome.FAILED, "x")
            runner._tell(row)
    assert told(admin) == ["Ett jobb har gett upp: core.test"]
    assert [told(other), told(strategist)] == [[], []]


def test_a_mail_that_gives_up_is_told_but_not_that_of_a_notice(north: Region, make: Factory) -> None:
    admin = make.user(north, "region_admin")
    with atomic():
        about = queue_mail(to="x@x.example", subject="x", body="x", kind="core.notice", region=north)
    assert not _put_off(about.id, ValueError())
    assert told(admin) == []
    with atomic():
        mails = [queue_mail(to="x@x.example", subject="x", body="x", kind="core.test", region=north) for _ in range(3)]
    assert [_put_off(mail.id, ValueError()) for mail in mails] == [False] * 3
    assert told(admin) == ["Ett mejl gick inte att skicka"]


def test_a_new_role_is_told_once(north: Region, strategist: User) -> None:
    membership = db.session.execute(select(Membership).where(Membership.user_id == strategist.id)).scalar_one()
    for _again in range(2):
        with atomic():
            role_granted(user=strategist, region=north, membership=membership)
    assert told(strategist) == ["Du har fått rollen Kompetensstrateg"]
