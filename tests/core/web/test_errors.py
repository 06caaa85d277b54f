"""Every error page says what happened and what to do, gives back what was typed, and tells nothing that is not the reader's."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core.db import all_regions, atomic, db, region_scope
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from tests.fixture_plugins.meetings.models import Meeting

OPEN = "/r/nord/meetings/open"
LONG = "En lång text som har tagit tid att skriva. " * 20


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", plugins=["meetings"])


@pytest.fixture
def admin(region: Region, make: Factory, browser: Browser) -> Browser:
    return browser.sign_in(make.user(region, "region_admin"))


@pytest.fixture
def unpropagated(app: Flask) -> Iterator[None]:
    """Errors become pages, as in production."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield
    app.config["PROPAGATE_EXCEPTIONS"] = None


def _meeting(region: Region, title: str) -> int:
    with atomic(), region_scope(region.id):
        db.session.add(meeting := Meeting(region_id=region.id, title=title))
    return meeting.id


def _titles() -> list[str]:
    db.session.expire_all()
    with all_regions("the test looks at everything"):
        return list(db.session.execute(select(Meeting.title).order_by(Meeting.id)).scalars())


@pytest.mark.parametrize(
    "path", ["/nothing", "/r/unknown/", "/r/unknown/meetings/", "/r/nord/nothing", "/r/nord/meetings/99999", "/r/%20/"]
)
def test_not_found(region: Region, browser: Browser, path: str) -> None:
    assert browser.get(path).status == 404
    assert "Sidan finns inte" in browser.text or "finns inte, eller så har du inte tillgång till den" in browser.text
    assert "Till startsidan" in browser.text


@pytest.mark.requirement("S5")
def test_a_foreign_object_looks_exactly_like_a_missing_one(region: Region, make: Factory, admin: Browser) -> None:
    other = make.region("syd", plugins=["meetings"])
    foreign = _meeting(other, "Hemligt i syd")
    for path in ("meetings/{}", "meetings/{}/edit"):
        pages = []
        for key in (foreign, foreign + 1000, 2**40, 2**80):
            assert admin.get(f"/r/nord/{path.format(key)}").status == 404
            pages.append(admin.page)
        assert len(set(pages)) == 1
        assert "Hemligt" not in pages[0]
    posted = admin.get(OPEN).form_token()
    answer = admin.client.post(
        f"/r/nord/meetings/{foreign}/edit", data={"csrf_token": posted, "submission_key": "k", "title": "stulet", "seats": 1}
    )
    assert answer.status_code == 404
    assert _titles() == ["Hemligt i syd"]


def test_a_closed_region_is_not_found(region: Region, browser: Browser) -> None:
    assert browser.get("/r/nord/").status == 200
    with atomic():
        region.active = False
    assert browser.get("/r/nord/").status == 404
    assert browser.get("/r/nord/meetings/").status == 404


def test_without_the_right_403_says_whom_to_ask(region: Region, make: Factory, browser: Browser) -> None:
    browser.sign_in(make.user(region, "guidance_counsellor"))
    assert browser.get("/r/nord/meetings/new").status == 200  # the right to read opens the page
    browser.submit(title="Nej", seats="1")  # but not to post it
    assert browser.status == 403
    assert "Be den som administrerar regionen om hjälp" in browser.text
    assert _titles() == []


def test_a_page_that_stood_open_too_long_is_sent_again_with_everything_typed(region: Region, browser: Browser) -> None:
    browser.get(OPEN).submit(title=LONG[:110], seats="7", csrf_token="too-old")
    assert browser.status == 400
    assert "Inget du har skrivit är borta" in browser.text
    assert LONG[:110].strip() in browser.text
    assert _titles() == []
    assert browser.form().action == OPEN
    browser.submit()
    assert browser.status == 200
    assert _titles() == [LONG[:110]]
    browser.repeat()
    assert _titles() == [LONG[:110]]


def test_several_values_of_one_field_survive_the_stale_page(region: Region, browser: Browser) -> None:
    token_less = {"title": "x", "seats": "1", "choice": ["a", "b", "c"], "submission_key": "k"}
    browser.get(OPEN)
    browser.post(f"{OPEN}?from=here", token_less)
    form = browser.form()
    assert form.action == f"{OPEN}?from=here"
    assert [v for n, v in form.fields if n == "choice"] == ["a", "b", "c"]
    assert [n for n, _ in form.fields].count("csrf_token") == [n for n, _ in form.fields].count("submission_key") == 1


def test_signed_out_in_the_middle_nothing_typed_is_lost(region: Region, admin: Browser) -> None:
    admin.get("/r/nord/meetings/new")
    with admin.client.session_transaction() as session:
        session.pop("signed_in")
    admin.submit(title=LONG[:110], seats="7")
    assert admin.status == 401
    assert LONG[:110].strip() in admin.text
    assert "Logga in" in [words for _, words in admin.links]
    assert _titles() == []


@pytest.mark.requirement("S22")
def test_another_site_cannot_post(region: Region, browser: Browser) -> None:
    browser.get(OPEN)
    data = {"title": "x", "seats": "1", "submission_key": "k", "csrf_token": browser.form_token()}
    for site in ("cross-site", "same-site"):
        assert browser.client.post(OPEN, data=data, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert _titles() == []
    assert browser.client.post(OPEN, data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert _titles() == ["x"]


@pytest.mark.requirement("S22")
def test_a_token_of_another_session_is_refused(region: Region, browser: Browser, app: Flask) -> None:
    token = Browser(app).get(OPEN).form_token()
    browser.get(OPEN)
    answer = browser.client.post(OPEN, data={"title": "x", "seats": "1", "submission_key": "k", "csrf_token": token})
    assert answer.status_code == 400
    assert _titles() == []


@pytest.mark.requirement("S36")
def test_too_large(region: Region, browser: Browser, app: Flask) -> None:
    token = browser.get(OPEN).form_token()
    limit = app.config["MAX_CONTENT_LENGTH"]
    answer = browser.client.post(OPEN, data={"title": "x" * (limit + 1), "csrf_token": token})
    assert answer.status_code == 413
    assert "Det är för mycket på en gång" in answer.get_data(as_text=True)
    many = {f"field{n}": "x" for n in range(app.config["MAX_FORM_PARTS"] + 1)}
    answer = browser.client.post(OPEN, data={**many, "csrf_token": token}, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert _titles() == []


@pytest.mark.requirement("R10")
def test_a_lost_race_keeps_both_texts(region: Region, admin: Browser, make: Factory, app: Flask) -> None:
    key = _meeting(region, "Första")
    admin.get(f"/r/nord/meetings/{key}/edit")
    other = Browser(app).sign_in(make.user(region, "region_admin"))
    other.get(f"/r/nord/meetings/{key}/edit").submit(title="Deras", seats="5")
    admin.submit(title=LONG[:110], seats="9")
    assert admin.status == 409
    assert "Någon annan har ändrat mötet." in admin.text
    assert LONG[:110].strip() in admin.text
    assert _titles() == ["Deras"]


def test_a_domain_error_that_no_view_catches_says_it_in_words(region: Region, admin: Browser) -> None:
    from tests.fixture_plugins.meetings.settings import MeetingSettings

    with atomic():
        from core.plugins import lifecycle

        lifecycle.change_settings(region, "meetings", {"most_seats": 5})
    assert MeetingSettings().most_seats == 50
    token = admin.get(OPEN).form_token()
    answer = admin.client.post("/r/nord/meetings/signed", data={"csrf_token": token, "submission_key": "k"})
    assert answer.status_code == 422
    assert "Välj högst 5 platser." in answer.get_data(as_text=True)
    assert _titles() == []


@pytest.mark.requirement("S49")
def test_an_unexpected_error_gives_a_code_and_no_trace(
    region: Region, browser: Browser, unpropagated: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        browser.get("/r/nord/meetings/broken")
    assert browser.status == 500
    assert "Något gick fel hos oss" in browser.text
    found = re.search(r"ange koden ([0-9a-f]{12})", browser.text)
    assert found
    assert "broken on purpose" not in browser.page
    assert "Traceback" not in browser.page
    assert f"error {found.group(1)} in meetings.broken" in caplog.text
    assert "broken on purpose" in caplog.text


def test_a_database_that_does_not_answer_gives_back_what_was_typed(
    region: Region, browser: Browser, unpropagated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.fixture_plugins.meetings import service

    def gone(**_: object) -> None:
        raise OperationalError("SELECT 1", {}, ConnectionError("the database is gone"))

    browser.get(OPEN)
    monkeypatch.setattr(service, "book_meeting", gone)
    browser.submit(title=LONG[:110], seats="3")
    assert browser.status == 503
    assert LONG[:110].strip() in browser.text
    assert "the database is gone" not in browser.page
    assert _titles() == []


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/regions/unknown/meetings/meetings", 404, "not_found"),
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/v1/regions/syd/meetings/meetings", 404, "plugin_not_enabled"),
        ("DELETE", "/api/v1/regions/nord/meetings/meetings", 405, "method_not_allowed"),
    ],
)
def test_machines_get_problem_details(
    region: Region, make: Factory, browser: Browser, method: str, path: str, status: int, code: str
) -> None:
    make.region("syd")
    answer = browser.client.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    body = answer.get_json()
    assert set(body) == {"type", "title", "status", "detail", "code"}
    assert (body["type"], body["status"], body["code"]) == (f"urn:samkraft:problem:{code}", status, code)


def test_a_page_asked_for_as_json_fails_as_json(region: Region, browser: Browser) -> None:
    answer = browser.client.get("/r/nord/nothing", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    answer = browser.client.post(OPEN, data={}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "csrf")
    for accept in ("text/html", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8", ""):
        answer = browser.client.get("/r/nord/nothing", headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (404, "text/html"), accept


def test_a_wrong_method_names_the_right_ones(region: Region, admin: Browser) -> None:
    answer = admin.client.delete("/r/nord/meetings/")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


NUL = ["/r/no%00rd/", "/r/nord/search?q=%00", "/r/nord/meetings/?page=%00", "/sign-in/%00", "/dev/mail?to=%00", "/?%00=x"]


@pytest.mark.parametrize("path", NUL)
def test_text_that_no_database_takes_is_refused_in_an_address(region: Region, browser: Browser, path: str) -> None:
    assert browser.get(path).status == 400


@pytest.mark.parametrize(
    ("body", "fine"), [('{"a": "b"}', True), ('{"a": "\\u0000"}', False), ('{"\\ud800": 1}', False), ("no json", True)]
)
def test_and_in_a_json_body(app: Flask, body: str, fine: bool) -> None:
    from werkzeug.exceptions import BadRequest

    from core.web.input import refuse_body

    with app.test_request_context("/x", method="POST", data=body, content_type="application/json"):
        if fine:
            refuse_body()
        else:
            with pytest.raises(BadRequest):
                refuse_body()


def test_text_that_no_database_takes_is_refused_in_a_form(region: Region, browser: Browser) -> None:
    browser.get(OPEN)
    form = {"seats": "1", "submission_key": "k", "csrf_token": browser.form_token()}
    assert browser.client.post(OPEN, data={**form, "title": "a\0b"}).status_code == 400
    assert browser.client.post(OPEN, data={**form, "title": "ok", "x\0": "1"}).status_code == 400
    assert _titles() == []
    assert browser.client.post(OPEN, data={**form, "title": "åäö 😀 \u2028"}).status_code == 302
    assert _titles() == ["åäö 😀"] or _titles() == ["åäö 😀 \u2028"]


@pytest.mark.parametrize(
    ("text", "fine"), [("a", True), ("åäö😀", True), ("", True), ("\0", False), ("a\0b", False), ("\ud800", False), ("x\udfffy", False)]
)
def test_storable(text: str, fine: bool) -> None:
    from core.web.input import storable

    assert storable(text) is fine
