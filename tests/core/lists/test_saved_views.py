"""A person saves what was chosen on a list, comes back to it, and removes it. Nobody else sees it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.lists import service
from core.lists.models import SavedView
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory

pytestmark = pytest.mark.both_databases  # search, order and counts are the database's work

LIST = "/r/norr/organisations/"


@pytest.fixture
def north(make: Factory) -> Region:
    return make.region("norr")


def names() -> list[str]:
    return list(db.session.execute(select(SavedView.name).order_by(SavedView.id)).scalars())


def test_saved_shown_followed_and_removed(browser: Browser, make: Factory, north: Region) -> None:
    browser.sign_in(make.user(north, "strategist")).get(LIST + "?q=svets&page=2&sort=")
    browser.submit(having="name", values={"name": "  Svets   i norr "})
    assert (browser.url, names()) == (LIST, ["Svets i norr"])
    assert "Vyn är sparad" in browser.text
    link = next(href for href, words in browser.get(LIST).links if words == "Svets i norr")
    assert link == LIST + "?q=svets"
    form = next(form for form in browser.forms if form.action.endswith("/remove"))
    browser.post(form.action, dict(form.fields))
    assert (browser.url, names()) == (LIST, [])


def test_the_same_name_replaces(browser: Browser, make: Factory, north: Region) -> None:
    browser.sign_in(make.user(north, "strategist"))
    for query in ("svets", "bygg"):
        browser.get(f"{LIST}?q={query}").submit(having="name", values={"name": "Min"})
    assert [view.query for view in db.session.execute(select(SavedView)).scalars()] == ["q=bygg"]


@pytest.mark.requirement("S2")
def test_another_s_views_are_neither_seen_nor_removed(browser: Browser, app: Flask, make: Factory, north: Region) -> None:
    browser.sign_in(make.user(north, "strategist")).get(LIST + "?q=svets").submit(having="name", values={"name": "Hemlig vy"})
    view = db.session.execute(select(SavedView)).scalar_one()
    other = Browser(app).sign_in(make.user(north, "strategist"))
    assert "Hemlig vy" not in other.get(LIST + "?q=svets").page
    form = other.form(having="name")
    assert other.post(f"/r/norr/views/{view.id}/remove", dict(form.fields)).status == 404
    assert names() == ["Hemlig vy"]


def test_strangers_are_offered_nothing(browser: Browser, north: Region) -> None:
    assert "Mina vyer" not in browser.get(LIST + "?q=svets").page


@pytest.mark.parametrize("endpoint", ["", "core_site.landing", "nothing.here", "core_organisations.detail", "static"])
def test_only_lists_of_the_region_can_be_saved(endpoint: str, browser: Browser, make: Factory, north: Region) -> None:
    browser.sign_in(make.user(north, "strategist")).get(LIST + "?q=svets")
    fields = {**dict(browser.form(having="name").fields), "endpoint": endpoint, "name": "x"}
    assert browser.post("/r/norr/views/", fields).status == 404
    assert names() == []


REFUSED = [({"name": ""}, "Skriv ett namn"), ({"name": "x" * 81}, "Skriv ett namn"), ({"name": "x", "query": "page=2"}, "Filtrera")]


@pytest.mark.parametrize(("given", "says"), REFUSED)
def test_what_cannot_be_saved_is_said(given: dict[str, str], says: str, browser: Browser, make: Factory, north: Region) -> None:
    browser.sign_in(make.user(north, "strategist")).get(LIST + "?q=svets")
    browser.post("/r/norr/views/", {**dict(browser.form(having="name").fields), **given})
    assert says in browser.text
    assert names() == []


def test_a_query_is_kept_without_page_and_empty_values() -> None:
    assert service.tidy("q=å%26b&page=3&x=&x=1&x=2") == "q=%C3%A5%26b&x=1&x=2"
