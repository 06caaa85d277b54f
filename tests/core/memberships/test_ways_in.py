"""The three ways into a region: an invitation, a request that is approved, and a known e-mail domain."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.errors import DomainError
from core.mail.models import Mail
from core.memberships.models import DomainPolicy, JoinRequest, RoleInvitation
from core.memberships.queries import held
from core.memberships.services import domains, inviting, people
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User
from core.users.service import find_user, grant_role

NEW = "ny@kommun.test.samkraft.example"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", municipalities=())


@pytest.fixture
def ada(region: Region, make: Factory) -> User:
    return make.user(region, "region_admin", name="Ada")


def _link(recipient: str, kind: str) -> str:
    """The path of the link in the newest mail of a kind."""
    statement = select(Mail.body).where(Mail.recipient == recipient, Mail.kind == kind).order_by(Mail.id.desc())
    found = re.search(r"https?://[^/\s]+(/\S+)", db.session.execute(statement).scalars().first() or "")
    assert found is not None
    return found.group(1)


def _roles(region: Region, email: str) -> list[tuple[str, str]]:
    db.session.expire_all()
    user = find_user(email)
    return [(h.role, h.organisation) for h in held(region, [user]).get(user.id, [])] if user else []


def _stranger(browser: Browser) -> Browser:
    return Browser(browser.client.application)


def _invite(browser: Browser, email: str = NEW, role: str = "strategist") -> str:
    browser.get("/r/nord/admin/invitations/new").submit(email=email, role=role, message="Hej", having="message")
    return _link(email, "core.invitation")


@pytest.mark.requirement("S18")
def test_an_invitation_is_answered_by_link_and_looks_the_same_for_all(region: Region, ada: User, make: Factory, browser: Browser) -> None:
    south = make.region("syd", municipalities=())
    known = make.user(south, "supervisor")
    browser.sign_in(ada)
    link = _invite(browser)
    said = browser.text.replace(NEW, "X")
    _invite(browser, known.email)
    assert said.split("Inbjudan är skickad.")[0] == browser.text.split("Inbjudan är skickad.")[0]
    guest = _stranger(browser).get(link)
    guest.client.head(link)
    assert _roles(region, NEW) == []  # opening a link takes no role
    guest.submit(name="Nya Nyström", having="name")
    assert _roles(region, NEW) == [("strategist", "")]
    assert "Logga in" in guest.text  # it signs nobody in
    assert _stranger(browser).get(link).status == 410


def test_a_withdrawn_old_or_resent_link_gives_nothing(region: Region, ada: User, make: Factory, browser: Browser) -> None:
    browser.sign_in(ada)
    first = _invite(browser)
    second = _invite(browser)  # the same again: one invitation, a new link
    with make.inside(region):
        assert len(db.session.execute(select(RoleInvitation)).scalars().all()) == 1
    assert _stranger(browser).get(first).status == 410
    with make.inside(region), atomic():
        db.session.execute(select(RoleInvitation)).scalar_one().expires_at = utcnow() - timedelta(seconds=1)
    assert _stranger(browser).get(second).status == 410
    third = _invite(browser)
    button = next(f for f in browser.get("/r/nord/admin/invitations").forms if ("action", "withdraw") in f.fields)
    browser.post(button.action, dict(button.fields))
    assert _stranger(browser).get(third).status == 410
    assert _roles(region, NEW) == []


@pytest.mark.requirement("S6")
def test_an_invitation_dies_with_the_right_of_who_sent_it(region: Region, ada: User, make: Factory, browser: Browser) -> None:
    eva = make.user(region, "region_admin")
    with make.inside(region), atomic():
        inviting.invite(region=region, actor=eva, email=NEW, role="region_admin")
    link = _link(NEW, "core.invitation")
    assert _stranger(browser).get(link).status == 200
    with atomic():
        people.suspend(region=region, actor=ada, user_id=eva.id)
    assert _stranger(browser).get(link).status == 410


def test_who_is_signed_in_as_somebody_else_cannot_take_it(region: Region, ada: User, make: Factory, browser: Browser) -> None:
    link = _invite(browser.sign_in(ada))
    other = _stranger(browser).sign_in(make.user(region, "supervisor")).get(link)
    assert "Du är inloggad med en annan adress" in other.text
    assert other.client.post(link).status_code == 400
    assert _roles(region, NEW) == []


def _ask(visitor: Browser, email: str = NEW) -> Browser:
    visitor.get("/r/nord/join/")
    return visitor.submit(email=email, name="Nya", organisation_name="Kommunen", role="guidance_counsellor", having="organisation_name")


@pytest.mark.requirement("S18")
def test_a_request_waits_for_a_confirmed_address_and_a_decision(region: Region, ada: User, browser: Browser) -> None:
    visitor = _ask(_stranger(browser))
    unknown = visitor.text
    assert "Titta i din e-post" in unknown and find_user(NEW) is None
    assert _ask(_stranger(browser), ada.email).text == unknown  # the answer is the same for an address with an account
    browser.sign_in(ada).get("/r/nord/admin/requests")
    assert "Inga ansökningar väntar" in browser.text
    visitor.get(_link(NEW, "core.join_request")).submit()
    assert "Din ansökan väntar på svar" in visitor.text and find_user(NEW) is None
    browser.get("/r/nord/admin/requests").follow("Nya").submit(having="reason", button=("action", "refuse"))
    assert "Skriv varför du säger nej." in browser.text
    browser.submit(having="reason", role="supervisor", button=("action", "approve"))
    assert "Ansökan är godkänd." in browser.text
    assert _roles(region, NEW) == [("supervisor", "")]
    told = select(Mail.body).where(Mail.recipient == NEW).order_by(Mail.id.desc())
    assert "Du har fått rollen Handledare." in (db.session.execute(told).scalars().first() or "")


def test_a_refusal_says_why_and_gives_nothing(region: Region, ada: User, browser: Browser) -> None:
    visitor = _ask(_stranger(browser))
    visitor.get(_link(NEW, "core.join_request")).submit()
    browser.sign_in(ada).get("/r/nord/admin/requests").follow("Nya")
    browser.submit(having="reason", reason="Vi känner inte igen dig.", button=("action", "refuse"))
    assert _roles(region, NEW) == []
    told = select(Mail.body).where(Mail.recipient == NEW).order_by(Mail.id.desc())
    assert "Vi känner inte igen dig." in (db.session.execute(told).scalars().first() or "")


def test_a_known_domain_gives_its_own_role_at_once_or_after_approval(region: Region, ada: User, make: Factory, browser: Browser) -> None:
    kommunen = make.organisation(region, "Kommunen")
    with make.inside(region), atomic():
        domain = domains.add_domain(
            region=region, actor=ada, domain="@Kommun.test.samkraft.example", organisation_id=kommunen.id,
            role="supervisor", policy=DomainPolicy.APPROVAL,
        )  # fmt: skip
    visitor = _ask(_stranger(browser))
    visitor.get(_link(NEW, "core.join_request")).submit()
    assert "Din ansökan väntar på svar" in visitor.text
    with make.inside(region), atomic():
        domain.policy = DomainPolicy.AUTOMATIC
    visitor = _ask(_stranger(browser))
    visitor.get(_link(NEW, "core.join_request")).submit()
    assert "Du har fått en roll" in visitor.text
    assert _roles(region, NEW) == [("supervisor", "Kommunen")]  # the domain's role, not the one that was asked for
    sub = "x@sub.kommun.test.samkraft.example"
    _ask(_stranger(browser), sub)
    assert "Din ansökan väntar på svar" in _stranger(browser).get(_link(sub, "core.join_request")).submit().text


def test_somebody_shut_out_does_not_come_back_by_the_domain(region: Region, ada: User, make: Factory, browser: Browser) -> None:
    kommunen, bo = make.organisation(region, "Kommunen"), make.user(region, "supervisor")
    with make.inside(region), atomic():
        bo.email = NEW
        domains.add_domain(
            region=region, actor=ada, domain="kommun.test.samkraft.example", organisation_id=kommunen.id,
            role="strategist", policy=DomainPolicy.AUTOMATIC,
        )  # fmt: skip
        people.suspend(region=region, actor=ada, user_id=bo.id)
    _ask(_stranger(browser))
    assert "Din ansökan väntar på svar" in _stranger(browser).get(_link(NEW, "core.join_request")).submit().text
    assert _roles(region, NEW) == [("supervisor", "")]


@pytest.mark.parametrize(("domain", "said"), [("gmail.com", "Vem som helst kan skaffa"), ("inte en domän", "Skriv domänen som")])
def test_domains_that_are_refused(region: Region, ada: User, make: Factory, domain: str, said: str) -> None:
    organisation = make.organisation(region)
    with pytest.raises(DomainError, match=said):
        domains.add_domain(
            region=region, actor=ada, domain=domain, organisation_id=organisation.id, role="supervisor", policy=DomainPolicy.APPROVAL
        )


def test_a_request_of_another_region_is_not_found(region: Region, ada: User, make: Factory, browser: Browser) -> None:
    south = make.region("syd", municipalities=())
    with atomic():
        row = JoinRequest(region_id=south.id, email="syd@test.samkraft.example", role="supervisor", status="pending")
        with make.inside(south):
            db.session.add(row)
            db.session.flush()
        grant_role(user=make.user(), region=south, role="region_admin")
    browser.sign_in(ada)
    assert browser.get(f"/r/nord/admin/requests/{row.id}").status == 404
    assert "syd@test" not in browser.get("/r/nord/admin/requests").text
