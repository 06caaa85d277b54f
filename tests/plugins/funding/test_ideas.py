"""From an idea to a project: partners asked, declarations, money that adds up, the decision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError
from core.jobs.models import Outbox
from core.mail.models import Mail
from core.mailed_links import token_of
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding.ideas import mails, queries, service
from plugins.funding.ideas.models import IdeaPartner, IdeaStatus, PartnerAnswer, ProjectIdea
from plugins.funding.projects import queries as projects
from plugins.funding.projects.models import BudgetKind

from .made import a_call, an_idea, asked, joins


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


def link(partner: IdeaPartner) -> str:
    return f"/r/norr/funding/partner/{token_of(mails.LINK, partner.seed)}"


def sent() -> int:
    return len(db.session.execute(select(Mail).where(Mail.kind == mails.ASKED)).all())


def the_partner() -> IdeaPartner:
    return db.session.execute(select(IdeaPartner)).scalar_one()


def test_a_partner_answers_by_link_and_changes_the_answer(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        partner = asked(region, an_idea(region))
        assert sent() == 1
        address = link(partner)
    for _ in range(2):
        browser.get(address)
    make.forget()
    with make.inside(region):
        assert the_partner().answer == PartnerAnswer.ASKED
    browser.submit(having="joins", joins="yes", role="Utbildar", cash="-5", hours="10")
    assert browser.status == 422
    assert "Utbildar" in browser.page
    browser.submit(having="joins", cash="9999999999999999999")
    assert browser.status == 422
    browser.submit(having="joins", cash="1000")
    assert "Skriv vad en timme är värd." in browser.text
    browser.submit(having="joins", hourly_rate="400")
    assert "Tack. Svaret är sparat." in browser.text
    make.forget()
    with make.inside(region):
        found = the_partner()
        assert (found.answer, found.role, found.cash, found.time_value) == (PartnerAnswer.YES, "Utbildar", 1000, 4000)
    browser.submit(having="joins", joins="no")
    make.forget()
    with make.inside(region):
        found = the_partner()
        assert (found.answer, found.cash, found.time_value) == (PartnerAnswer.NO, 0, 0)


def test_after_the_last_day_or_with_a_strange_link(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        address = link(asked(region, an_idea(region, answer_by=today())))
    browser.get(address)
    with make.inside(region), atomic():
        the_partner().expires_at = utcnow()
    browser.submit(having="joins", joins="yes", role="Sent svar")
    assert browser.status == 409
    assert "Det går inte att svara längre. Hör av dig till den som frågade." in browser.text
    assert "Sent svar" in browser.page
    assert "Det går inte att svara längre" in browser.get(address).text
    assert browser.get("/r/norr/funding/partner/nonsense").status == 404
    make.region("soder", plugins=["funding"], municipalities=["1280"])
    assert browser.get(address.replace("/norr/", "/soder/")).status == 404


def test_who_is_asked_twice_or_too_late(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        idea = an_idea(region)
        asked(region, idea)
        with pytest.raises(Conflict, match="redan tillfrågad"):
            asked(region, idea, "Annan")
        with pytest.raises(DomainError, match="har passerat"):
            asked(region, an_idea(region, title="Gammal", answer_by=today() - timedelta(days=1)))


def test_a_silent_partner_is_reminded_once(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        idea = an_idea(region, answer_by=today() + timedelta(days=10))
        asked(region, idea)
        joins(region, idea, asked(region, idea, "Svarade", "svarade@test.samkraft.example"))
        assert service.remind_silent(region=region) == 0
        with time_machine.travel(today() + timedelta(days=8)):
            assert [service.remind_silent(region=region) for _ in range(2)] == [1, 0]
        assert sent() == 3


def budget(region: Region, idea: ProjectIdea, amount: int) -> None:
    service.set_budget(region=region, idea=idea, kind=BudgetKind.STAFF, year=2027, amount=amount)


def test_the_money_must_add_up(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        call = a_call(region, co_financing=30.0, amount_max=600, amount_min=100)
        idea = an_idea(region, call_id=call.id)

        def faults() -> list[str]:
            return [each.replace("\u00a0", " ").replace("\u202f", " ") for each in service.obstacles(queries.whole(region, idea.id))]

        assert faults() == ["Det finns ingen budget."]
        budget(region, idea, 1000)
        assert faults() == [
            "Utlysningen kräver 30 procents medfinansiering. Det saknas 300 kronor.",
            "Man kan söka högst 600 kronor i utlysningen.",
        ]
        with pytest.raises(DomainError, match="medfinansiering"):
            service.submit(region=region, idea=idea, submitted_on=today())
        partner = asked(region, idea)
        joins(region, idea, partner, cash=100, hours=2, rate=150)
        assert faults() == []
        joins(region, idea, partner, cash=1100)
        assert faults() == [
            "Medfinansieringen är större än budgeten. Minska den, eller ta med fler kostnader.",
            "Man måste söka minst 100 kronor i utlysningen.",
        ]
        with pytest.raises(DomainError, match="Projektet pågår 2027–2028"):
            service.set_budget(region=region, idea=idea, kind=BudgetKind.STAFF, year=2030, amount=1)


def test_what_is_granted_becomes_a_project_and_others_hear_of_it(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        idea = an_idea(region, call_id=a_call(region).id)
        budget(region, idea, 1000)
        joins(region, idea, asked(region, idea), cash=100, hours=2, rate=50)
        service.answer(
            region=region, idea=idea, partner=asked(region, idea, "Nej", "nej@test.samkraft.example"), joins=False, role="", cash=0,
            hours=0, hourly_rate=0, note="",
        )  # fmt: skip
        decision: dict[str, Any] = {"decided_on": date(2026, 11, 20), "text": "Ja", "reference": "2026/77"}
        with pytest.raises(Conflict, match="inskickad"):
            service.decide(region=region, idea=idea, granted=True, amount=700, **decision)
        service.submit(region=region, idea=idea, submitted_on=today())
        with pytest.raises(Conflict, match="kan inte ändras"):
            budget(region, idea, 5)
        with pytest.raises(DomainError, match="hur mycket"):
            service.decide(region=region, idea=idea, granted=True, amount=0, **decision)
        idea.status = IdeaStatus.SUBMITTED
        made = service.decide(region=region, idea=idea, granted=True, amount=700, **decision)
        assert made is not None
        whole = projects.follow_up(region, made.id)
        assert (made.reference, made.funder, made.amount) == ("2026/77", "Exempelfonden", 700)
        assert (whole.budget, whole.co_financing, [each.name for each in whole.partners]) == (1000, (100, 100), ["Exempelskolan"])
        told = db.session.execute(select(Outbox).where(Outbox.name == "funding.decision_made.v1")).scalar_one()
        assert told.payload == {"idea_id": idea.id, "granted": True, "project_id": made.id, "amount": 700}


def test_pages_from_idea_to_decision(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        call = a_call(region)
        idea = an_idea(region, call_id=call.id)
        joins(region, idea, asked(region, idea))
        budget(region, idea, 1000)
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"/r/norr/funding/ideas/{idea.id}")
    browser.submit(to=f"/r/norr/funding/ideas/{idea.id}/submit")
    assert "Ansökan är markerad som inskickad." in browser.text
    browser.get(f"/r/norr/funding/ideas/{idea.id}/decision").submit(having="granted", granted="yes", text="Bra")
    assert browser.status == 422
    assert "Skriv hur mycket som beviljades." in browser.text
    browser.submit(having="granted", amount="500")
    assert browser.url.startswith("/r/norr/funding/projects/")
