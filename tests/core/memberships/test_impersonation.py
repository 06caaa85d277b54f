"""Seeing the region as somebody else: what is seen, what is refused, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db, region_scope, utcnow
from core.mail.models import Mail
from core.memberships.models import Impersonation
from core.memberships.services.break_glass import tell_of_command_line
from core.memberships.services.impersonating import end_expired
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import Membership, RolePermission, User
from core.users.service import grant_role

REASON = "Hittar inte sin lista, ärende 17."


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", municipalities=())


@pytest.fixture
def bo(region: Region, make: Factory) -> User:
    return make.user(region, "strategist", name="Bo")


@pytest.fixture
def ada(region: Region, make: Factory, browser: Browser) -> Browser:
    """The administrator's browser."""
    return browser.sign_in(make.user(region, "region_admin", name="Ada"))


def _begin(ada: Browser, bo: User) -> Browser:
    return ada.get(f"/r/nord/admin/people/{bo.id}/view-as").submit(reason=REASON, having="reason")


def _end(browser: Browser) -> Browser:
    button = next(form for form in browser.forms if form.action == "/view-as/end")
    return browser.post(button.action, dict(button.fields))


def _row(region: Region) -> Impersonation:
    db.session.expire_all()
    with region_scope(region.id):
        return db.session.execute(select(Impersonation)).scalar_one()


@pytest.mark.requirement("S9")
def test_begin_look_and_end(region: Region, bo: User, ada: Browser) -> None:
    _begin(ada, bo)
    assert "Du ser regionen som Bo." in ada.text
    assert ada.get("/r/nord/admin/jobs").status == 403  # as Bo
    assert "Du ser regionen som Bo." in ada.text  # on error pages too
    assert ada.get("/r/nord/search?q=x").status == 200
    assert "Du ser regionen som Bo." in ada.get("/").text
    _end(ada)
    assert ada.get("/r/nord/admin/jobs").status == 200
    row = _row(region)
    assert (row.reason, row.pages, row.ended_at is not None) == (REASON, 3, True)
    (mail,) = db.session.execute(select(Mail).where(Mail.kind == "core.impersonation")).scalars()
    assert mail.recipient == bo.email
    assert "Ada" in mail.body and REASON in mail.body and "Antal sidor: 3" in mail.body
    entries = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.subject).where(AuditEntry.action.startswith("core.impersonation"))
    ).all()
    assert entries == [(f"core.impersonation.{what}", row.actor_id, f"core:user:{bo.id}") for what in ("started", "ended")]


@pytest.mark.requirement("S9")
def test_nothing_is_written_in_the_region_or_outside(region: Region, bo: User, ada: Browser) -> None:
    page = ada.get("/r/nord/feedback?kind=page")
    data = {**dict(page.form(having="text").fields), "text": "Ett försök", "kind": "page"}
    _begin(ada, bo)
    ada.post("/r/nord/feedback", data)
    assert ada.status == 403 and "Då går det inte att ändra något." in ada.text
    ada.post("/r/nord/leave", data)
    assert ada.status == 403
    roles = select(Membership.role).where(Membership.region_id == region.id).order_by(Membership.id)
    assert db.session.execute(roles).scalars().all() == ["strategist", "region_admin"]


@pytest.mark.requirement("S9")
def test_never_upward_and_never_in_another_region(region: Region, bo: User, make: Factory, browser: Browser) -> None:
    south = make.region("syd", municipalities=())
    with atomic():
        for permission in ("core.member.impersonate", "core.member.manage"):
            db.session.add(RolePermission(role="supervisor", permission=permission))
        grant_role(user=bo, region=south, role="region_admin")
    admin = make.user(region, "region_admin")
    helper = browser.sign_in(make.user(region, "supervisor"))
    _begin(helper, admin)
    assert "Personen får göra mer än du." in helper.text
    ada = Browser(browser.client.application).sign_in(admin)
    _begin(ada, bo)
    assert ada.get("/r/syd/admin/jobs").status == 403  # what Bo is elsewhere is out of reach


@pytest.mark.requirement("S9")
def test_a_target_that_grows_ends_it(region: Region, bo: User, make: Factory, browser: Browser) -> None:
    with atomic():
        for permission in ("core.member.impersonate", "core.board.read"):
            db.session.merge(RolePermission(role="supervisor", permission=permission))
    poor = make.user(region)
    with atomic():
        grant_role(user=poor, region=region, role="supervisor")
    helper = browser.sign_in(make.user(region, "supervisor", name="Hjälparen"))
    _begin(helper, poor)
    assert "Du ser regionen som" in helper.text
    with atomic():
        grant_role(user=poor, region=region, role="region_admin")
    assert "Du ser regionen som" not in helper.get("/r/nord/").text
    assert helper.get("/r/nord/admin/plugins").status == 403


@pytest.mark.requirement("S9")
def test_it_ends_by_itself_and_the_person_is_told(region: Region, bo: User, ada: Browser) -> None:
    _begin(ada, bo)
    with region_scope(region.id), atomic():
        db.session.execute(select(Impersonation)).scalar_one().expires_at = utcnow() - timedelta(seconds=1)
    assert ada.get("/r/nord/admin/jobs").status == 200
    with region_scope(region.id), atomic():
        end_expired(region)
        end_expired(region)
    assert len(db.session.execute(select(Mail).where(Mail.kind == "core.impersonation")).scalars().all()) == 1


def test_without_a_reason_or_for_oneself_nothing_begins(region: Region, bo: User, ada: Browser) -> None:
    ada.get(f"/r/nord/admin/people/{bo.id}/view-as").submit(reason="kort", having="reason")
    assert "Skriv minst 10 tecken." in ada.text
    me = db.session.execute(select(User.id).where(User.name == "Ada")).scalar_one()
    ada.get(f"/r/nord/admin/people/{me}/view-as").submit(reason=REASON, having="reason")
    assert "Du ser redan det du själv ser." in ada.text


@pytest.mark.requirement("S10")
def test_a_role_from_the_command_line_is_logged_and_told(region: Region, make: Factory) -> None:
    admin = make.user(region, "region_admin")
    new = make.user()
    with atomic():
        grant_role(user=new, region=region, role="region_admin")
        tell_of_command_line(region=region, user=new, role="region_admin")
    told = db.session.execute(select(Mail).where(Mail.kind == "core.break_glass")).scalars().all()
    assert [mail.recipient for mail in told] == [admin.email]
    logged = select(AuditEntry.subject).where(AuditEntry.action == "core.break_glass.role_granted", AuditEntry.region_id == region.id)
    assert db.session.execute(logged).scalars().all() == [f"core:user:{new.id}"]
