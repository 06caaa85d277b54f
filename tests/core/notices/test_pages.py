"""The pages: the count in the header, the list, the choices, and that nobody reaches another's."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db
from core.notices.models import Delivery, Notice
from core.notices.queries import choices
from core.notices.service import notify
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.testing.statements import statements
from core.users.models import User

KIND = "core.membership_granted"


def tell(user: User, region: Region, key: str, url: str = "/r/norr/search?q=x") -> Notice:
    with atomic():
        notify(kind=KIND, users=[user], region=region, key=key, title=f"Nyhet {key}", url=url, subject_ref=f"x:thing:{key}")
    return db.session.execute(select(Notice).order_by(Notice.id.desc()).limit(1)).scalar_one()


@pytest.fixture
def reader(app: Flask, strategist: User) -> Browser:
    return Browser(app).sign_in(strategist)


def test_the_header_counts_what_is_new(reader: Browser, north: Region, strategist: User, make: Factory) -> None:
    assert "sk-bell__count" not in reader.get("/r/norr/").page
    tell(strategist, north, "a")
    tell(make.user(north, "strategist"), north, "b")  # another's
    assert '<span class="sk-bell__count">1<' in reader.get("/r/norr/").page


def test_the_empty_page_says_what_comes_here(reader: Browser) -> None:
    assert "Inga meddelanden" in reader.get("/notices").text


def test_a_thing_without_a_title_has_the_newest_notices(reader: Browser, north: Region, strategist: User) -> None:
    older, newer = tell(strategist, north, "a"), tell(strategist, north, "b")
    with atomic():
        older.group_key = newer.group_key
        older.group_title = newer.group_title = ""
    assert re.findall(r'sk-notices__thing">([^<]*)<', reader.get("/notices").page) == ["Nyhet b"]


def test_opening_marks_as_read_and_goes_there(reader: Browser, north: Region, strategist: User) -> None:
    notice = tell(strategist, north, "a")
    reader.get("/notices").submit(to=f"/notices/{notice.id}/open")
    assert reader.response is not None
    assert reader.response.request.path == "/r/norr/search"
    db.session.refresh(notice)
    assert notice.read_at is not None
    assert "sk-bell__count" not in reader.page


@pytest.mark.requirement("S24")
@pytest.mark.parametrize("url", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_opening_never_leaves_the_site(reader: Browser, north: Region, strategist: User, url: str) -> None:
    notice = tell(strategist, north, "a", url)
    reader.get("/notices").submit(to=f"/notices/{notice.id}/open")
    assert reader.response is not None
    assert reader.response.request.path == "/notices"


def test_another_s_notice_is_not_found(app: Flask, reader: Browser, north: Region, strategist: User, make: Factory) -> None:
    other = make.user(north, "region_admin")
    notice = tell(other, north, "hemlig")
    assert "hemlig" not in reader.get("/notices").text
    mine = tell(strategist, north, "min")
    for verb in ("open", "read"):
        form = next(f for f in reader.get("/notices").forms if f.action.endswith(f"/notices/{mine.id}/open"))
        answer = reader.client.post(f"/notices/{notice.id}/{verb}", data=dict(form.fields))
        assert answer.status_code == 404
    db.session.refresh(notice)
    assert notice.read_at is None


def test_everything_is_marked_as_read(reader: Browser, north: Region, strategist: User) -> None:
    tell(strategist, north, "a")
    tell(strategist, north, "b")
    assert "Du har 2 olästa meddelanden." in reader.get("/notices").text
    reader.submit(to="/notices/read")
    assert "Du har läst allt." in reader.text


def test_the_page_asks_as_much_for_one_as_for_thirty(reader: Browser, north: Region, strategist: User, database: object) -> None:
    tell(strategist, north, "0")
    reader.get("/notices")
    with statements(database) as one:
        reader.get("/notices")
    for number in range(1, 31):
        tell(strategist, north, str(number))
    with statements(database) as thirty:
        reader.get("/notices")
    assert len(thirty) == len(one)
    assert "Sida 1 av 2" in reader.text


def test_choices_are_kept_and_only_offered_to_those_concerned(reader: Browser, strategist: User) -> None:
    reader.get("/notices/settings")
    assert "Nya roller" in reader.text
    assert "Jobb som har gett upp" not in reader.text  # for administrators
    reader.submit(having="core__membership_granted", core__membership_granted="in_app")
    assert "Dina val är sparade" in reader.text
    db.session.expire_all()
    assert choices(strategist) == {KIND: Delivery.IN_APP}


def test_a_choice_that_does_not_exist_is_refused_at_the_field(reader: Browser, strategist: User) -> None:
    reader.get("/notices/settings")
    reader.submit(having="core__membership_granted", core__membership_granted="pigeon")
    assert "Rätta en sak" in reader.text
    assert choices(strategist) == {}
