"""Asking owners before a meeting, and their answers by mailed link: used twice, by another, after the meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.errors import Conflict
from core.jobs.models import Outbox
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.meetings import service as meetings
from plugins.regional_plans.meetings.models import GroupMeeting
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.status import answering, asking, jobs, queries
from plugins.regional_plans.status.models import StatusReport, StatusRequest

from . import made, made_meetings

ANNA, BO = "anna@test.samkraft.example", "bo@test.samkraft.example"


@dataclass
class World:
    """A plan in force with two actions of one contact and one of another, and a meeting in ten days."""

    region: Region
    plan: Plan
    meeting: GroupMeeting
    first: Action
    second: Action
    other: Action

    def asked(self) -> list[StatusRequest]:
        return made_meetings.asked(self.region, self.meeting)

    def path(self, request: StatusRequest, query: str = "") -> str:
        return f"/r/{self.region.slug}/regional-plans/status/{made_meetings.token_of(request)}{query}"


@pytest.fixture
def world(make: Factory) -> Iterator[World]:
    region = make.region(plugins=["regional_plans"])
    with make.inside(region, "regional_plans"):
        with atomic():
            found = a_world(region)
        yield found


def a_world(region: Region) -> World:
    plan = made.a_plan(region)
    area, owner = made.an_area(region, plan), made.an_owner(region)
    of_anna = {"contact_email": ANNA, "contact_name": "Anna Demo"}
    first = made.an_action(region, plan, area, owner, title="Starta en utbildning", **of_anna)
    second = made.an_action(region, plan, area, owner, title="Rekrytera handledare", **of_anna)
    other = made.an_action(region, plan, area, owner, title="Visa yrken", contact_email=BO, contact_name="Bo Demo")
    return World(region, plan, made_meetings.a_meeting(region, plan), first, second, other)


def mails(kind: str = "status_ask") -> list[tuple[str, str]]:
    wanted = select(Mail.recipient, Mail.body).where(Mail.kind == f"regional_plans.{kind}").order_by(Mail.id)
    return [(to, body) for to, body in db.session.execute(wanted)]


def history(action: Action) -> list[tuple[str, str]]:
    wanted = select(StatusReport).where(StatusReport.action_id == action.id).order_by(StatusReport.reported_at, StatusReport.id)
    return [(row.status.value, row.text) for row in db.session.execute(wanted).scalars()]


def fields(world: World, **more: str) -> dict[str, str]:
    """What Anna's form holds when she says that the first is delayed."""
    return {f"status_{world.first.id}": "delayed", f"text_{world.first.id}": "Vi saknar lärare.", "by_name": "Anna Demo", **more}


def test_each_contact_gets_one_mail_about_all_their_actions(world: World) -> None:
    with atomic():
        made.an_action(
            world.region, world.plan, made.an_area(world.region, world.plan), made.an_owner(world.region, "Utan"), contact_email=""
        )
        assert [row.email for row in world.asked()] == [ANNA, BO]
        assert world.asked() == world.asked()  # asked once, however often the job runs
    sent = dict(mails())
    assert sorted(sent) == [ANNA, BO]
    assert sent[ANNA].count("Starta en utbildning") == 1
    assert sent[ANNA].count("status=") == 8
    assert "Visa yrken" not in sent[ANNA]
    assert f"action={world.other.id}&status=done" in sent[BO]
    assert [each.title for each in queries.without_contact(world.plan)] == ["Starta en utbildning"]


def test_those_with_nothing_left_to_do_are_not_asked(world: World) -> None:
    with atomic():
        world.other.status = ActionStatus.DONE
        db.session.flush()
        assert [row.email for row in world.asked()] == [ANNA]


@pytest.mark.parametrize("change", ["closed", "held", "past"])
def test_nobody_is_asked_when_there_is_nothing_to_come(world: World, change: str) -> None:
    with atomic():
        if change == "closed":
            world.plan.status = PlanStatus.CLOSED
        elif change == "held":
            meetings.cancel_meeting(region=world.region, meeting=world.meeting)
        else:
            world.meeting.starts_at = utcnow() - timedelta(hours=1)
        db.session.flush()
        assert world.asked() == []
        with pytest.raises(Conflict):
            asking.check(world.meeting, world.plan)


def test_the_job_asks_in_parts_and_reminds_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.ask_some, "__kwdefaults__", {"at": None, "limit": 1})
    jobs.follow_rounds(world.region)
    assert [to for to, _body in mails()] == [ANNA, BO]
    jobs.follow_rounds(world.region)
    assert (len(mails()), len(mails("status_reminder"))) == (2, 0)
    with atomic():
        world.meeting.starts_at = utcnow() + timedelta(days=3)
        anna, bo = world.asked()
        anna.sent_at = bo.sent_at = utcnow() - timedelta(days=8)
        bo.answered_at = utcnow()
    jobs.follow_rounds(world.region)
    jobs.follow_rounds(world.region)
    assert [to for to, _body in mails("status_reminder")] == [ANNA]
    assert mails("status_reminder")[0][1].count(made_meetings.token_of(anna)) == 9  # the same link as before


def test_those_who_come_late_into_the_plan_are_asked_too(world: World) -> None:
    with atomic():
        world.asked()
        area, owner = made.an_area(world.region, world.plan), made.an_owner(world.region, "Ny")
        made.an_action(world.region, world.plan, area, owner, contact_email="ny@test.samkraft.example")
        assert [row.email for row in world.asked()] == [ANNA, BO, "ny@test.samkraft.example"]


def test_a_look_changes_nothing_and_fills_in_the_answer_of_the_link(app: Flask, world: World) -> None:
    with atomic():
        anna = world.asked()[0]
    visitor = Browser(app)
    for status in ("on_track", "delayed", "done", "sillyness"):
        visitor.get(world.path(anna, f"?action={world.second.id}&status={status}"))
        assert visitor.status == 200
        chosen = [value for name, value in visitor.form().fields if name == f"status_{world.second.id}"]
        assert chosen == ([status] if status != "sillyness" else [])
    assert "Visa yrken" not in visitor.text
    assert history(world.second) == []
    assert anna.answered_at is None


def test_an_answer_is_kept_and_a_later_one_takes_its_place(app: Flask, world: World) -> None:
    with atomic():
        anna = world.asked()[0]
    visitor = Browser(app)
    visitor.get(world.path(anna, f"?action={world.first.id}&status=delayed"))
    visitor.submit({f"text_{world.first.id}": "Vi saknar lärare."})
    assert (visitor.status, "Tack. Läget är sparat." in visitor.text) == (200, True)
    visitor.repeat()  # a double click
    visitor.get(world.path(anna)).submit({f"status_{world.first.id}": "on_track", f"text_{world.first.id}": "Läraren är anställd."})
    visitor.get(world.path(anna)).submit()  # the same once more says nothing new
    assert history(world.first) == [("delayed", "Vi saknar lärare."), ("on_track", "Läraren är anställd.")]
    assert history(world.second) == []
    db.session.refresh(world.first)
    assert (world.first.status, world.first.status_text) == (ActionStatus.ON_TRACK, "Läraren är anställd.")
    db.session.refresh(anna)
    assert anna.answered_at is not None
    events = select(Outbox.payload).where(Outbox.kind == "event", Outbox.name == "regional_plans.status_reported.v1").order_by(Outbox.id)
    said = [row.get("data", row) for row in db.session.execute(events).scalars()]
    assert [row["status"] for row in said] == ["delayed", "on_track"]


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_by_what_stood_in_the_form(app: Flask, world: World) -> None:
    with atomic():
        anna = world.asked()[0]
    first, second = Browser(app), Browser(app)
    first.get(world.path(anna)).submit(fields(world))
    first.get(world.path(anna))
    second.get(world.path(anna)).submit({f"status_{world.first.id}": "on_track", f"text_{world.first.id}": "Läraren är anställd."})
    first.submit({f"status_{world.second.id}": "done"})
    assert history(world.first) == [("delayed", "Vi saknar lärare."), ("on_track", "Läraren är anställd.")]
    assert history(world.second) == [("done", "")]
    first.get(world.path(anna)).submit({f"status_{world.first.id}": "delayed", f"text_{world.first.id}": "Vi saknar lärare."})
    assert history(world.first)[-1] == ("delayed", "Vi saknar lärare.")  # said anew on purpose


def test_a_colleague_may_answer_in_their_own_name(app: Flask, world: World) -> None:
    with atomic():
        anna = world.asked()[0]
    Browser(app).get(world.path(anna)).submit({**fields(world), "by_name": "Cecilia Demo"})
    row = db.session.execute(select(StatusReport)).scalar_one()
    assert (row.by_name, row.request_id, row.meeting_id, row.by_id) == ("Cecilia Demo", anna.id, world.meeting.id, None)


def test_nothing_chosen_and_text_without_status_are_told_at_the_field(app: Flask, world: World) -> None:
    with atomic():
        anna = world.asked()[0]
    visitor = Browser(app).get(world.path(anna)).submit()
    assert (visitor.status, "Välj hur det går för minst en insats." in visitor.text) == (422, True)
    visitor.get(world.path(anna)).submit({f"text_{world.second.id}": "Det går bra."})
    assert (visitor.status, "Välj också hur det går." in visitor.text) == (422, True)
    assert "Det går bra." in visitor.page
    visitor.get(world.path(anna)).submit(fields(world, **{f"text_{world.first.id}": "x" * 1001}))
    assert visitor.status == 422
    visitor.get(world.path(anna)).submit({**fields(world), "by_name": " "})
    assert "Skriv ditt namn." in visitor.text
    assert history(world.first) == []


def test_after_the_meeting_the_link_says_so_and_what_was_typed_stays(app: Flask, world: World) -> None:
    with atomic():
        anna = world.asked()[0]
    visitor = Browser(app).get(world.path(anna))
    with atomic():
        facts = {name: getattr(world.meeting, name) for name in ("title", "ends_at", "place", "link")}
        moved = utcnow() - timedelta(minutes=1)
        meetings.save_meeting(region=world.region, plan=world.plan, meeting=world.meeting, facts={**facts, "starts_at": moved})
    visitor.submit(fields(world))
    assert visitor.status == 410
    assert "Det går inte att svara längre" in visitor.text
    assert "Vi saknar lärare." in visitor.text
    assert history(world.first) == []
    assert Browser(app).get(world.path(anna)).status == 410


def test_a_link_of_nobody_or_of_another_region_leads_to_a_clear_page(app: Flask, world: World, make: Factory) -> None:
    south = make.region("soder", plugins=["regional_plans"], municipalities=["1280"])
    with atomic():
        anna = world.asked()[0]
    visitor = Browser(app)
    for path in (world.path(anna)[:-3] + "abc", world.path(anna).replace(world.region.slug, south.slug)):
        visitor.get(path)
        assert visitor.status == 404
        assert "Länken går inte att använda" in visitor.text
        assert "Starta en utbildning" not in visitor.text


def test_a_new_contact_takes_over_and_the_old_link_shows_nothing_of_theirs(app: Flask, world: World) -> None:
    with atomic():
        anna = world.asked()[0]
    visitor = Browser(app).get(world.path(anna))
    with atomic():
        world.first.contact_email = world.second.contact_email = BO
    visitor.submit(fields(world))
    assert (visitor.status, "Vi saknar lärare." in visitor.text) == (410, True)
    assert history(world.first) == []
    with atomic():
        bo = world.asked()[1]
    assert "Starta en utbildning" in Browser(app).get(world.path(bo)).text


def test_another_contacts_action_cannot_be_answered(app: Flask, world: World) -> None:
    with atomic():
        anna = world.asked()[0]
    visitor = Browser(app).get(world.path(anna))
    token = visitor.form_token()
    sent = fields(world, **{f"status_{world.other.id}": "stopped", "csrf_token": token, "submission_key": "prov"})
    visitor.post(world.path(anna), sent)
    assert (history(world.first), history(world.other)) == ([("delayed", "Vi saknar lärare.")], [])


def test_the_plan_is_closed_while_somebody_answers(world: World) -> None:
    with atomic():
        anna = world.asked()[0]
        asked = answering.question(world.region, made_meetings.token_of(anna))
        assert asked is not None
        world.plan.status = PlanStatus.CLOSED
        with pytest.raises(Conflict):
            answering.answer(region=world.region, asked=asked, answers={world.first.id: (ActionStatus.DONE, "")}, by_name="Anna")
        assert history(world.first) == []


def test_who_has_not_answered_is_seen_by_those_who_keep_the_meetings_alone(app: Flask, world: World, make: Factory) -> None:
    with atomic():
        protect(email=BO, region=world.region)
        world.asked()
    page = f"/r/{world.region.slug}/regional-plans/meetings/{world.meeting.id}/answers"
    strategist = Browser(app).sign_in(make.user(world.region, "strategist"))
    strategist.get(page)
    assert (strategist.status, ANNA in strategist.text, "0 av 2 har svarat" in strategist.text) == (200, True, True)
    assert (BO in strategist.page, "Bo Demo" in strategist.page) == (False, False)
    assert BO not in strategist.client.get(f"{page}.csv").get_data(as_text=True)
    Browser(app).get(world.path(world.asked()[0])).submit(fields(world))
    strategist.get(f"{page}?state=silent")
    assert (ANNA in strategist.text, "1 av 2 har svarat" in strategist.text) == (False, True)
    assert Browser(app).sign_in(make.user(world.region, "guidance_counsellor")).get(page).status == 403
    south = make.region("soder", plugins=["regional_plans"], municipalities=["1280"])
    assert Browser(app).sign_in(make.user(south, "strategist")).get(page).status == 403
    elsewhere = page.replace(world.region.slug, south.slug)
    assert Browser(app).sign_in(make.user(south, "strategist")).get(elsewhere).status == 404


def test_the_history_tells_the_days_that_were_meant(world: World) -> None:
    with atomic():
        anna = world.asked()[0]
        asked = answering.question(world.region, made_meetings.token_of(anna))
        assert asked is not None
        before = utcnow() - timedelta(days=200)
        answering.answer(region=world.region, asked=asked, answers={world.first.id: (ActionStatus.ON_TRACK, "")}, by_name="Anna", at=before)
    assert (world.first.status_at, anna.answered_at) == (before, before)


def test_the_list_of_those_asked_costs_the_same_for_many(world: World, app: Flask, make: Factory) -> None:
    from core.testing.statements import statements

    page = f"/r/{world.region.slug}/regional-plans/meetings/{world.meeting.id}/answers"
    reader = Browser(app).sign_in(make.user(world.region, "strategist"))
    with atomic():
        world.asked()
    reader.get(page)
    counted = []
    for round_ in range(2):
        with statements(db.session.connection()) as seen:
            reader.get(page)
        counted.append(len(seen))
        with atomic():
            area, owner = made.an_area(world.region, world.plan), made.an_owner(world.region, f"Ägare {round_}")
            for number in range(20):
                made.an_action(world.region, world.plan, area, owner, contact_email=f"n{round_}-{number}@test.samkraft.example")
            world.asked()
    assert counted[0] == counted[1]
