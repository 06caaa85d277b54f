"""Referrals: who is asked, what they answer without an account, and how each remark is met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import today
from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.mail.models import Mail
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.regional_plans.parts import PartKind
from plugins.regional_plans.plans.models import PlanStatus
from plugins.regional_plans.referral import answering, queries, service, summary
from plugins.regional_plans.referral.jobs import remind_referrals
from plugins.regional_plans.referral.models import Consulted, Met, Referral, ReferralStatus

from .made import a_plan
from .made_papers import a_draft, a_referral, an_answer, posted, token_of


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["regional_plans"])
    with make.inside(made, "regional_plans"), atomic():
        yield made


def mails(kind: str) -> list[str]:
    wanted = select(Mail.recipient).where(Mail.kind == f"regional_plans.{kind}").order_by(Mail.id)
    return list(db.session.execute(wanted).scalars())


def test_the_draft_is_frozen_and_each_is_asked_once(region: Region) -> None:
    plan = a_draft(region)
    referral = a_referral(region, plan)
    assert (referral.status, plan.status) == (ReferralStatus.OPEN, PlanStatus.REFERRAL)
    assert sorted(mails("referral_ask")) == ["hogskola@test.samkraft.example", "kommun@test.samkraft.example"]
    assert [label for _kind, _id, label in service.parts_of(referral)] == [
        "Vision och bakgrund",
        "Prioritering 1: Vård och omsorg",
        "Fokusområde 1.1: Undersköterskor",
        "Insats 1.1.1: Starta en utbildning",
    ]
    added = [("exempelkommunen", "ny@test.samkraft.example"), ("Tredje kommunen", "tredje@test.samkraft.example"), ("Utan adress", "")]
    assert service.add_asked(region=region, referral=referral, asked=added) == 2
    assert mails("referral_ask")[2:] == ["tredje@test.samkraft.example"]
    with pytest.raises(Conflict, match="redan skickad"):
        service.send(region=region, referral_id=referral.id)


def test_a_referral_must_have_somebody_to_answer_a_day_to_come_and_a_draft(region: Region) -> None:
    with pytest.raises(DomainError) as caught:
        a_referral(region, answer_by=today() - timedelta(days=1))
    assert caught.value.field == "answer_by"
    facts = {"title": "Remiss", "message": "", "answer_by": today()}
    empty = service.save(region=region, plan=a_draft(region), referral=None, facts=facts)
    with pytest.raises(Conflict, match="Lägg till dem"):
        service.send(region=region, referral_id=empty.id)
    with pytest.raises(Conflict, match="redan beslutad"):
        a_referral(region, a_plan(region))


def test_remarks_are_seen_when_the_answer_is_sent(region: Region) -> None:
    referral = a_referral(region)
    consulted = queries.consulted_of(referral)[0]
    kind, part_id, _label = service.parts_of(referral)[2]
    written = {"region": region, "referral": referral, "consulted": consulted, "kind": kind, "part_id": part_id}
    answering.write_remark(**written, text="Första")  # type: ignore[arg-type]
    answering.write_remark(**written, text="Andra")  # type: ignore[arg-type]
    assert queries.remarks(referral, queries.Filters()).items == []
    facts = {"stance": "with_changes", "text": "", "answered_by": "Nämnden", "official": ""}
    answering.answer(region=region, referral=referral, consulted=consulted, facts=facts)
    assert [(row.text, name) for row, name in queries.all_remarks(referral)] == [("Andra", consulted.name)]
    assert queries.counts(referral) == queries.Counts(asked=2, answered=1, remarks=1, unmet=1)
    answering.write_remark(**written, text="")  # type: ignore[arg-type]
    assert queries.counts(referral).remarks == 0
    with pytest.raises(DomainError, match="vad ni vill ändra"):
        answering.answer(region=region, referral=referral, consulted=consulted, facts=facts)
    with pytest.raises(NotFound):
        answering.write_remark(**{**written, "kind": PartKind.ACTION, "part_id": 10**6}, text="Hej")  # type: ignore[arg-type]


def test_each_remark_is_met_and_why_is_told(region: Region) -> None:
    referral = a_referral(region)
    _consulted, remark = an_answer(region, referral)
    with pytest.raises(DomainError) as caught:
        service.meet(region=region, referral=referral, remark=remark, met=Met.NOT, reply="")
    assert caught.value.field == "reply"
    service.meet(region=region, referral=referral, remark=remark, met=Met.NOT, reply="Det finns inga lokaler.")
    assert [(row[1], row[4], row[5]) for row in summary.rows(referral)] == [
        ("Helheten", "", ""),
        ("Insats 1.1.1: Starta en utbildning", "Tas inte in", "Det finns inga lokaler."),
    ]
    text = list(summary.document(region, referral).texts())
    assert text[0] == "Sammanställning av remissvar: Remiss av planen"
    assert "Tas inte in. Det finns inga lokaler." in text
    assert [row.text for row, _name in queries.remarks(referral, queries.Filters(met="not")).items] == ["Vi vill ha fler platser."]
    assert queries.remarks(referral, queries.Filters(met="open")).items == []
    assert len(queries.remarks(referral, queries.Filters(part=f"action:{remark.part_id}")).items) == 1
    assert queries.remarks(referral, queries.Filters(part="plan:1")).items == []


def test_those_who_are_silent_are_reminded_once_when_the_day_is_near(region: Region) -> None:
    referral = a_referral(region, answer_by=today() + timedelta(days=3))
    for each in queries.consulted_of(referral):
        each.asked_at = utcnow() - timedelta(days=20)
    an_answer(region, referral)
    db.session.flush()
    for _time in range(2):
        remind_referrals(region)
    assert mails("referral_remind") == ["kommun@test.samkraft.example"]
    assert service.remind(region=region, referral=referral) == 0
    service.close(region=region, referral_id=referral.id)
    with pytest.raises(Conflict):
        service.remind(region=region, referral=referral)


def test_an_answer_is_a_record_and_is_not_taken_away(region: Region) -> None:
    referral = a_referral(region)
    consulted, _remark = an_answer(region, referral)
    with pytest.raises(Conflict, match="allmän handling"):
        service.remove_asked(region=region, referral=referral, consulted=consulted)
    service.remove_asked(region=region, referral=referral, consulted=queries.consulted_of(referral)[1])
    assert db.session.execute(select(func.count()).select_from(Consulted)).scalar_one() == 1
    service.close(region=region, referral_id=referral.id)
    with pytest.raises(Conflict, match="avslutad"):
        an_answer(region, referral)


def opened(make: Factory) -> tuple[Region, Referral, Consulted, str]:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        referral = a_referral(region)
        consulted = queries.consulted_of(referral)[0]
    return region, referral, consulted, f"/r/{region.slug}/regional-plans/answer/{token_of(consulted)}"


def test_an_organisation_answers_by_its_link(make: Factory, browser: Browser) -> None:
    region, referral, _consulted, link = opened(make)
    browser.get(link).follow("Skriv en synpunkt")
    browser.submit(having="text", text="Visionen är för vag.")
    assert "Visionen är för vag." in browser.text
    browser.submit(having="stance", stance="with_changes", text="Bra i övrigt.", answered_by="")
    assert browser.status == 422
    assert "Bra i övrigt." in browser.page
    browser.submit(having="stance", stance="with_changes", answered_by="Rektor")
    assert browser.status == 200
    assert "Ert svar är skickat" in browser.text
    with make.inside(region, "regional_plans"):
        assert [(row.label, row.text) for row, _name in queries.all_remarks(referral)] == [("Vision och bakgrund", "Visionen är för vag.")]
    browser.sign_in(make.user(region, "strategist")).get(f"/r/{region.slug}/regional-plans/referrals/{referral.id}/remarks")
    browser.follow("Bemöt synpunkten")
    browser.submit(having="met", met="partly", reply="")
    assert browser.status == 422
    browser.submit(having="met", met="partly", reply="Vi skriver om den.")
    assert "Tas in till en del" in browser.text


def test_two_of_the_same_organisation_do_not_write_over_each_other(make: Factory, browser: Browser) -> None:
    _region, _referral, _consulted, link = opened(make)
    browser.get(link)
    stale = browser.form(having="stance")
    browser.get(link).submit(having="stance", stance="supports", text="Den första", answered_by="A")
    posted(browser, stale, link, stance="objects", text="Den andra", answered_by="B")
    assert browser.status == 409
    assert "Den första" in browser.page
    assert "Den andra" in browser.page


def test_a_link_that_leads_nowhere_keeps_what_was_typed(make: Factory, browser: Browser) -> None:
    region, referral, _consulted, link = opened(make)
    browser.get(link)
    form = browser.form(having="stance")
    assert browser.get(link[:-3] + "abc").status == 404
    other = make.region(plugins=["regional_plans"])
    assert browser.get(link.replace(f"/r/{region.slug}/", f"/r/{other.slug}/")).status == 404
    with make.inside(region, "regional_plans"), atomic():
        service.close(region=region, referral_id=referral.id)
    posted(browser, form, link, stance="supports", text="För sent skrivet", answered_by="C")
    assert browser.status == 409
    assert "För sent skrivet" in browser.page
    assert "avslutad" in browser.text
    assert browser.get(f"{link}/action/999999").status == 404


def test_what_is_pasted_is_read_line_by_line(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        referral = a_referral(region, is_sent=False)
    browser.sign_in(make.user(region, "strategist")).get(f"/r/{region.slug}/regional-plans/referrals/{referral.id}/asked")
    browser.submit(having="asked", asked="Tredje kommunen, tredje@test.samkraft.example\nFel, inte@en-adress")
    assert browser.status == 422
    assert "Rad 2" in browser.text
    pasted = "Tredje kommunen, tredje@test.samkraft.example\nFöreningen Nord, Syd; forening@test.samkraft.example\nBara namn\n"
    browser.submit(having="asked", asked=pasted)
    assert "3 organisationer är tillagda." in browser.text
    with make.inside(region, "regional_plans"):
        assert [(each.name, each.email) for each in queries.consulted_of(referral)][:3] == [
            ("Bara namn", ""),
            ("Exempelhögskolan", "hogskola@test.samkraft.example"),
            ("Exempelkommunen", "kommun@test.samkraft.example"),
        ]
