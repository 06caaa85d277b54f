"""Questions and answers at a meeting: who may write, what is seen, one vote per person."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.meeting_places.exchange import queries, service
from plugins.meeting_places.exchange.models import Mark, Post, PostStatus
from plugins.meeting_places.exchange.who import Who, who_is
from plugins.meeting_places.meetings.models import MeetingStatus

from .made import a_meeting, somebody

AT = "/r/norr/meeting-places"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["meeting_places"])


def posts(make: Factory, region: Region) -> list[Post]:
    make.forget()
    with make.inside(region):
        return list(db.session.execute(select(Post).order_by(Post.id)).scalars())


def test_a_participant_asks_by_link_the_organiser_lets_it_through_and_answers(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region)
        _person, token = somebody(meeting)
    here = f"{AT}/meetings/{meeting.id}/questions"
    assert "Använd länken i mejlet" in browser.get(here).text
    browser.get(f"{AT}/questions/{token}").submit(having="text", text="Hur gör ni i Åre?", shows_name=None).repeat()
    [question] = posts(make, region)
    assert (question.status, question.text) == (PostStatus.WAITING, "Hur gör ni i Åre?")
    assert "Hur gör ni i Åre?" in browser.get(f"{AT}/questions/{token}").text  # one's own that waits
    stranger = Browser(browser.client.application)
    assert "Hur gör ni i Åre?" not in stranger.get(here).text
    organiser = Browser(browser.client.application).sign_in(make.user(region, "strategist"))
    organiser.get(f"{here}/moderate").submit(to=f"{here}/{question.id}/show")
    assert "Hur gör ni i Åre?" in stranger.get(here).text
    organiser.get(f"{here}/{question.id}/answer").submit(having="text", text="Vi åker dit.")
    assert "Vi åker dit." in stranger.get(here).text
    assert "Arrangören" in stranger.text
    make.forget()
    [mail] = db.session.execute(select(Mail).where(Mail.kind == "meeting_places.question_answered")).scalars().all()
    assert f"/questions/{token}" in mail.body


def test_a_name_is_shown_only_when_wished_and_never_of_a_protected_person(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region)
        for number, (name, wishes) in enumerate((("Demo Öppen", True), ("Demo Tyst", False), ("Demo Skyddad", True))):
            person, _token = somebody(meeting, f"p{number}@test.samkraft.example", name=name)
            who = Who(person, None, organises=False)
            post = service.ask(region=region, meeting=meeting, who=who, text=f"Fråga {number}", shows_name=wishes)
            service.show(region=region, meeting=meeting, post=post)
        protect(email="p2@test.samkraft.example", region=region)
    text = browser.get(f"{AT}/meetings/{meeting.id}/questions").text
    assert [name for name in ("Demo Öppen", "Demo Tyst", "Demo Skyddad") if name in text] == ["Demo Öppen"]
    assert [f"Fråga {number}" for number in range(3) if f"Fråga {number}" in text] == ["Fråga 0", "Fråga 1", "Fråga 2"]


def test_one_person_has_one_vote_by_link_and_by_account(make: Factory, region: Region) -> None:
    user = make.user(region, "guidance_counsellor")
    with make.inside(region), atomic():
        meeting = a_meeting(region)
        asker, _t = somebody(meeting, "asker@test.samkraft.example")
        _voter, token = somebody(meeting, user.email)
        question = service.ask(region=region, meeting=meeting, who=Who(asker, None, organises=False), text="Hur?", shows_name=False)
        service.show(region=region, meeting=meeting, post=question)
        by_link, by_account = who_is(region, meeting, None, token), who_is(region, meeting, user)
        assert by_link is not None
        assert by_account is not None
        assert service.vote(region=region, meeting=meeting, who=by_link, post=question) is True
        assert [said.votes for said in queries.questions(meeting, by_account).items] == [1]
        assert service.vote(region=region, meeting=meeting, who=by_account, post=question) is False  # taken back
        assert db.session.execute(select(Mark)).scalars().all() == []
        with pytest.raises(Conflict, match="din egen fråga"):
            service.vote(region=region, meeting=meeting, who=Who(asker, None, organises=False), post=question)


def test_what_is_hidden_is_seen_by_its_writer_with_the_reason_and_by_nobody_else(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region)
        person, token = somebody(meeting)
        post = service.ask(region=region, meeting=meeting, who=Who(person, None, organises=False), text="Olämpligt", shows_name=False)
        service.show(region=region, meeting=meeting, post=post)
    here = f"{AT}/meetings/{meeting.id}/questions"
    organiser = Browser(browser.client.application).sign_in(make.user(region, "strategist"))
    organiser.get(f"{here}/{post.id}/hide").submit(having="reason", reason="Namnger en person.")
    assert "Olämpligt" not in browser.get(here).text
    assert "Namnger en person." in browser.get(f"{AT}/questions/{token}").text


def test_a_report_reaches_the_organisers_with_its_words(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region)
        asker, _t = somebody(meeting, "asker@test.samkraft.example")
        _other, token = somebody(meeting, "other@test.samkraft.example")
        post = service.ask(region=region, meeting=meeting, who=Who(asker, None, organises=False), text="Hur?", shows_name=False)
        service.show(region=region, meeting=meeting, post=post)
    here = f"{AT}/meetings/{meeting.id}/questions"
    browser.get(f"{AT}/questions/{token}").follow("Anmäl inlägget").submit(having="reason", reason="Reklam").repeat()
    organiser = Browser(browser.client.application).sign_in(make.user(region, "strategist"))
    assert "Anmäld: Reklam" in organiser.get(f"{here}/moderate").text
    organiser.submit(to=f"{here}/{post.id}/show")
    assert "Anmäld" not in organiser.get(f"{here}/moderate").text


def test_after_its_time_and_when_cancelled_nobody_writes(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        over, cancelled = a_meeting(region, days=-60), a_meeting(region, status=MeetingStatus.CANCELLED)
        people = [somebody(meeting) for meeting in (over, cancelled)]
        for meeting, (person, _token) in zip((over, cancelled), people, strict=True):
            with pytest.raises(Conflict, match="stängd"):
                service.ask(region=region, meeting=meeting, who=Who(person, None, organises=False), text="Hur?", shows_name=False)
    assert "Frågestunden är stängd." in browser.get(f"{AT}/questions/{people[0][1]}").text


def test_the_link_of_one_meeting_is_no_key_to_another(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        own, other = a_meeting(region), a_meeting(region, "Ett annat")
        _person, token = somebody(own)
    browser.get(f"{AT}/questions/{token}")
    fields = {"key": token, "text": "Hur?", "csrf_token": browser.form_token(), "submission_key": "k"}
    browser.post(f"{AT}/meetings/{other.id}/questions/ask", fields)
    assert "Anmäl dig till mötet eller logga in" in browser.text
    assert posts(make, region) == []


def test_a_stranger_and_anothers_organiser_get_nowhere(make: Factory, region: Region, browser: Browser) -> None:
    mine, others = make.organisation(region), make.organisation(region)
    with make.inside(region), atomic():
        meeting = a_meeting(region, organisation_id=mine.id)
        person, _token = somebody(meeting)
        service.ask(region=region, meeting=meeting, who=Who(person, None, organises=False), text="Hemligt än", shows_name=False)
    here = f"{AT}/meetings/{meeting.id}/questions/moderate"
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=others))
    assert browser.get(here).status == 404
    browser.sign_in(make.user(region, "guidance_counsellor", organisation=mine))
    assert "Hemligt än" in browser.get(here).text


def test_an_empty_question_and_a_long_one_are_told_at_the_field(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        _person, token = somebody(a_meeting(region))
    browser.get(f"{AT}/questions/{token}").submit(having="text", text="  ")
    assert browser.status == 422
    assert "Skriv din fråga." in browser.text
    browser.submit(having="text", text="å" * 2001)
    assert "Texten är 2001 tecken lång" in browser.text
    assert posts(make, region) == []
