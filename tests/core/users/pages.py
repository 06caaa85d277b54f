"""What the tests of accounts do with pages and mails."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from sqlalchemy import select

from core.db import db
from core.mail.models import Mail
from core.testing.client import Browser


def mails(kind: str) -> list[Mail]:
    """The mails of a kind, the oldest first."""
    db.session.expire_all()
    return list(db.session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars())


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
