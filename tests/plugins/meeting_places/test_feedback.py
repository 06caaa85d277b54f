"""Feedback: answered once by link, changed until it closes, and told without names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import Conflict
from core.mail.models import Mail
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.meeting_places.feedback import jobs, queries, service
from plugins.meeting_places.feedback.models import FeedbackAnswer, InWork
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.registration.models import Registration

from .made import a_meeting, somebody, was_there

AT = "/r/norr/meeting-places"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["meeting_places"])


def answer(region: Region, meeting: Meeting, number: int, useful: int | None = 4, more: str = "") -> Registration:
    person, _token = somebody(meeting, f"p{number}@test.samkraft.example")
    service.answer(region=region, meeting=meeting, registration=person, useful=useful, in_work=InWork.YES, more=more, answers=[])
    return person


def given(make: Factory, region: Region) -> list[FeedbackAnswer]:
    make.forget()
    with make.inside(region):
        return list(db.session.execute(select(FeedbackAnswer).order_by(FeedbackAnswer.id)).scalars())


def test_somebody_answers_by_link_and_changes_the_answer(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        _person, token = somebody(a_meeting(region, days=-1))
    page = f"{AT}/feedback/{token}"
    browser.get(page).submit(having="useful", useful="4", more="Mer tid.").repeat()
    assert "Du har svarat" in browser.text
    browser.get(page).submit(having="useful", useful="2")
    assert [(each.useful, each.more) for each in given(make, region)] == [(2, "Mer tid.")]


def test_an_empty_answer_is_told_and_too_much_too(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        _person, token = somebody(a_meeting(region, days=-1))
    browser.get(f"{AT}/feedback/{token}").submit(having="more", more="")
    assert browser.status == 422
    assert "Svara på minst en fråga." in browser.text
    browser.submit(having="more", more="x" * 2001)
    assert "Texten är 2001 tecken lång" in browser.text
    assert given(make, region) == []


def test_before_the_meeting_and_after_the_last_day_it_is_closed(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        tokens = [somebody(a_meeting(region, days=days))[1] for days in (2, -30)]
    for token in tokens:
        assert browser.get(f"{AT}/feedback/{token}").status == 410
    assert browser.get(f"{AT}/feedback/{'x' * 43}").status == 404


def test_two_answers_are_told_nobody_and_three_without_names(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-1)
        answer(region, meeting, 1, 5, "Hemlig text ett")
        answer(region, meeting, 2, 4, "Hemlig text två")
    page = f"{AT}/meetings/{meeting.id}/feedback"
    browser.sign_in(make.user(region, "strategist"))
    assert "För få svar för att visas" in browser.get(page).text
    assert "Hemlig text" not in browser.text
    rows = browser.get(f"{page}.csv").response
    assert rows is not None
    assert "Hemlig text" not in rows.get_data(as_text=True)
    with make.inside(region), atomic():
        answer(region, db.session.merge(meeting), 3, 3)
    text = browser.get(page).text
    assert "3 svar. Medelvärde 4,0 av 5." in text
    assert "Hemlig text ett" in text
    assert "test.samkraft.example" not in text


def test_own_questions_of_three_kinds_are_asked_and_told(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-1)
        people = [somebody(meeting, f"p{number}@test.samkraft.example") for number in range(3)]
    browser.sign_in(make.user(region, "strategist")).get(f"{AT}/meetings/{meeting.id}/feedback/questions")
    browser.submit({"text_0": "Talarna", "kind_0": "scale", "text_1": "Lokalen", "kind_1": "choice", "options_1": "Bra"}, having="text_0")
    assert browser.status == 422
    assert "Skriv två till tio svar" in browser.text
    browser.submit({"options_1": "Bra\nDålig", "text_2": "Annat", "kind_2": "text"}, having="text_0")
    for number, (_person, token) in enumerate(people):
        visitor = Browser(browser.client.application)
        visitor.get(f"{AT}/feedback/{token}").submit({"own_0": "5", "own_1": "Bra", "own_2": f"Ord {number}"}, having="own_0")
    text = browser.get(f"{AT}/meetings/{meeting.id}/feedback").text
    assert "3 svar. Medelvärde 5,0 av 5." in text
    assert "3 svar. Vanligast: Bra." in text
    assert "Ord 2" in text
    assert "Färre än tre har svarat på frågan" in text  # the ready-made ones, which nobody answered
    with make.inside(region), atomic(), pytest.raises(Conflict, match="redan svarat"):
        service.set_questions(region=region, meeting=db.session.merge(meeting), questions=[], closes_on=None)


def test_the_job_asks_each_once_and_closing_cuts_the_tie_to_who_answered(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-1)
        there, _token = somebody(meeting, "there@test.samkraft.example")
        was_there(there)
        somebody(meeting, "absent@test.samkraft.example")
    for _turn in range(2):
        with make.inside(region):
            jobs.follow_feedback(region)
    make.forget()
    mails = db.session.execute(select(Mail.recipient).where(Mail.kind == "meeting_places.feedback_asked")).scalars().all()
    assert mails == ["there@test.samkraft.example"]
    with make.inside(region), atomic():
        meeting = db.session.merge(meeting)
        answer(region, meeting, 1)
        form = queries.form_of(meeting)
        assert form is not None
        service.close(region=region, meeting=meeting)
        with pytest.raises(Conflict):
            answer(region, meeting, 2)
    assert [each.registration_id for each in given(make, region)] == [None]


def test_after_the_last_day_the_form_closes_by_itself(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-3)
        answer(region, meeting, 1)
        form = queries.form_of(meeting)
        assert form is not None
        form.closes_on = today() - timedelta(days=1)
    for _turn in range(2):
        with make.inside(region):
            jobs.follow_feedback(region)
    assert [each.registration_id for each in given(make, region)] == [None]


def test_another_organisations_feedback_is_not_found(make: Factory, region: Region, browser: Browser) -> None:
    mine, others = make.organisation(region), make.organisation(region)
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-1, organisation_id=mine.id)
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=others))
    assert browser.get(f"{AT}/meetings/{meeting.id}/feedback").status == 404
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=mine))
    assert browser.get(f"{AT}/meetings/{meeting.id}/feedback").status == 200
