"""The same form posted twice acts once; a refused form leaves nothing and can be posted again."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.db import all_regions, atomic, db
from core.jobs.models import Outbox
from core.regions.models import Region
from core.testing.apps import installation
from core.testing.client import Browser
from core.testing.database import Databases
from core.testing.factories import Factory
from core.web.models import Submission
from tests.fixture_plugins.meetings.models import Meeting

pytestmark = pytest.mark.both_databases  # a form that is sent twice is kept from acting twice by a row

OPEN = "/r/nord/meetings/open"
NEW = "/r/nord/meetings/new"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", plugins=["meetings"])


def _counts() -> dict[str, int]:
    """Everything that booking a meeting writes."""
    db.session.expire_all()
    with all_regions("the test counts rows"):
        return {
            model.__tablename__: db.session.execute(select(func.count()).select_from(model)).scalar_one()
            for model in (Meeting, Submission, Outbox, AuditEntry)
        }


def _more(before: dict[str, int]) -> list[int]:
    after = _counts()
    return [after[name] - before[name] for name in before]


@pytest.mark.requirement("R9")
def test_a_double_click_acts_once_and_leads_to_the_same_place(region: Region, browser: Browser) -> None:
    before = _counts()
    browser.get(OPEN).submit(title="Årsmöte", seats="12")
    first = (browser.status, browser.url, browser.text)
    assert first[0] == 200
    assert "Årsmöte" in first[2]
    assert _more(before) == [1, 1, 1, 1]
    browser.repeat()
    assert (browser.status, browser.url, browser.text) == first
    assert _more(before) == [1, 1, 1, 1]


def test_going_back_to_the_form_and_sending_again_is_a_new_form(region: Region, browser: Browser) -> None:
    before = _counts()
    browser.get(OPEN).submit(title="Ett", seats="1")
    browser.get(OPEN).submit(title="Ett", seats="1")
    assert _more(before)[0] == 2


@pytest.mark.requirement("R9")
def test_refused_input_leaves_nothing_and_may_be_corrected(region: Region, browser: Browser) -> None:
    before = _counts()
    browser.get(OPEN).submit(title="", seats="12")
    assert (browser.status, browser.url) == (200, OPEN)
    browser.submit(title="För många", seats="51")  # refused by the service, not by the form
    assert "Välj högst 50 platser." in browser.text
    assert dict(browser.form().fields)["title"] == "För många"
    assert _more(before) == [0, 0, 0, 0]
    browser.submit(seats="50")
    assert "För många" in browser.text
    assert browser.url != OPEN
    assert _more(before) == [1, 1, 1, 1]


def test_the_refused_form_s_own_key_may_be_used_again(region: Region, browser: Browser) -> None:
    """As when a person goes back to the page they had, corrects it there and sends it."""
    key = dict(browser.get(OPEN).form().fields)["submission_key"]
    browser.submit(title="", seats="12")
    browser.submit(title="Rätt", seats="12", submission_key=key)
    assert "Rätt" in browser.text
    assert browser.url != OPEN


def test_an_error_leaves_nothing_and_the_key_may_be_used_again(region: Region, make: Factory, browser: Browser) -> None:
    browser.sign_in(make.user(region, "region_admin"))
    browser.get(OPEN).submit(title="Ett", seats="1")
    edit = f"{browser.url}/edit"
    before = _counts()
    browser.get(edit).submit(title="Två", version="99")
    assert browser.status == 409
    assert _more(before) == [0, 0, 0, 0]
    url, data = browser.last_post
    browser.last_post = (url, {**data, "version": ["1"]})
    browser.repeat()
    assert "Två" in browser.text


def test_another_user_does_not_reach_my_receipt(region: Region, make: Factory, app: Flask, browser: Browser) -> None:
    """The same key in another browser, or of another user, is another form: they get their own row, not a way to mine."""
    ann, bo = (Browser(app).sign_in(make.user(region, "strategist")) for _ in range(2))
    key = "a-key-that-was-seen-over-a-shoulder"
    places = []
    for visitor in (ann, bo):
        visitor.get(NEW).submit(title="Privat", seats="3", submission_key=key)
        places.append(visitor.url)
    assert len(set(places)) == 2
    strangers = [Browser(app), Browser(app)]
    for visitor in strangers:
        visitor.get(OPEN).submit(title="Öppet", seats="3", submission_key=key)
        places.append(visitor.url)
    assert len(set(places)) == 4
    stored = set(db.session.execute(select(Submission.key)).scalars())
    assert key not in stored
    assert len(stored) == 4


def test_a_key_counts_for_its_own_address_only(region: Region, make: Factory, browser: Browser) -> None:
    south = make.region("syd", plugins=["meetings"])
    before = _counts()
    key = dict(browser.get(OPEN).form().fields)["submission_key"]
    browser.submit(title="Norr", seats="1")
    browser.get(f"/r/{south.slug}/meetings/open").submit(title="Syd", seats="1", submission_key=key)
    assert "Syd" in browser.text
    assert _more(before)[0] == 2


@pytest.mark.parametrize("key", [None, "", "x" * 201])
def test_without_a_key_nothing_happens(region: Region, browser: Browser, key: str | None) -> None:
    before = _counts()
    browser.get(OPEN).submit(title="Utan nyckel", seats="1", submission_key=key)
    assert browser.status == 400
    assert _more(before) == [0, 0, 0, 0]


def test_a_machine_may_send_its_key_as_a_header(region: Region, browser: Browser) -> None:
    before = _counts()
    token = browser.get(OPEN).form_token()
    data = {"title": "Maskin", "seats": "2", "csrf_token": token}
    answers = [browser.client.post(OPEN, data=data, headers={"Idempotency-Key": "machine-1"}) for _ in range(3)]
    assert {(a.status_code, a.location) for a in answers} == {(302, answers[0].location)}
    assert _more(before)[0] == 1


def test_reading_takes_no_key(region: Region, browser: Browser) -> None:
    before = _counts()
    assert browser.get(OPEN).status == 200
    assert browser.client.head(OPEN).status_code == 200
    assert _more(before) == [0, 0, 0, 0]


@pytest.fixture(scope="module")
def committing(databases: Databases, tmp_path_factory: pytest.TempPathFactory, plugins: list[str]) -> Iterator[Flask]:
    """An application that really commits, because threads do not share the tests' one transaction."""
    folder: Path = tmp_path_factory.mktemp("submission")
    with installation(databases.create("submission"), folder, plugins) as app:
        with app.app_context():
            Factory().region("nord", plugins=["meetings"])
        yield app


@pytest.mark.requirement("R9")
def test_twenty_posts_with_one_key_at_the_same_time_make_one_row(committing: Flask) -> None:
    browser = Browser(committing)
    token = browser.get(OPEN).form_token()
    assert browser.response is not None
    cookie = browser.response.headers["Set-Cookie"].partition(";")[0]
    data = {"title": "Rusning", "seats": "2", "csrf_token": token, "submission_key": "rush"}

    def post(_: int) -> tuple[int, str | None]:
        answer = committing.test_client(use_cookies=False).post(OPEN, data=data, headers={"Cookie": cookie})
        return answer.status_code, answer.location

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: contextvars.Context().run(post, n), range(20)))
    with committing.app_context(), all_regions("the test counts"):
        ids = db.session.execute(select(Meeting.id).where(Meeting.title == "Rusning")).scalars().all()
    assert len(ids) == 1
    assert set(answers) == {(302, f"/r/nord/meetings/{ids[0]}")}


@pytest.mark.requirement("R8")
def test_twenty_different_forms_at_the_same_time_are_all_kept(committing: Flask) -> None:
    def post(number: int) -> int:
        browser = Browser(committing)
        browser.get(OPEN).submit(title=f"Ström {number}", seats="2")
        return browser.status

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda n: contextvars.Context().run(post, n), range(20)))
    with committing.app_context(), all_regions("the test counts"):
        titles = db.session.execute(select(Meeting.title).where(Meeting.title.startswith("Ström"))).scalars().all()
    assert statuses == [200] * 20
    assert sorted(titles) == sorted(f"Ström {n}" for n in range(20))


def test_a_receipt_is_written_with_what_it_vouches_for(committing: Flask) -> None:
    """If the commit fails, neither stays: a receipt without its row would swallow the second try."""
    with committing.app_context():
        before = db.session.execute(select(func.count()).select_from(Submission)).scalar_one()
        with pytest.raises(RuntimeError, match="the disk is full"), atomic():
            db.session.add(Submission(key="k", endpoint="x"))
            db.session.flush()
            raise RuntimeError("the disk is full")
        assert db.session.execute(select(func.count()).select_from(Submission)).scalar_one() == before
