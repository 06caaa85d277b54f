"""What the tests of accounts do with pages and mails."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from sqlalchemy import select

from core.db import db
from core.mail.models import Mail
from core.notices.models import Notice
from core.testing.client import Browser
from core.users.models import User


def mails(kind: str) -> list[Mail]:
    """The mails of a kind, the oldest first."""
    db.session.expire_all()
    return list(db.session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars())


def told(title: str) -> list[str]:
    """To whom a notice about the account has gone, by mail and on the site. It cannot be turned off."""
    sent = [mail.recipient for mail in mails("core.notice") if mail.subject == title]
    seen = select(User.email).join(Notice, Notice.user_id == User.id).where(Notice.title == title, Notice.kind == "core.security")
    assert sent == list(db.session.execute(seen.order_by(Notice.id)).scalars())
    return sent


def code_in(mail: Mail) -> str:
    """The eight digits of a mail."""
    found = re.search(r"koden (\d{8})", mail.body)
    assert found, mail.body
    return found.group(1)


def options_on(browser: Browser) -> dict[str, Any]:
    """What a page says to an authenticator."""
    found = re.search(r'data-options="([^"]+)"', browser.page)
    assert found, browser.text
    options: dict[str, Any] = json.loads(html.unescape(found.group(1)))
    return options


def by_mail(browser: Browser, email: str) -> Browser:
    """The first step by a mailed link."""
    browser.get("/sign-in").submit(email=email)
    link = re.search(r"http\S+(/sign-in/\S+)", mails("core.sign_in")[-1].body)
    assert link
    return browser.get(link.group(1)).submit()
