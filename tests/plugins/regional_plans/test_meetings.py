"""The group's meetings: an agenda made of what is due, who came, decisions and their amendment, approved minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db, utcnow
from core.documents import KeyFacts, Table
from core.errors import Conflict, DomainError, NotFound
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.regional_plans.group import service as groups
from plugins.regional_plans.meetings import mails, papers, queries, service
from plugins.regional_plans.meetings.agenda import make_agenda
from plugins.regional_plans.meetings.models import MeetingStatus

from . import made
from .made_meetings import a_decision, a_group, a_held_meeting, a_meeting, a_member, an_item, asked, rows


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    found = make.region(plugins=["regional_plans"])
    with make.inside(found, "regional_plans"), atomic():
        yield found


def test_approved_minutes_do_not_change(region: Region) -> None:
    plan = made.a_plan(region)
    meeting = a_held_meeting(region, plan)
    item, decision = an_item(region, meeting), a_decision(region, meeting)
    with pytest.raises(DomainError, match="mellan mötets dag"):
        service.adjust(region=region, meeting=meeting, by="Demo", on=today() + timedelta(days=1))
    with pytest.raises(Conflict, match="efter mötet"):
        service.adjust(region=region, meeting=a_meeting(region, plan), by="Demo", on=today())
    service.adjust(region=region, meeting=meeting, by="Demo Justerare", on=today())
    for change in (
        lambda: service.save_item(region=region, meeting=meeting, item=item, facts={"title": "Nytt"}),
        lambda: service.remove_item(region=region, meeting=meeting, item=item),
        lambda: service.save_decision(region=region, meeting=meeting, decision=decision, facts={"text": "Nytt"}),
        lambda: service.save_presence(region=region, meeting=meeting, plan=plan, members=[], introduction=""),
        lambda: service.adjust(region=region, meeting=meeting, by="Demo", on=today()),
        lambda: make_agenda(region=region, plan=plan, meeting=meeting),
    ):
        with pytest.raises(Conflict, match="justerat"):
            change()
    service.carry_out(region=region, decision=decision, done=True)  # that it was carried out is no change of the minutes
    assert decision.done_on == today()


def test_minutes_name_who_came_and_nobody_with_protected_identity(region: Region) -> None:
    group = a_group(region)
    owner = made.an_owner(region)
    chair = a_member(region, group, "Demo Ordförande", email="o@test.samkraft.example", organisation_id=owner.id, is_chair=True)
    hidden = a_member(region, group, "Hemlig Person", email="h@test.samkraft.example", organisation_id=owner.id)
    absent = a_member(region, group, "Demo Borta", email="b@test.samkraft.example")
    plan = made.a_plan(region, group_id=group.id)
    meeting = a_held_meeting(region, plan)
    item = an_item(region, meeting, "Läget", minutes="Läget är gott.")
    a_decision(region, meeting, "Ledningsgruppen beslutar att fortsätta.", item_id=item.id)
    protect(email=hidden.email, region=region)
    service.save_presence(region=region, meeting=meeting, plan=plan, members=[chair.id, hidden.id, 999_999], introduction="Mötet öppnades.")
    document = papers.minutes(region, queries.whole(region, meeting.id))
    text = "\n".join(document.texts())
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert table.rows == (("Demo Ordförande", "Exempelkommunen", "Ordförande"), ("En ledamot", "Exempelkommunen", "Ledamot"))
    assert "Ledningsgruppen beslutar att fortsätta." in text
    assert ("Hemlig Person" in text, "Utkast" in text) == (False, True)
    assert KeyFacts((("Frånvarande", absent.name),)) in document.blocks
    service.adjust(region=region, meeting=meeting, by="Demo Justerare", on=today())
    assert "Utkast" not in "\n".join(papers.minutes(region, queries.whole(region, meeting.id)).texts())


def test_who_has_left_stays_in_the_minutes_of_the_time(region: Region) -> None:
    group = a_group(region)
    member = a_member(region, group, "Demo Tidigare")
    plan = made.a_plan(region, group_id=group.id)
    held = a_held_meeting(region, plan, days_ago=30)
    service.save_presence(region=region, meeting=held, plan=plan, members=[member.id], introduction="")
    groups.leave(region=region, group=group, member=member)
    assert [(seat.name, seat.present) for seat in queries.seats(group.id, held)] == [("Demo Tidigare", True)]
    assert queries.seats(group.id) == []
    with pytest.raises(Conflict):
        groups.leave(region=region, group=group, member=member)


def test_a_group_has_one_chair_and_each_address_once(region: Region) -> None:
    group = a_group(region)
    old = a_member(region, group, "Demo Ett", email="ett@test.samkraft.example", is_chair=True)
    new = a_member(region, group, "Demo Två", email="tva@test.samkraft.example", is_chair=True)
    db.session.refresh(old)
    assert (old.is_chair, new.is_chair) == (False, True)
    with pytest.raises(DomainError) as caught:
        a_member(region, group, "Demo Tre", email="ett@test.samkraft.example")
    assert caught.value.field == "email"


def test_the_call_goes_to_every_member_with_an_address_once(region: Region) -> None:
    group = a_group(region)
    for number, email in enumerate(("a@test.samkraft.example", "b@test.samkraft.example", "")):
        a_member(region, group, f"Demo {number}", email=email)
    plan = made.a_plan(region, group_id=group.id)
    meeting = a_meeting(region, plan)
    make_agenda(region=region, plan=plan, meeting=meeting)
    assert mails.send_call(region=region, whole=queries.whole(region, meeting.id)) == 2
    wanted = select(Mail.recipient, Mail.body).where(Mail.kind == "regional_plans.meeting_call").order_by(Mail.id)
    sent = db.session.execute(wanted).all()
    assert [row.recipient for row in sent] == ["a@test.samkraft.example", "b@test.samkraft.example"]
    assert "1. Mötet öppnas" in sent[0].body
    service.cancel_meeting(region=region, meeting=meeting)
    with pytest.raises(Conflict, match="inte längre planerat"):
        mails.send_call(region=region, whole=queries.whole(region, meeting.id))


def test_moving_a_meeting_moves_the_links_of_its_round(region: Region) -> None:
    plan = made.a_plan(region)
    made.an_action(region, plan, made.an_area(region, plan), made.an_owner(region))
    meeting = a_meeting(region, plan)
    request = asked(region, meeting)[0]
    later = meeting.starts_at + timedelta(days=5)
    facts = {"title": "Flyttat", "starts_at": later, "ends_at": None, "place": "", "link": ""}
    service.save_meeting(region=region, plan=plan, meeting=meeting, facts=facts)
    db.session.refresh(request)
    assert request.expires_at == later
    with pytest.raises(DomainError, match="innan det börjar"):
        service.save_meeting(region=region, plan=plan, meeting=None, facts={**facts, "ends_at": later - timedelta(hours=1)})


def test_a_meeting_is_held_after_it_has_begun_and_once(region: Region) -> None:
    plan = made.a_plan(region)
    with pytest.raises(DomainError, match="inte börjat"):
        service.hold_meeting(region=region, meeting=a_meeting(region, plan))
    begun = a_meeting(region, plan, at=utcnow() - timedelta(hours=1))
    service.hold_meeting(region=region, meeting=begun)
    assert begun.status is MeetingStatus.HELD
    for again in (service.hold_meeting, service.cancel_meeting):
        with pytest.raises(Conflict):
            again(region=region, meeting=begun)


def test_nothing_of_another_region_is_reached(region: Region, make: Factory) -> None:
    meeting = a_held_meeting(region, made.a_plan(region))
    item, decision = an_item(region, meeting), a_decision(region, meeting)
    other = a_held_meeting(region, made.a_plan(region, title="Annan"))
    with pytest.raises(NotFound):
        queries.item(other, item.id)
    with pytest.raises(NotFound):
        queries.decision(other, decision.id)
    south = make.region("soder", plugins=["regional_plans"], municipalities=["1280"])
    with pytest.raises(NotFound):
        queries.meeting(south, meeting.id)


def test_from_the_plan_to_approved_minutes_in_the_browser(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        group = a_group(region)
        a_member(region, group)
        plan = made.a_plan(region, group_id=group.id)
        made.an_action(region, plan, made.an_area(region, plan), made.an_owner(region))
    base = f"/r/{region.slug}/regional-plans"
    browser.sign_in(make.user(region, "strategist")).get(f"{base}/plans/{plan.id}").follow("Möten").follow("Planera ett möte")
    day = today()
    browser.submit({"title": "Provmötet", "day": day.isoformat(), "starts": "kvart över", "link": "inte en adress"}, having="starts")
    assert browser.status == 422
    assert "Skriv klockslaget så här: 09:00." in browser.text
    assert "kvart över" in browser.page
    browser.submit({"starts": "0.01", "ends": "00:20", "link": "https://mote.test.samkraft.example/1", "place": "Sal 1"}, having="starts")
    assert (browser.status, "Mötet är sparat." in browser.text) == (200, True)
    page = browser.url
    browser.submit(to=f"{page}/agenda")
    assert "§ 1 Mötet öppnas" in browser.text
    browser.submit(to=f"{page}/held")
    browser.follow("Skriv vilka som kom")
    browser.submit({"introduction": "Mötet öppnades."}, having="introduction")
    browser.follow("Skriv ett beslut").submit({"text": " "}, having="text")
    assert (browser.status, "Skriv vad som beslutades." in browser.text) == (422, True)
    browser.submit({"text": "Ledningsgruppen beslutar att gå vidare.", "due_on": day.isoformat()}, having="text")
    assert "Ledningsgruppen beslutar att gå vidare." in browser.text
    browser.follow("Protokoll")
    assert "Beslut 1" in browser.text
    for form in ("pdf", "docx"):
        answer = browser.client.get(f"{page}/minutes.{form}")
        assert (answer.status_code, len(answer.data) > 2_000) == (200, True)
    browser.get(page).follow("Justera protokollet").submit({"by": "Demo Justerare"}, having="by")
    assert "Protokollet är justerat" in browser.text
    assert "Skriv i punkten" not in browser.text


def test_an_item_that_somebody_else_has_changed_is_told_and_nothing_typed_is_lost(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"):
        with atomic():
            meeting = a_held_meeting(region, made.a_plan(region))
            item = an_item(region, meeting, "Läget")
        page = f"/r/{region.slug}/regional-plans/meetings/{meeting.id}/items/{item.id}/edit"
        browser.sign_in(make.user(region, "strategist")).get(page)
        with atomic():
            service.save_item(region=region, meeting=meeting, item=item, facts={"minutes": "Den andras text."})
        browser.submit({"minutes": "Min text."}, having="minutes")
        assert (browser.status, "Den andras text." in browser.text, "Min text." in browser.page) == (409, True, True)
        browser.submit(having="minutes")
        db.session.refresh(item)
        assert (browser.status, item.minutes) == (200, "Min text.")


def test_a_protected_member_is_not_shown_in_the_form_and_stays_when_nothing_is_written(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"):
        with atomic():
            group = a_group(region)
            member = a_member(region, group, name="Hemlig Demo", email="hemlig@test.samkraft.example")
            protect(email=member.email, region=region)
        page = f"/r/{region.slug}/regional-plans/groups/{group.id}/members/{member.id}/edit"
        browser.sign_in(make.user(region, "strategist")).get(page)
        assert "emlig" not in browser.page
        browser.submit({"title": "Direktör"}, having="is_chair")
        db.session.refresh(member)
        assert (browser.status, member.title, member.name, member.email) == (200, "Direktör", "Hemlig Demo", "hemlig@test.samkraft.example")


def test_members_read_meetings_and_others_do_not(make: Factory, browser: Browser) -> None:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"), atomic():
        group = a_group(region)
        a_member(region, group, email="dold@test.samkraft.example")
        meeting = a_held_meeting(region, made.a_plan(region, group_id=group.id))
    page = f"/r/{region.slug}/regional-plans/meetings/{meeting.id}"
    assert "Provmötet" not in browser.get(page).text
    browser.sign_in(make.user(region, "guidance_counsellor")).get(page)
    assert (browser.status, "Möte för prov" in browser.text, "Skriv ett beslut" in browser.text) == (200, True, False)
    browser.get(f"/r/{region.slug}/regional-plans/groups/{group.id}")
    assert ("Demo Ledamot" in browser.text, "dold@test.samkraft.example" in browser.page) == (True, False)
    assert browser.get(f"{page}/edit").status == 403


def test_lists_cost_the_same_for_many(make: Factory, browser: Browser) -> None:
    from core.testing.statements import statements

    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"):
        with atomic():
            plan = made.a_plan(region)
            rows(region, plan, 1)
        browser.sign_in(make.user(region, "strategist"))
        for page in ("meetings", "decisions"):
            counted = []
            for _round in range(2):
                browser.get(f"/r/{region.slug}/regional-plans/plans/{plan.id}/{page}")
                with statements(db.session.connection()) as seen:
                    browser.get(f"/r/{region.slug}/regional-plans/plans/{plan.id}/{page}")
                assert browser.status == 200
                counted.append(len(seen))
                with atomic():
                    rows(region, plan, 12)
            assert counted[0] == counted[1]
