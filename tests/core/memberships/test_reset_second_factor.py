"""An administrator takes away the second factor of who has lost it; never of somebody who is more than the administrator."""

from __future__ import annotations

import pyotp
import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db, utcnow
from core.errors import Conflict, Forbidden, NotFound
from core.mail.models import Mail
from core.memberships.services.second_factor import may_reset, reset
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users import factors, totp
from core.users.models import User
from core.users.service import grant_role

WHY = "Tappade telefonen, uppringd på växelns nummer"


def _with_factor(user: User) -> User:
    secret = totp.new_secret()
    with atomic():
        totp.enrol(user, secret, pyotp.TOTP(secret).at(utcnow()))
    return user


def _entries(user: User) -> list[AuditEntry]:
    statement = select(AuditEntry).where(AuditEntry.action == "core.second_factor.reset", AuditEntry.subject == f"core:user:{user.id}")
    return list(db.session.execute(statement).scalars())


@pytest.mark.requirement("S12")
def test_an_administrator_resets_it_with_a_reason(make: Factory, browser: Browser) -> None:
    region = make.region("nord")
    admin, lost = make.user(region, "region_admin"), _with_factor(make.user(region, "strategist"))
    theirs = Browser(browser.client.application).sign_in(lost)
    browser.sign_in(admin)
    browser.get(f"/r/nord/admin/people/{lost.id}")
    browser.get(next(url for url, text in browser.links if text == "Nollställ andra faktorn"))
    assert "Skriv varför." in browser.submit(reason="").text
    assert factors.has_second(lost) is True
    browser.submit(reason=WHY)
    assert browser.url == f"/r/nord/admin/people/{lost.id}"
    assert factors.has_second(lost) is False
    assert [(e.region_id, e.actor_id, e.detail["reason"]) for e in _entries(lost)] == [(region.id, admin.id, WHY)]
    sent = select(Mail.recipient).where(Mail.subject == "Din andra faktor är nollställd")
    assert db.session.execute(sent).scalars().all() == [lost.email]
    assert theirs.get("/account").url == "/sign-in"
    assert "Nollställ andra faktorn" not in browser.get(f"/r/nord/admin/people/{lost.id}").text


@pytest.mark.requirement("S16")
def test_it_is_asked_who_one_is_first(make: Factory, browser: Browser) -> None:
    region = make.region("nord")
    lost = _with_factor(make.user(region, "strategist"))
    browser.sign_in(make.user(region, "region_admin"), minutes_ago=16)
    assert browser.get(f"/r/nord/admin/people/{lost.id}/second-factor").url == "/account/confirm"


@pytest.mark.requirement("S10")
def test_only_whom_one_manages_everywhere(make: Factory, browser: Browser) -> None:
    region, other = make.region("nord"), make.region("syd")
    admin = make.user(region, "region_admin")
    elsewhere = _with_factor(make.user(region, "strategist"))
    with atomic():
        grant_role(user=elsewhere, region=other, role="region_admin")
    stranger, own = _with_factor(make.user(other, "strategist")), _with_factor(admin)
    assert [may_reset(admin, user) for user in (elsewhere, own)] == [False, False]
    for user, refused in ((elsewhere, Forbidden), (own, Forbidden), (stranger, NotFound)):
        with pytest.raises(refused):
            reset(region=region, actor=admin, user_id=user.id, reason=WHY)
        assert (factors.has_second(user), _entries(user)) == (True, [])
    browser.sign_in(admin)
    assert "Nollställ andra faktorn" not in browser.get(f"/r/nord/admin/people/{elsewhere.id}").text
    browser.sign_in(make.user(region, "strategist"))
    assert browser.get(f"/r/nord/admin/people/{elsewhere.id}/second-factor").status == 403


def test_who_has_none_is_no_case(make: Factory) -> None:
    region = make.region("nord")
    admin, user = make.user(region, "region_admin"), make.user(region, "strategist")
    with pytest.raises(Conflict):
        reset(region=region, actor=admin, user_id=user.id, reason=WHY)
