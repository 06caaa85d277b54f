"""Who may arrange what: one's own organisation's meetings, series that several arrange, and edits that cross."""

from __future__ import annotations

import pytest

from core.db import atomic, get
from core.errors import NotFound
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User
from plugins.meeting_places.meetings import queries
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.meetings.service import own_meeting
from plugins.meeting_places.permissions import MANAGE, PARTICIPANTS
from plugins.meeting_places.series.queries import own_series

from .made import a_meeting, somebody
from .organised import a_series


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region(plugins=["meeting_places"])


def _organiser(make: Factory, region: Region, name: str) -> tuple[User, int]:
    organisation = make.organisation(region, name)
    return make.user(region, "provider_representative", organisation=organisation), organisation.id


def test_one_reaches_the_meetings_of_ones_organisation_and_of_series_that_it_helps_to_arrange(make: Factory, region: Region) -> None:
    ada, first = _organiser(make, region, "Exempelskolan")
    bo, second = _organiser(make, region, "Grannskolan")
    stranger, third = _organiser(make, region, "Tredje skolan")
    with make.inside(region, "meeting_places"), atomic():
        from core.organisations.models import Organisation

        series = a_series(region, get(Organisation, first), organisers=[second])
        shared = a_meeting(region, "Gemensamt", organisation_id=first, series_id=series.id)
        alone = a_meeting(region, "Eget", organisation_id=first)
        other = a_meeting(region, "Annat", organisation_id=third)
        reached = {user.id: sorted(each.title for each in queries.mine(region, user).items) for user in (ada, bo, stranger)}
        assert reached == {ada.id: ["Eget", "Gemensamt"], bo.id: ["Gemensamt"], stranger.id: ["Annat"]}
        assert [each.id for each in own_series(region, bo)] == [series.id]
        assert own_series(region, stranger) == []
        assert own_meeting(region, bo, shared.id, permission=PARTICIPANTS).id == shared.id
        for user, meeting in ((bo, alone), (ada, other), (stranger, shared)):
            for permission in (MANAGE, PARTICIPANTS):
                with pytest.raises(NotFound):
                    own_meeting(region, user, meeting.id, permission=permission)


def test_another_organisations_participants_are_not_found(make: Factory, region: Region, browser: Browser) -> None:
    ada, first = _organiser(make, region, "Exempelskolan")
    stranger, _third = _organiser(make, region, "Tredje skolan")
    with make.inside(region, "meeting_places"), atomic():
        number = a_meeting(region, organisation_id=first).id
        somebody(get(Meeting, number), "kim@test.samkraft.example", name="Kim Hemlig")
    base = f"/r/{region.slug}/meeting-places/meetings/{number}"
    browser.sign_in(ada)
    assert "Kim Hemlig" in browser.get(f"{base}/participants").text
    browser.sign_in(stranger)
    for page in ("manage", "participants", "participants.csv", "needs", "attendance", "edit", "invitations"):
        browser.get(f"{base}/{page}")
        assert (page, browser.status, "Kim Hemlig" in browser.page) == (page, 404, False)


def test_two_who_change_the_same_meeting_lose_nothing(make: Factory, region: Region, browser: Browser) -> None:
    ada, first = _organiser(make, region, "Exempelskolan")
    with make.inside(region, "meeting_places"), atomic():
        number = a_meeting(region, "Före", organisation_id=first, description="Om lärande.").id
    browser.sign_in(ada)
    page = f"/r/{region.slug}/meeting-places/meetings/{number}/edit"
    browser.get(page)
    with make.inside(region, "meeting_places"), atomic():
        get(Meeting, number).title = "Någon annans"
    browser.submit(title="Mitt namn")
    assert (browser.status, 'value="Mitt namn"' in browser.page) == (409, True)
    browser.submit(title="Mitt namn")
    assert browser.status == 200
    with make.inside(region, "meeting_places"):
        assert get(Meeting, number).title == "Mitt namn"
