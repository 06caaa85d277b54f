"""Who may give and take roles, and what follows at once in the sessions of the person."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.errors import Conflict, Forbidden
from core.memberships.queries import grantable, held
from core.memberships.services import people
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import Membership, RolePermission, User
from core.users.service import grant_role


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", municipalities=())


def _roles(region: Region, user: User) -> list[str]:
    db.session.expire_all()
    return [h.role for h in held(region, [user]).get(user.id, [])]


@pytest.mark.requirement("S10")
def test_only_people_and_roles_of_this_region_are_shown(region: Region, make: Factory, browser: Browser) -> None:
    south = make.region("syd", municipalities=())
    both, foreign = make.user(region, "strategist", name="Bo Båda"), make.user(south, "supervisor", name="Siv Syd")
    with atomic():
        grant_role(user=both, region=south, role="guidance_counsellor")
    browser.sign_in(make.user(region, "region_admin", name="Ada")).get("/r/nord/admin/people")
    assert "Bo Båda" in browser.text and "Siv Syd" not in browser.text
    browser.follow("Bo Båda")
    assert "Roller i regionen Kompetensstrateg" in browser.text
    assert "rollen Studie- och yrkesvägledare" not in browser.text
    assert browser.get(f"/r/nord/admin/people/{foreign.id}").status == 404
    elsewhere = db.session.execute(
        select(Membership.id).where(Membership.user_id == both.id, Membership.region_id == south.id)
    ).scalar_one()
    browser.get(f"/r/nord/admin/people/{both.id}").submit(having="action", membership=str(elsewhere))
    assert browser.status == 404
    assert _roles(south, both) == ["guidance_counsellor"]


def test_filters(region: Region, make: Factory, browser: Browser) -> None:
    bolaget = make.organisation(region, "Bolaget AB")
    anna, bo = make.user(region, "strategist", name="Anna"), make.user(region, "supervisor", name="Bo")
    with atomic():
        grant_role(user=anna, region=region, role="employer_representative", organisation=bolaget)
        people.suspend(region=region, actor=make.user(region, "region_admin", name="Ada"), user_id=bo.id)
    browser.sign_in(make.user(region, "region_admin", name="Eva"))

    def names(query: str) -> list[str]:
        browser.get(f"/r/nord/admin/people?{query}")
        return [words for href, words in browser.links if "/admin/people/" in href]

    assert names("") == ["Ada", "Anna", "Bo", "Eva"]
    assert names("q=ANN") == ["Anna"]
    assert names("role=supervisor") == ["Bo"]
    assert names(f"organisation={bolaget.id}") == ["Anna"]
    assert names("status=suspended") == ["Bo"]


def test_a_role_is_given_and_taken_and_both_are_in_the_log(region: Region, make: Factory, browser: Browser) -> None:
    anna = make.user(region, "strategist", name="Anna")
    browser.sign_in(make.user(region, "region_admin")).get(f"/r/nord/admin/people/{anna.id}").submit(role="supervisor", having="role")
    assert _roles(region, anna) == ["strategist", "supervisor"]
    browser.submit(having="action")  # the first role's button
    assert _roles(region, anna) == ["supervisor"]
    actions = select(AuditEntry.action).where(AuditEntry.subject == f"core:user:{anna.id}", AuditEntry.action.startswith("core.membership"))
    assert db.session.execute(actions.order_by(AuditEntry.id)).scalars().all() == [
        "core.membership.granted", "core.membership.granted", "core.membership.revoked",
    ]  # fmt: skip


@pytest.mark.requirement("S10")
def test_nobody_gives_or_takes_what_they_lack(region: Region, make: Factory) -> None:
    with atomic():
        db.session.add(RolePermission(role="strategist", permission="core.member.manage"))
    actor, admin, bo = make.user(region, "strategist"), make.user(region, "region_admin"), make.user(region, "supervisor")
    assert "region_admin" not in grantable(actor, region)
    with pytest.raises(Forbidden):
        people.grant(region=region, actor=actor, user_id=bo.id, role="region_admin")
    with pytest.raises(Forbidden):
        people.suspend(region=region, actor=actor, user_id=admin.id)
    with pytest.raises(Forbidden):
        people.grant(region=region, actor=admin, user_id=admin.id, role="supervisor")


def test_the_last_administrator_stays(region: Region, make: Factory, browser: Browser) -> None:
    ada, eva = make.user(region, "region_admin"), make.user(region, "region_admin")
    people.leave(region=region, user=eva)
    with pytest.raises(Conflict):
        people.leave(region=region, user=ada)
    browser.sign_in(ada).get("/r/nord/leave").submit()
    assert "Regionen måste ha minst en administratör." in browser.text
    assert _roles(region, ada) == ["region_admin"]


@pytest.mark.requirement("S15", "S6")
def test_shut_out_at_the_next_request_and_let_in_again_with_the_same_roles(region: Region, make: Factory, browser: Browser) -> None:
    south = make.region("syd", municipalities=())
    ada, bo = make.user(region, "region_admin"), make.user(region, "region_admin", name="Bo")
    with atomic():
        grant_role(user=bo, region=south, role="region_admin")
    his = Browser(browser.client.application).sign_in(bo)
    assert his.get("/r/nord/admin/jobs").status == 200
    browser.sign_in(ada).get(f"/r/nord/admin/people/{bo.id}")
    button = next(f for f in browser.forms if ("action", "suspend") in f.fields)
    browser.post(button.action, dict(button.fields))
    assert "Logga in" in his.get("/r/nord/admin/jobs").text
    his.sign_in(bo)
    assert his.get("/r/nord/admin/jobs").status == 403
    assert his.get("/r/syd/admin/jobs").status == 200  # the other region decides for itself
    with atomic():
        people.reinstate(region=region, actor=ada, user_id=bo.id)
    assert his.get("/r/nord/admin/jobs").status == 200


@pytest.mark.requirement("S15")
def test_a_lost_role_is_lost_in_the_session_that_is_running(region: Region, make: Factory, browser: Browser) -> None:
    ada, bo = make.user(region, "region_admin"), make.user(region, "region_admin")
    his = Browser(browser.client.application).sign_in(bo)
    assert his.get("/r/nord/admin/jobs").status == 200
    membership = held(region, [bo])[bo.id][0]
    with atomic():
        people.revoke(region=region, actor=ada, membership_id=membership.id)
    assert his.get("/r/nord/admin/jobs").status == 403


def test_an_organisation_of_another_region_is_refused(region: Region, make: Factory, browser: Browser) -> None:
    foreign = make.organisation(make.region("syd", municipalities=()), "Syds bolag")
    anna = make.user(region, "strategist")
    browser.sign_in(make.user(region, "region_admin")).get(f"/r/nord/admin/people/{anna.id}")
    assert "Syds bolag" not in browser.text
    browser.submit(role="employer_representative", organisation=str(foreign.id), having="role")
    assert _roles(region, anna) == ["strategist"]


def test_somebody_with_protected_identity_is_in_no_list_and_nameless(region: Region, make: Factory, browser: Browser) -> None:
    ada, siv = make.user(region, "region_admin"), make.user(region, "strategist", name="Siv Skyddad")
    with atomic():
        protect(email=siv.email, region=region)
    browser.sign_in(ada).get("/r/nord/admin/people")
    assert "Siv Skyddad" not in browser.text and siv.email not in browser.text
    browser.get(f"/r/nord/admin/people/{siv.id}")
    assert browser.status == 200 and "Siv Skyddad" not in browser.text and siv.email not in browser.text
    browser.get(f"/r/nord/admin/people/{siv.id}/view-as").submit(reason="Ärende 17, listan är tom.", having="reason")
    assert "Det går inte att se regionen som den här personen." in browser.text and "Siv" not in browser.text
