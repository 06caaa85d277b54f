"""Telling people: once, as each has chosen, in each one's language, and by mail that can be ended with one click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.i18n import lazy_gettext as _l
from core.mail.models import Mail
from core.notices.models import Delivery, Notice
from core.notices.queries import groups, unread_by_region
from core.notices.service import choose, mark_all_read, notify
from core.regions.models import Region
from core.testing.factories import Factory
from core.users.models import User

KIND = "core.membership_granted"  # mailed at once by default
DIGEST_KIND = "core.job_failed"  # in the day's mail by default


def tell(users: Sequence[User], region: Region | None, *, key: str = "a", kind: str = DIGEST_KIND, title: Any = "Något har hänt") -> int:
    with atomic():
        return notify(
            kind=kind, users=users, region=region, key=key, title=title, body="Mer om det.", url="/r/norr/", subject_ref="x:thing:1"
        )


def mails() -> Sequence[Mail]:
    return db.session.execute(select(Mail).order_by(Mail.id)).scalars().all()


def told(user: User) -> list[tuple[str, bool]]:
    rows = db.session.execute(select(Notice).where(Notice.user_id == user.id).order_by(Notice.id)).scalars()
    return [(row.title, row.for_digest) for row in rows]


@pytest.mark.requirement("R2")
def test_the_same_happening_is_told_once(north: Region, strategist: User, make: Factory) -> None:
    other = make.user(north, "strategist")
    assert tell([strategist, strategist], north) == 1
    assert tell([strategist, other], north) == 1  # only the other had not heard
    assert tell([strategist], north, key="b") == 1
    assert (len(told(strategist)), len(told(other))) == (2, 1)


def test_the_same_key_in_another_region_is_another_happening(north: Region, strategist: User, make: Factory) -> None:
    south = make.region("soder")
    assert [tell([strategist], north), tell([strategist], south)] == [1, 1]


def test_nothing_is_told_when_the_transaction_is_undone(north: Region, strategist: User) -> None:
    with pytest.raises(ZeroDivisionError), atomic():
        notify(kind=KIND, users=[strategist], region=north, key="a", title="x")
        raise ZeroDivisionError
    assert (told(strategist), mails()) == ([], [])


def test_an_unregistered_kind_is_refused(strategist: User) -> None:
    with pytest.raises(LookupError, match="register_notice_kinds"), atomic():
        notify(kind="core.nothing", users=[strategist], region=None, key="a", title="x")


@pytest.mark.parametrize(
    ("delivery", "rows", "mailed"),
    [
        (Delivery.NOW, [("Något har hänt", False)], 1),
        (Delivery.DIGEST, [("Något har hänt", True)], 0),
        (Delivery.IN_APP, [("Något har hänt", False)], 0),
        (Delivery.OFF, [], 0),
    ],
)
def test_each_choice_is_kept(north: Region, strategist: User, delivery: Delivery, rows: list[Any], mailed: int) -> None:
    with atomic():
        choose(user=strategist, kind=DIGEST_KIND, delivery=delivery)
    tell([strategist], north)
    assert told(strategist) == rows
    assert len(mails()) == mailed


def test_a_required_kind_cannot_be_turned_off(strategist: User) -> None:
    with atomic():
        choose(user=strategist, kind="core.security", delivery=Delivery.OFF)
    tell([strategist], None, kind="core.security")
    (mail,) = mails()
    assert mail.headers == {}  # and its mail offers no way to
    assert "Det går inte att välja bort" in mail.body


def test_deactivated_people_are_passed_over(north: Region, strategist: User) -> None:
    with atomic():
        strategist.active = False
    assert tell([strategist], north, kind=KIND) == 0
    assert mails() == []


def test_each_reader_s_language(north: Region, strategist: User, make: Factory) -> None:
    other = make.user(north, "strategist")
    with atomic():
        other.language = "en"
    tell([strategist, other], north, kind=KIND, title=_l("Logga ut"))
    assert [told(strategist), told(other)] == [[("Logga ut", False)], [("Sign out", False)]]
    assert sorted((mail.subject, mail.language) for mail in mails()) == [("Logga ut", "sv"), ("Sign out", "en")]


@pytest.mark.requirement("S32")
@pytest.mark.parametrize("ending", ["\r\nBcc: x@evil.example", "\nBcc: x@evil.example", "\r", "\x85", "\u2028", "\x0b"])
def test_a_title_with_line_breaks_becomes_one_line(north: Region, strategist: User, ending: str) -> None:
    tell([strategist], north, kind=KIND, title="Hej" + ending)
    (mail,) = mails()
    assert mail.subject.splitlines() == [mail.subject]


def test_a_thing_s_notices_stand_together_newest_first(north: Region, strategist: User) -> None:
    tell([strategist], north, key="1", title="Första")
    with atomic():
        notify(kind=DIGEST_KIND, users=[strategist], region=north, key="2", title="Annat", subject_ref="x:thing:2", group="Sak två")
    tell([strategist], north, key="3", title="Andra")
    page = groups(strategist)
    assert [(g.title, [n.title for n in g.notices], g.unread) for g in page.items] == [
        ("Jobb som har gett upp", ["Andra", "Första"], 2),
        ("Sak två", ["Annat"], 1),
    ]


def test_reading_all_of_a_region_leaves_the_others(north: Region, strategist: User, make: Factory) -> None:
    south = make.region("soder")
    tell([strategist], north)
    tell([strategist], south)
    with atomic():
        assert mark_all_read(user=strategist, region=south) == 1
    make.forget()
    from flask import g

    g.pop("_unread_notices", None)
    assert unread_by_region(strategist) == {north.id: 1}
    assert sorted(for_digest for _title, for_digest in told(strategist)) == [False, True]
