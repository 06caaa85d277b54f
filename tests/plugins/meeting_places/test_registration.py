"""Registering for meetings: places, the waiting list, invitations, links, reminders, and who may be named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.encrypted import seal
from core.errors import Conflict, DomainError
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.meeting_places.meetings import service as meetings
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode, MeetingStatus
from plugins.meeting_places.registration import jobs, keeping, queries, service
from plugins.meeting_places.registration.links import by_token, token_for
from plugins.meeting_places.registration.models import MeetingInvitation, Registration, RegistrationStatus

from .made import a_meeting, a_theme, an_organisation, somebody
from .organised import a_series, facts, subjects

REGISTERED, OFFERED = RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED
WAITING, CANCELLED = RegistrationStatus.WAITING, RegistrationStatus.CANCELLED


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["meeting_places"])
    with make.inside(made, "meeting_places"), atomic():
        yield made


def register(region: Region, meeting: Meeting, name: str, **more: object) -> Registration:
    return service.register(region=region, meeting=meeting, email=f"{name}@test.samkraft.example", facts=facts(region, name, **more))


def test_the_last_place_is_one_persons_and_the_next_waits(region: Region) -> None:
    meeting = a_meeting(region, seats_digital=1)
    first, second = register(region, meeting, "ada"), register(region, meeting, "bo")
    assert (first.status, second.status, queries.left(meeting, MeetingMode.DIGITAL)) == (REGISTERED, WAITING, 0)
    assert queries.place_in_line(second) == 1


def test_a_place_given_up_is_offered_in_order_and_goes_on_when_nobody_takes_it(region: Region) -> None:
    meeting = a_meeting(region, seats_digital=1)
    first, second, third = (register(region, meeting, name) for name in ("ada", "bo", "cleo"))
    service.cancel(region=region, token=token_for(first))
    assert [each.status for each in (first, second, third)] == [CANCELLED, OFFERED, WAITING]
    assert second.offered_until is not None
    with pytest.raises(Conflict, match="inte längre din"):
        service.accept(region=region, token=token_for(third))
    second.offered_until = utcnow() - timedelta(minutes=1)
    db.session.flush()
    with pytest.raises(Conflict, match="inte längre din"):
        service.accept(region=region, token=token_for(second))
    assert service.expire(region=region, meeting=meeting) == 1
    assert [each.status for each in (second, third)] == [CANCELLED, OFFERED]
    service.accept(region=region, token=token_for(third))
    assert (third.status, third.offered_until) == (REGISTERED, None)
    assert subjects().count("En plats är ledig: Lärande på distans") == 2


def test_near_the_meeting_a_place_is_given_at_once(region: Region) -> None:
    meeting = a_meeting(region, seats_digital=1)
    meeting.starts_at, meeting.ends_at = utcnow() + timedelta(minutes=80), utcnow() + timedelta(hours=3)
    first, second = register(region, meeting, "ada"), register(region, meeting, "bo")
    service.cancel(region=region, token=token_for(first))
    assert second.status == REGISTERED


def test_the_same_address_twice_is_one_registration_and_only_the_mail_tells(region: Region) -> None:
    meeting = a_meeting(region)
    first = register(region, meeting, "ada")
    again = service.register(region=region, meeting=meeting, email=" ADA@test.samkraft.example ", facts=facts(region, "Någon annan"))
    assert (again.id, again.name) == (first.id, "ada")
    bodies = list(db.session.execute(select(Mail.body).order_by(Mail.id)).scalars())
    assert ["en gång till" in body for body in bodies] == [False, True]


def test_who_cancelled_can_come_back_last_in_line(region: Region) -> None:
    meeting = a_meeting(region, seats_digital=1)
    first, second = register(region, meeting, "ada"), register(region, meeting, "bo")
    service.cancel(region=region, token=token_for(first))
    back = register(region, meeting, "ada")
    assert (back.id, back.status, second.status) == (first.id, WAITING, OFFERED)


def test_rooms_and_web_have_places_of_their_own_and_one_can_change(region: Region) -> None:
    meeting = a_meeting(region, mode=MeetingMode.BOTH, place="Salen", seats_on_site=1, seats_digital=1)
    there = register(region, meeting, "ada", mode=MeetingMode.ON_SITE)
    web = register(region, meeting, "bo", mode=MeetingMode.DIGITAL)
    waits = register(region, meeting, "cleo", mode=MeetingMode.ON_SITE)
    with pytest.raises(Conflict, match="fullt där"):
        service.change(region=region, token=token_for(web), facts=facts(region, "bo", mode=MeetingMode.ON_SITE))
    assert (web.mode, web.status) == (MeetingMode.DIGITAL, REGISTERED)
    meeting.seats_digital = 2
    service.change(region=region, token=token_for(there), facts=facts(region, "ada", mode=MeetingMode.DIGITAL))
    assert (there.mode, waits.status) == (MeetingMode.DIGITAL, OFFERED)


def test_closed_and_invited_meetings_say_why(region: Region) -> None:
    late = a_meeting(region, "Sen", register_by=utcnow() - timedelta(minutes=1))
    held = a_meeting(region, "Hållen", days=-1)
    gone = a_meeting(region, "Inställd", status=MeetingStatus.CANCELLED, cancelled_at=utcnow())
    for meeting, reason in ((late, "Sista dag"), (held, "redan varit"), (gone, "inställt")):
        with pytest.raises(Conflict, match=reason):
            register(region, meeting, "ada")
    closed = a_meeting(region, "Sluten", access=Access.INVITED)
    with pytest.raises(DomainError, match="för inbjudna"):
        register(region, closed, "ada")


def test_who_is_invited_is_mailed_once_and_registers_with_the_address_of_the_invitation(region: Region) -> None:
    meeting, other = (a_meeting(region, title, access=Access.INVITED) for title in ("Sluten", "En annan"))
    assert service.invite(region=region, meeting=meeting, addresses=["ada@test.samkraft.example", "Ada@test.samkraft.example"]) == 1
    assert service.invite(region=region, meeting=meeting, addresses=["ada@test.samkraft.example"]) == 0
    assert subjects() == ["Inbjudan: Sluten"]
    invited = db.session.execute(select(MeetingInvitation)).scalars().one()
    with pytest.raises(DomainError, match="för inbjudna"):
        service.register(region=region, meeting=other, email=invited.email, facts=facts(region), invitation=invited)
    made = service.register(region=region, meeting=meeting, email=invited.email, facts=facts(region), invitation=invited)
    assert (made.email, made.status) == ("ada@test.samkraft.example", REGISTERED)


def test_reminders_come_once_each_and_not_to_those_who_wait(region: Region) -> None:
    meeting = a_meeting(region, seats_digital=1, days=3)
    register(region, meeting, "ada")
    register(region, meeting, "bo")
    meeting.starts_at, meeting.ends_at = utcnow() + timedelta(hours=20), utcnow() + timedelta(hours=22)
    db.session.flush()
    before = len(subjects())
    for _time in range(2):
        jobs.follow_registrations(region)
    assert subjects()[before:] == ["Påminnelse: Lärande på distans"]
    meeting.starts_at = utcnow() + timedelta(minutes=50)
    db.session.flush()
    for _time in range(2):
        jobs.follow_registrations(region)
    assert subjects()[before:] == ["Påminnelse: Lärande på distans"] * 2


def test_a_moved_or_cancelled_meeting_is_told_once_to_each(region: Region) -> None:
    owner = an_organisation(region)
    meeting = a_meeting(region, organisation_id=owner.id)
    register(region, meeting, "ada")
    gone = register(region, meeting, "bo")
    service.cancel(region=region, token=token_for(gone))
    before = len(subjects())
    moved = {"title": meeting.title, "starts_at": meeting.starts_at + timedelta(days=1), "ends_at": meeting.ends_at + timedelta(days=1)}
    assert meetings.change(region=region, meeting=meeting, facts=moved) == ["ends_at", "starts_at"]
    for _time in range(2):
        jobs.tell_all(region, meeting.id)
    meetings.cancel(region=region, meeting=meeting, reason="Talaren är sjuk.")
    for _time in range(2):
        jobs.tell_all(region, meeting.id)
    assert subjects()[before:] == ["Ändrat: Lärande på distans"] * 2


def test_the_joining_link_is_shown_only_near_the_meeting_and_only_to_who_has_a_place(region: Region) -> None:
    meeting = a_meeting(region, link_minutes=30)
    seal(meeting, "join_link", "https://moten.example/hemlig")
    assert "hemlig" not in meeting.join_link
    assert meetings.joining_link(meeting) == ""
    meeting.starts_at, meeting.ends_at = utcnow() + timedelta(minutes=29), utcnow() + timedelta(hours=2)
    assert meetings.joining_link(meeting) == "https://moten.example/hemlig"
    meeting.status = MeetingStatus.CANCELLED
    assert meetings.joining_link(meeting) == ""


def test_needs_are_unreadable_in_the_table_and_gone_after_the_meeting(region: Region) -> None:
    meeting = a_meeting(region)
    made = register(region, meeting, "ada", needs="Teckenspråkstolk")
    assert ("tolk" in made.needs, service.needs_of(made)) == (False, "Teckenspråkstolk")
    jobs.forget_needs(region)
    db.session.expire_all()
    assert service.needs_of(made) == "Teckenspråkstolk"
    meeting.starts_at, meeting.ends_at = utcnow() - timedelta(days=16), utcnow() - timedelta(days=15)
    db.session.flush()
    jobs.forget_needs(region)
    db.session.expire_all()
    assert service.needs_of(made) == ""


def test_what_is_kept_after_its_time_says_nothing_of_who_it_was(region: Region) -> None:
    meeting = a_meeting(region, days=-800)
    made, token = somebody(meeting, "ada@test.samkraft.example", organisation_name="Skolan")
    fresh, _token = somebody(a_meeting(region, days=-10), "bo@test.samkraft.example")
    refs = keeping.due(region, utcnow() - timedelta(days=730), 100)
    assert refs == [made.ref]
    key = made.person_key
    assert keeping.dispose(region, refs) == 1
    assert (made.name, made.email, made.organisation_name, made.token_hash, made.person_key) == ("", "", "", None, key)
    assert (by_token(region, token), keeping.due(region, utcnow() - timedelta(days=730), 100)) == (None, [])
    assert fresh.name == "Demo Person"


def test_somebody_with_protected_identity_is_nameless_to_the_organisers_and_not_searchable(region: Region) -> None:
    meeting = a_meeting(region)
    hidden, _token = somebody(meeting, "skyddad@test.samkraft.example", name="Skyddad Person", organisation_name="Skolan")
    shown, _token = somebody(meeting, "bo@test.samkraft.example", name="Bo Person")
    protect(email="skyddad@test.samkraft.example", region=region)
    rows = {row.registration.id: (row.name, row.email, row.organisation) for row in queries.rows([hidden, shown])}
    assert rows == {
        hidden.id: (f"Deltagare {hidden.id}", "", ""),
        shown.id: ("Bo Person", "bo@test.samkraft.example", ""),
    }
    assert [each.id for each in queries.listing(meeting, q="person").items] == [shown.id]


def test_a_link_of_one_region_opens_nothing_in_another(make: Factory, region: Region) -> None:
    _made, token = somebody(a_meeting(region))
    other = make.region("soder", plugins=["meeting_places"], municipalities=["1280"])
    assert by_token(other, token) is None


class TestPages:
    @pytest.fixture
    def place(self, make: Factory) -> Region:
        return make.region(plugins=["meeting_places"])

    def _meeting(self, make: Factory, region: Region) -> int:
        with make.inside(region, "meeting_places"), atomic():
            return a_meeting(region).id

    def _form(self, region: Region, **more: object) -> dict[str, object]:
        from core.regions.queries import municipalities

        return {
            "name": "Ada Demo",
            "email": "ada@test.samkraft.example",
            "organisation_name": "Exempelkommunen",
            "organisation_kind": "municipality",
            "municipality_code": municipalities(region)[0].code,
            "role": "teacher",
            "consent": "y",
            **more,
        }

    def test_one_registers_changes_and_cancels_without_an_account(self, make: Factory, place: Region, browser: Browser) -> None:
        number = self._meeting(make, place)
        base = f"/r/{place.slug}/meeting-places"
        with make.inside(place, "meeting_places"):
            form = self._form(place)
        browser.get(f"{base}/meetings/{number}/register").submit(form)
        assert browser.url == f"{base}/registered"
        with make.inside(place, "meeting_places"):
            token = token_for(db.session.execute(select(Registration)).scalars().one())
        mine = f"{base}/registration/{token}"
        assert "Du är anmäld" in browser.get(mine).text
        assert browser.client.get(f"{mine}.ics").mimetype == "text/calendar"
        browser.get(f"{mine}/change").submit(name="Ada Ny")
        assert (browser.url, "Ada Ny" in browser.text) == (mine, True)
        browser.submit(button=("do", "cancel"))
        assert "Din anmälan är avbokad" in browser.text

    def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(self, make: Factory, place: Region, browser: Browser) -> None:
        number = self._meeting(make, place)
        with make.inside(place, "meeting_places"):
            form = self._form(place, email="inte en adress", consent=None)
        browser.get(f"/r/{place.slug}/meeting-places/meetings/{number}/register").submit(form)
        assert browser.status == 422
        assert "namn@exempel.se" in browser.text
        assert "Kryssa i rutan" in browser.text
        assert 'value="Ada Demo"' in browser.page

    def test_a_broken_link_says_what_to_do(self, make: Factory, place: Region, browser: Browser) -> None:
        for path in ("registration/" + "a" * 43, "registration/" + "b" * 300, "invited/" + "c" * 43):
            browser.get(f"/r/{place.slug}/meeting-places/{path}")
            assert (browser.status, "hela länken" in browser.text) == (404, True)


def test_a_series_has_its_organisers_counties_and_themes(region: Region) -> None:
    owner, other = an_organisation(region), an_organisation(region, "Grannkommunen")
    theme = a_theme(region)
    made = a_series(region, owner, themes=[theme.id, 999], counties=["03", "99"], organisers=[other.id, owner.id])
    from plugins.meeting_places.series import queries as series

    assert (list(series.theme_ids(made)), list(series.county_codes(made)), list(series.organiser_ids(made))) == (
        [theme.id],
        ["03"],
        [other.id],
    )
    assert [each.id for each in series.organisers(made)] == [owner.id, other.id]


def test_two_registrations_of_one_person_have_the_same_key_and_the_key_tells_no_address(region: Region) -> None:
    with patch("plugins.meeting_places.registration.service.mails"):
        first = register(region, a_meeting(region, "Ett"), "ada")
        second = register(region, a_meeting(region, "Två"), "ada")
    assert (first.person_key == second.person_key, "@" in first.person_key, len(first.person_key)) == (True, False, 64)
