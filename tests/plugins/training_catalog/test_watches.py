"""Watching a search: asked, confirmed by mail, told once a week at most, ended with one click, forgotten when its time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.mail.models import Mail
from core.notices.models import Notice
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.training_catalog.finding import watches
from plugins.training_catalog.finding.models import Watch

from .conftest import NORSJO, Catalogue, row
from .test_receiving import centre, told

URL = "/r/norr/training-catalog/"
ADDRESS = "kim@exempel.example"


def mails() -> list[Mail]:
    return list(db.session.execute(select(Mail).order_by(Mail.id)).scalars())


def link(mail: Mail) -> str:
    """The first address of this site in a mail, without its host."""
    found = next(word for word in mail.body.split() if "/training-catalog/" in word)
    return found[found.index("/r/") :]


def tell(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, days: int = 1) -> int:
    """The morning's round, some days from now."""
    later = utcnow() + timedelta(days=days)
    monkeypatch.setattr(watches, "utcnow", lambda: later)
    with catalogue.scope(), atomic():
        watches.clear(catalogue.region)
        return watches.tell_all(catalogue.region)


def asked(browser: Browser, email: str = ADDRESS, **choice: Any) -> Browser:
    browser.get(f"{URL}watch", query_string=choice or {"q": "kurs"})
    return browser.submit(email=email)


@pytest.fixture
def watching(catalogue: Catalogue, browser: Browser) -> Browser:
    """Somebody without account who has said yes."""
    catalogue.rows(row(Namn="Kurs ett"))
    asked(browser)
    browser.get(link(mails()[0]))
    browser.submit()
    assert "Bevakningen är igång" in browser.text
    return browser


def test_nothing_is_sent_before_the_address_has_said_yes(catalogue: Catalogue, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.rows(row(Namn="Kurs ett"))
    assert "Vi har mejlat" in asked(browser).text
    browser.get(link(mails()[0]))
    assert "Ja, mejla mig" in browser.text
    catalogue.rows(row(kurstillfalleId="2", Namn="Kurs två"))
    assert tell(catalogue, monkeypatch) == 0
    assert [mail.kind for mail in mails()] == ["training_catalog.watch_confirm"]
    assert tell(catalogue, monkeypatch, days=8) == 0
    assert catalogue.all(Watch) == []


def test_what_is_new_is_told_once_and_not_more_than_once_a_week(
    catalogue: Catalogue, watching: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tell(catalogue, monkeypatch) == 0
    catalogue.rows(row(kurstillfalleId="2", Namn="Kurs två"), row(kurstillfalleId="3", Namn="Svetsning"))
    assert [tell(catalogue, monkeypatch), tell(catalogue, monkeypatch)] == [1, 0]
    mail = mails()[-1]
    assert (mail.kind, mail.recipient) == ("training_catalog.watch_news", ADDRESS)
    assert "* Kurs två" in mail.body
    assert "Kurs ett" not in mail.body
    assert "Svetsning" not in mail.body
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    catalogue.rows(row(kurstillfalleId="4", Namn="Kurs fyra"))
    assert tell(catalogue, monkeypatch, days=3) == 0
    assert tell(catalogue, monkeypatch, days=9) == 1
    assert "Kurs fyra" in mails()[-1].body


def test_one_click_ends_it_and_leaves_nothing(catalogue: Catalogue, watching: Browser, app: Any) -> None:
    with catalogue.scope():
        stop = f"{URL}watch/{watches.token_of(catalogue.all(Watch)[0])}/stop"
    watching.get(stop)
    assert len(catalogue.all(Watch)) == 1  # a look changes nothing
    client = app.test_client()
    assert [client.post(stop).status_code, client.post(stop).status_code] == [200, 200]  # a mail program: no cookies, twice
    assert [(each.email, each.query, each.confirmed_at) for each in catalogue.all(Watch)] == [("", "", None)]
    assert watching.get(stop.removesuffix("/stop")).status == 404


def test_a_watch_goes_after_a_year_unless_it_is_asked_to_stay(
    catalogue: Catalogue, watching: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(catalogue, monkeypatch, days=364)
    assert len(catalogue.all(Watch)) == 1
    with catalogue.scope(), atomic():
        watches.agree(region=catalogue.region, watch=db.session.execute(select(Watch)).scalar_one())
    tell(catalogue, monkeypatch, days=400)
    assert len(catalogue.all(Watch)) == 1
    tell(catalogue, monkeypatch, days=800)
    assert catalogue.all(Watch) == []


def test_the_answer_is_the_same_for_an_address_that_watches_already(catalogue: Catalogue, watching: Browser) -> None:
    first = len(mails())
    assert f"Vi har mejlat {ADDRESS}." in asked(watching).text
    assert len(mails()) == first
    assert len(catalogue.all(Watch)) == 1


def test_a_bad_address_is_refused_at_its_field_and_a_foreign_link_is_not_found(
    catalogue: Catalogue, make: Factory, watching: Browser
) -> None:
    assert asked(watching, "ingen adress").status == 422
    assert 'value="ingen adress"' in watching.page
    make.region("syd", plugins=["training_catalog"])
    assert watching.get(link(mails()[0]).replace("/r/norr/", "/r/syd/")).status == 404
    assert watching.get(f"{URL}watch/nonsense").status == 404


def test_a_centre_near_home_that_begins_to_receive_is_news(catalogue: Catalogue, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.rows(row(Namn="Distanskurs", Studieort="Kiruna", DistansObligatorisk="6"))
    asked(browser, **{"from": NORSJO})
    browser.get(link(mails()[0]))
    browser.submit()
    assert tell(catalogue, monkeypatch) == 0
    told(catalogue, 1, centre(), catalogue_ref=f"training_catalog:event:{catalogue.events[0].id}")
    assert tell(catalogue, monkeypatch) == 1
    assert "* Distanskurs" in mails()[-1].body


def test_who_is_signed_in_is_told_by_notice(catalogue: Catalogue, make: Factory, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    user, other = make.user(), make.user()
    catalogue.rows(row(Namn="Kurs ett"))
    browser.sign_in(user)
    browser.get(f"{URL}watch", query_string={"q": "kurs"})
    browser.submit()
    assert "”kurs”" in browser.text
    catalogue.rows(row(kurstillfalleId="2", Namn="Kurs två"))
    assert tell(catalogue, monkeypatch) == 1
    notices = db.session.execute(select(Notice)).scalars().all()
    assert [(n.user_id, n.title, n.body) for n in notices] == [(user.id, "Nya utbildningar: ”kurs”", "* Kurs två")]
    browser.sign_in(other)
    browser.get(f"{URL}watches")
    assert "Du bevakar ingenting än" in browser.text
