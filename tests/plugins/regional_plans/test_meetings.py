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
from core.web.format import format_date
from plugins.regional_plans.actions import service as actions
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.group import service as groups
from plugins.regional_plans.meetings import mails, papers, queries, service
from plugins.regional_plans.meetings.agenda import make_agenda
from plugins.regional_plans.meetings.models import AgendaKind, GroupMeeting, MeetingStatus
from plugins.regional_plans.plans.models import Plan, PlanStatus

from . import made
from .made_meetings import a_decision, a_group, a_held_meeting, a_meeting, a_member, an_item, asked, rows


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    found = make.region(plugins=["regional_plans"])
    with make.inside(found, "regional_plans"), atomic():
        yield found


def an_action(region: Region, plan: Plan, title: str, status: ActionStatus, *, days_ago: int | None = 1, text: str = "") -> Action:
    found = made.an_action(
        region, plan, made.an_area(region, plan, f"Område {title}"), made.an_owner(region, f"Ägaren av {title}"), title=title
    )
    found.status, found.status_text = status, text
    found.status_at = utcnow() - timedelta(days=days_ago) if days_ago is not None else None
    db.session.flush()
    return found


def agenda(region: Region, plan: Plan, meeting: GroupMeeting) -> list[tuple[AgendaKind, str]]:
    make_agenda(region=region, plan=plan, meeting=meeting)
    return [(row.kind, row.title) for row in queries.items(meeting)]


def test_the_agenda_is_what_is_due(region: Region) -> None:
    plan = made.a_plan(region)
    before = a_held_meeting(region, plan, days_ago=40, title="Förra mötet")
    a_decision(region, before, "Gör detta.", due_on=today() - timedelta(days=3))
    a_decision(region, before, "Gör det sedan.", due_on=today() + timedelta(days=90))
    service.carry_out(region=region, decision=a_decision(region, before, "Gjort.", due_on=today()), done=True)
    late = an_action(region, plan, "Sen", ActionStatus.DELAYED, text="Vi saknar lärare.")
    an_action(region, plan, "Stopp", ActionStatus.STOPPED)
    an_action(region, plan, "Bra", ActionStatus.ON_TRACK)
    an_action(region, plan, "Tyst", ActionStatus.ON_TRACK, days_ago=50)
    an_action(region, plan, "Aldrig", ActionStatus.NOT_STARTED, days_ago=None)
    an_action(region, plan, "Klar", ActionStatus.DONE, days_ago=90)
    made.an_indicator(region, plan, late, title="Missad", due_on=today() - timedelta(days=1))
    made.an_indicator(region, plan, late, title="Senare", due_on=today() + timedelta(days=60))
    measured = made.an_indicator(region, plan, late, title="Mätt", due_on=today() - timedelta(days=2))
    actions.measure(region=region, action=late, indicator=measured, measured_on=today() - timedelta(days=1), value=3.0)
    made.a_plan(region, status=PlanStatus.REFERRAL, title="Nästa plan")
    made.a_plan(region, status=PlanStatus.BOARD, title="Planen hos nämnden")
    meeting = a_meeting(region, plan)
    assert agenda(region, plan, meeting) == [
        (AgendaKind.OPENING, "Mötet öppnas, dagordningen godkänns och justerare väljs"),
        (AgendaKind.EARLIER_MINUTES, "Föregående mötes protokoll: Förra mötet"),
        (AgendaKind.FOLLOW_UP, "Uppföljning av beslut 1, Förra mötet"),
        (AgendaKind.DEVIATION, "Försenad: Sen"),
        (AgendaKind.DEVIATION, "Stoppad: Stopp"),
        (AgendaKind.SILENT, "Insatser som inte har rapporterats sedan förra mötet"),
        (AgendaKind.INDICATOR, "Utfall: Missad"),
        (AgendaKind.REFERRAL, "Remiss: Nästa plan"),
        (AgendaKind.BOARD, "Ärende i nämnden: Planen hos nämnden"),
        (AgendaKind.CLOSING, "Övriga frågor och nästa möte"),
    ]
    by_kind = {row.kind: row.text for row in queries.items(meeting)}
    assert by_kind[AgendaKind.SILENT] == "Tyst (Ägaren av Tyst)\nAldrig (Ägaren av Aldrig)"
    assert "Gör detta." in by_kind[AgendaKind.FOLLOW_UP]


def test_filling_again_adds_only_what_is_new_and_keeps_what_was_written(region: Region) -> None:
    plan = made.a_plan(region)
    late = an_action(region, plan, "Sen", ActionStatus.DELAYED)
    meeting = a_meeting(region, plan)
    agenda(region, plan, meeting)
    own = an_item(region, meeting, "Studiebesök")
    deviation = next(row for row in queries.items(meeting) if row.kind is AgendaKind.DEVIATION)
    service.save_item(
        region=region, meeting=meeting, item=deviation, facts={"title": "Lärarbristen", "text": "Läs bilagan.", "minutes": ""}
    )
    assert make_agenda(region=region, plan=plan, meeting=meeting) == 0
    late.status = ActionStatus.STOPPED
    db.session.flush()
    assert make_agenda(region=region, plan=plan, meeting=meeting) == 1
    titles = [row.title for row in queries.items(meeting)]
    assert titles[1:] == ["Lärarbristen", "Stoppad: Sen", "Studiebesök", "Övriga frågor och nästa möte"]
    service.move_item(region=region, meeting=meeting, item=own, up=True)
    assert [row.title for row in queries.items(meeting)][2:4] == ["Studiebesök", "Stoppad: Sen"]


def test_what_nobody_has_written_in_follows_what_is_due(region: Region) -> None:
    plan = made.a_plan(region)
    late, quiet = (
        an_action(region, plan, "Sen", ActionStatus.DELAYED, text="Lärare saknas."),
        an_action(region, plan, "Tyst", ActionStatus.NOT_STARTED, days_ago=None),
    )
    kept = an_action(region, plan, "Behålls", ActionStatus.DELAYED)
    meeting = a_meeting(region, plan)
    make_agenda(region=region, plan=plan, meeting=meeting)
    own = next(row for row in queries.items(meeting) if row.title == "Försenad: Behålls")
    service.save_item(region=region, meeting=meeting, item=own, facts={"title": "Behålls: vad gör vi?", "text": own.text, "minutes": ""})
    late.status_text, late.status_at = "Lokaler saknas.", utcnow()
    quiet.status, quiet.status_at = ActionStatus.ON_TRACK, utcnow()
    kept.status = ActionStatus.ON_TRACK
    db.session.flush()
    assert make_agenda(region=region, plan=plan, meeting=meeting) == 2
    told = {row.title: row.text for row in queries.items(meeting)}
    assert list(told)[1:-1] == ["Försenad: Sen", "Behålls: vad gör vi?"]
    assert told["Försenad: Sen"] == "Ägare: Ägaren av Sen.\nLokaler saknas."
    assert make_agenda(region=region, plan=plan, meeting=meeting) == 0


def test_decisions_are_numbered_amended_and_followed_up(region: Region) -> None:
    plan = made.a_plan(region)
    first, second = a_held_meeting(region, plan, days_ago=60), a_held_meeting(region, plan, days_ago=20)
    one, two = a_decision(region, first, "Det ska vara klart den 1 maj."), a_decision(region, first, "Två.")
    amended = a_decision(region, second, "Beslut 1 ändras så att den 1 maj blir den 1 juni.", amends_id=one.id)
    assert [one.number, two.number, amended.number] == [1, 2, 1]
    with pytest.raises(DomainError, match="sig självt"):
        service.save_decision(region=region, meeting=first, decision=one, facts={"text": "x", "amends_id": one.id})
    with pytest.raises(Conflict, match="hållits först"):
        a_decision(region, a_meeting(region, plan))
    first_day = format_date(first.starts_at)
    assert queries.whole(region, second.id).amended == {one.id: f"beslut 1 den {first_day}"}
    assert f"Beslutet ändrar beslut 1 den {first_day}." in "\n".join(papers.minutes(region, queries.whole(region, second.id)).texts())
    assert [row.amends for row in queries.decisions(plan).items] == [f"beslut 1 den {first_day}", "", ""]
    service.carry_out(region=region, decision=one, done=True)
    assert {row.decision.id for row in queries.decisions(plan, state="open").items} == {two.id, amended.id}
    assert [row.decision.id for row in queries.decisions(plan, state="done").items] == [one.id]


def test_a_changed_decision_is_followed_up_as_it_reads_now(region: Region) -> None:
    plan = made.a_plan(region)
    first, second = a_held_meeting(region, plan, days_ago=60, title="Första"), a_held_meeting(region, plan, days_ago=20, title="Andra")
    moved = a_decision(region, first, "Klart i maj.", due_on=today() - timedelta(days=9))
    later = a_decision(region, second, "Maj blir juni.", amends_id=moved.id, due_on=today() + timedelta(days=3))
    reworded = a_decision(region, first, "Två kurser.", due_on=today() - timedelta(days=8))
    a_decision(region, second, "Två blir tre.", amends_id=reworded.id)
    meeting = a_meeting(region, plan)
    make_agenda(region=region, plan=plan, meeting=meeting)
    day, due = format_date(second.starts_at), format_date(today() - timedelta(days=8))
    assert [(row.title, row.text) for row in queries.items(meeting) if row.kind is AgendaKind.FOLLOW_UP] == [
        ("Uppföljning av beslut 2, Första", f"Två kurser.\nÄndrat genom beslut 2 den {day}: Två blir tre.\nSkulle vara klart {due}."),
        (
            "Uppföljning av beslut 1, Andra",
            f"Maj blir juni.\nBeslutet ändrar beslut 1 den {format_date(first.starts_at)}.\nSkulle vara klart {format_date(later.due_on)}.",
        ),
    ]
    assert [row.changed for row in queries.decisions(plan).items] == ["", "", f"beslut 2 den {day}", f"beslut 1 den {day}"]
    assert queries.whole(region, first.id).changed[moved.id].decision.id == later.id


def test_what_has_been_reached_and_a_stop_that_was_treated_do_not_come_back(region: Region) -> None:
    plan = made.a_plan(region)
    late, stopped = an_action(region, plan, "Sen", ActionStatus.DELAYED), an_action(region, plan, "Stopp", ActionStatus.STOPPED)
    short = made.an_indicator(region, plan, late, title="Kort", due_on=today() - timedelta(days=1), target=30.0)
    there = made.an_indicator(region, plan, late, title="Framme", due_on=today() - timedelta(days=1), target=30.0)
    measured = today() - timedelta(days=20)
    actions.measure(region=region, action=late, indicator=short, measured_on=measured, value=12.0)
    actions.measure(region=region, action=late, indicator=there, measured_on=measured, value=31.0)
    first = a_meeting(region, plan)
    make_agenda(region=region, plan=plan, meeting=first)
    told = {row.title: row.text for row in queries.items(first)}
    assert f"Senaste utfallet är 12 personer den {format_date(measured)}." in told["Utfall: Kort"]
    assert "Utfall: Framme" not in told
    first.status = MeetingStatus.HELD
    second = a_meeting(region, plan, at=first.starts_at + timedelta(days=30))
    titles = [title for _kind, title in agenda(region, plan, second)]
    assert "Stoppad: Stopp" in told and "Stoppad: Stopp" not in titles
    assert "Försenad: Sen" in titles
    assert stopped.status is ActionStatus.STOPPED


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
