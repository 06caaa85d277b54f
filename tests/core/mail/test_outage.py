"""Mail when the receiving server does not do as it should: each mail is sent once in the end, and what never will be is shown (R12)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.jobs.runner import drain
from core.mail import jobs
from core.mail.models import Mail
from core.mail.service import queue_mail
from core.testing.factories import Factory


class Server:
    """A receiving server that misbehaves in a chosen way, and keeps what it has taken."""

    def __init__(self) -> None:
        self.mood = ""
        self.taken: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.mood == "cut":
            server.transport.close()
            return "250 OK"
        if self.mood in ("450", "550 5.1.1 <x@evil.example> unknown"):
            return self.mood if " " in self.mood else f"{self.mood} not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.mood == "hang":
            await asyncio.sleep(3)
            return "451 too slow"
        if self.mood:
            return f"{self.mood} not now" if " " not in self.mood else self.mood
        self.taken.append(next(line for line in envelope.content.decode().splitlines() if line.startswith("Message-ID")))
        return "250 OK"


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(made, hostname="127.0.0.1", port=port)
    monkeypatch.setattr(jobs, "TIMEOUT_SECONDS", 1)
    controller.start()
    settings = app.extensions["samkraft_settings"]
    monkeypatch.setitem(app.extensions, "samkraft_settings", settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"}))
    yield made
    controller.stop()


def queued(count: int = 3) -> None:
    with atomic():
        for number in range(count):
            queue_mail(to=f"person{number}@test.samkraft.example", subject="Hej", body="Hej\n", kind="core.test")


def stored() -> Sequence[Mail]:
    db.session.expire_all()
    return db.session.execute(select(Mail).order_by(Mail.id)).scalars().all()


@pytest.mark.requirement("R12")
@pytest.mark.parametrize("mood", ["421", "451", "450", "hang", "cut"])
def test_after_an_outage_each_mail_is_sent_once(context: None, server: Server, mood: str) -> None:
    queued()
    server.mood = mood
    drain()
    assert [(mail.sent_at, mail.failed_at, mail.attempts) for mail in stored()] == [(None, None, 1)] * 3
    assert all(mail.error and mail.next_try_at is not None and mail.next_try_at > utcnow() for mail in stored())
    drain()  # not before its time
    assert [mail.attempts for mail in stored()] == [1, 1, 1]
    server.mood = ""
    with time_machine.travel(utcnow() + timedelta(seconds=10)):
        drain()
        drain()
    assert sorted(server.taken) == sorted(f"Message-ID: {mail.message_id}" for mail in stored())
    assert all(mail.sent_at is not None and mail.error == "" and mail.next_try_at is None for mail in stored())


@pytest.mark.requirement("R12")
def test_what_the_server_never_takes_is_given_up_at_once_and_shown(context: None, server: Server) -> None:
    queued(1)
    server.mood = "550 5.1.1 <x@evil.example> unknown"
    drain()
    (mail,) = stored()
    assert (mail.sent_at, mail.failed_at is not None, mail.attempts) == (None, True, 1)
    assert mail.error == "550 5.1.1 … unknown"  # without the address
    with time_machine.travel(utcnow() + timedelta(days=1)):
        assert drain() == 0


@pytest.mark.requirement("R12")
def test_a_server_that_is_gone_for_hours_is_waited_for_and_then_given_up(context: None, server: Server) -> None:
    queued(1)
    server.mood = "451"
    start = utcnow()
    now = start
    for _try in range(jobs.RETRIES + 1):
        with time_machine.travel(now):
            drain()
            (mail,) = stored()
            if mail.next_try_at is None:
                break
            now = mail.next_try_at + timedelta(seconds=2)
    (mail,) = stored()
    assert mail.failed_at is not None
    assert now - start > timedelta(hours=4)


def test_a_mail_that_was_given_up_can_be_sent_again(app: Flask, server: Server, make: Factory, browser: Any) -> None:
    region = make.region("norr")
    with atomic():
        queue_mail(to="person@test.samkraft.example", subject="Hej", body="Hej\n", kind="core.test", region=region)
    server.mood = "550 5.1.1 <x@evil.example> unknown"
    drain()
    (mail,) = stored()
    browser.sign_in(make.user(region, "region_admin")).get("/r/norr/admin/mail?state=failed")
    assert "550 5.1.1" in browser.text
    assert "Kontrollera adressen med personen" in browser.text
    server.mood = ""
    browser.submit(to=f"/r/norr/admin/mail/{mail.id}/retry")
    assert "Mejlet skickas om." in browser.text
    drain()
    (mail,) = stored()
    assert mail.sent_at is not None
    assert server.taken == [f"Message-ID: {mail.message_id}"]


@pytest.mark.requirement("R2")
def test_a_second_delivery_sends_nothing(context: None, server: Server) -> None:
    queued(1)
    drain()
    (mail,) = stored()
    jobs.deliver_mail(None, mail_id=mail.id)
    assert len(server.taken) == 1
