"""The day's mail, over the odd hours of the year too, and the one click that ends a kind of mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db
from core.jobs.models import Schedule
from core.jobs.runner import drain
from core.jobs.schedule import Scheduler
from core.mail.jobs import compose
from core.mail.models import Mail
from core.notices.mails import read_token, unsubscribe_token
from core.notices.models import Delivery
from core.notices.queries import choices
from core.notices.service import notify
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User

KIND = "core.job_failed"


def tell(user: User, region: Region | None, key: str, kind: str = KIND) -> None:
    with atomic():
        notify(
            kind=kind, users=[user], region=region, key=key, title=f"Nyhet {key}", url="/r/norr/", subject_ref="x:thing:1", group="Saken"
        )


def mails(kind: str = "core.notice_digest") -> Sequence[Mail]:
    db.session.expire_all()
    return db.session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars().all()


def digest() -> int:
    from core.jobs import enqueue

    with atomic():
        enqueue("core.send_digests", region=None)
    before = len(mails())
    drain()
    return len(mails()) - before


def test_one_mail_with_everything_by_region_and_thing(north: Region, strategist: User, make: Factory) -> None:
    south = make.region("soder")
    tell(strategist, north, "a")
    tell(strategist, north, "b")
    tell(strategist, south, "c")
    assert digest() == 1
    (mail,) = mails()
    assert mail.subject == "3 nya meddelanden i Samkraft"
    assert mail.body.index("Norr\n====") < mail.body.index("Nyhet a") < mail.body.index("Nyhet b") < mail.body.index("Soder\n")
    assert mail.body.count("Saken") == 2  # once per region
    assert "\n\n\n" not in mail.body


@pytest.mark.requirement("R2")
def test_nothing_is_sent_twice_and_nothing_when_there_is_nothing(north: Region, strategist: User) -> None:
    assert digest() == 0
    tell(strategist, north, "a")
    assert [digest(), digest()] == [1, 0]
    tell(strategist, north, "b")
    assert digest() == 1


def test_what_has_been_read_is_left_out(app: Flask, north: Region, strategist: User) -> None:
    tell(strategist, north, "a")
    Browser(app).sign_in(strategist).get("/notices").submit(to="/notices/read")
    assert digest() == 0


def test_a_deactivated_person_gets_none(north: Region, strategist: User) -> None:
    tell(strategist, north, "a")
    with atomic():
        strategist.active = False
    assert digest() == 0


@pytest.mark.requirement("R14")
@pytest.mark.sqlite_only  # what a clock on the wall says is worked out above the database
@pytest.mark.parametrize(
    ("day", "nights"),
    [
        (datetime(2026, 10, 24, 10, tzinfo=UTC), 2),  # the hour from 2 to 3 comes twice on the 25th
        (datetime(2027, 3, 27, 10, tzinfo=UTC), 2),  # and not at all on the 28th
    ],
)
def test_one_mail_a_day_at_seven_when_the_clock_changes(app: Flask, north: Region, strategist: User, day: datetime, nights: int) -> None:
    """Ticks every half hour, and something happens every hour: each day one mail, at seven by the clock on the wall."""
    from zoneinfo import ZoneInfo

    sent: list[str] = []
    for step in range(nights * 24 * 2):
        now = day + step * timedelta(minutes=30)
        with time_machine.travel(now, tick=False):
            Scheduler(app).tick()
            if step % 2 == 0:
                tell(strategist, north, str(step))
            drain()
            if len(mails()) > len(sent):
                sent.append(now.astimezone(ZoneInfo("Europe/Stockholm")).strftime("%d %H.%M"))
    days = [day + timedelta(days=n) for n in range(1, nights + 1)]
    assert sent == [each.strftime("%d 07.00") for each in days]
    assert len(mails()) == nights
    told = sum(mail.body.count("* Nyhet") for mail in mails())
    assert told == len(set(re.findall(r"Nyhet \d+", " ".join(mail.body for mail in mails()))))  # each happening in one mail
    assert db.session.execute(select(Schedule).where(Schedule.job == "core.send_digests")).scalar_one().slot.hour in (5, 6)


def test_mails_carry_the_one_click_headers_unbroken(north: Region, strategist: User) -> None:
    tell(strategist, north, "a")
    digest()
    (mail,) = mails()
    raw = compose(mail, "Samkraft <no-reply@samkraft.invalid>").as_bytes()
    assert max(len(line) for line in raw.splitlines()) <= 998
    read = message_from_bytes(raw, policy=SMTP)
    address = re.fullmatch(r"<(\S+)>", str(read["List-Unsubscribe"]))
    assert address is not None
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"\r\nList-Unsubscribe: <http" in raw
    assert read_token(address[1].rpartition("/")[2]) == (strategist.id, "*")


def test_one_click_without_session_or_cookie(app: Flask, north: Region, strategist: User) -> None:
    tell(strategist, north, "a", "core.membership_granted")
    (mail,) = mails("core.notice")
    path = "/notices/unsubscribe/" + mail.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    stranger = Browser(app)
    for _again in range(2):  # a mail program may repeat it
        answer = stranger.client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200  # never a redirect
    db.session.expire_all()
    assert choices(strategist) == {"core.membership_granted": Delivery.IN_APP}
    tell(strategist, north, "b", "core.membership_granted")
    assert len(mails("core.notice")) == 1
    assert [entry.title for group in _groups(strategist) for entry in group.notices] == ["Nyhet b", "Nyhet a"]


def _groups(user: User) -> Sequence[object]:
    from core.notices.queries import groups

    return groups(user).items


def test_the_digest_s_click_ends_all_that_comes_in_it(app: Flask, strategist: User) -> None:
    Browser(app).client.post(f"/notices/unsubscribe/{unsubscribe_token(strategist.id, '*')}")
    db.session.expire_all()
    assert choices(strategist)[KIND] is Delivery.IN_APP
    assert "core.membership_granted" not in choices(strategist)


def test_opening_the_link_changes_nothing_and_shows_a_button(app: Flask, strategist: User) -> None:
    stranger = Browser(app).get(f"/notices/unsubscribe/{unsubscribe_token(strategist.id, KIND)}")
    assert "Vill du sluta få mejl om Jobb som har gett upp?" in stranger.text
    assert choices(strategist) == {}
    stranger.submit()
    assert "Du får inga fler sådana mejl" in stranger.text
    db.session.expire_all()
    assert choices(strategist) == {KIND: Delivery.IN_APP}


@pytest.mark.parametrize("token", ["x", "WzEsIioiXQ.bad", "a" * 5000])
def test_a_token_that_is_not_ours_is_not_found(app: Flask, token: str) -> None:
    assert [Browser(app).client.open(f"/notices/unsubscribe/{token}", method=m).status_code for m in ("GET", "POST")] == [404, 404]


def test_security_cannot_be_ended_by_a_click(app: Flask, strategist: User) -> None:
    Browser(app).client.post(f"/notices/unsubscribe/{unsubscribe_token(strategist.id, 'core.security')}")
    db.session.expire_all()
    assert choices(strategist) == {}
