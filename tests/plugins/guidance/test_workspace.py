"""Shortlists: one's own alone, shared by a link that ends, and nothing stored of whom they are for."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import DomainError
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.workspace import service
from plugins.guidance.workspace.jobs import clear_links
from plugins.guidance.workspace.models import Shortlist, ShortlistItem

from .made import GROUP, a_profile

AT = "/r/norr/guidance"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


@pytest.fixture
def counsellor(make: Factory, region: Region, browser: Browser) -> Browser:
    return browser.sign_in(make.user(region, "guidance_counsellor"))


def test_a_way_is_kept_from_the_page_and_shared_by_a_link_that_ends(make: Factory, region: Region, counsellor: Browser) -> None:
    with make.inside(region), atomic():
        a_profile(region, name="Verket")
    counsellor.get(f"{AT}/occupations/{GROUP}").submit(to=f"{AT}/lists/keep")
    assert "Sparat i listan Ny lista." in counsellor.text
    counsellor.get(f"{AT}/occupations/{GROUP}").submit(to=f"{AT}/lists/keep")  # again: there once, on the same list
    make.forget()
    with make.inside(region):
        number = db.session.execute(select(Shortlist.id)).scalar_one()
        assert db.session.execute(select(ShortlistItem.title)).scalars().all() == ["Verket"]
    counsellor.get(f"{AT}/lists/{number}").submit(to=f"{AT}/lists/{number}/share")
    link = next(address for address, _words in counsellor.links if "/shared/" in address)
    path = link[link.index("/r/") :]
    reader = Browser(counsellor.client.application)
    assert "Verket" in reader.get(path).text
    assert reader.response.headers["X-Robots-Tag"] == "noindex"
    assert reader.get(path.replace("/norr/", "/soder/")).status == 404
    with time_machine.travel(today() + timedelta(days=31)):
        assert "Länken går inte att öppna längre" in reader.get(path).text
        with make.inside(region), atomic():
            clear_links(region)
            assert db.session.execute(select(Shortlist.token_hash, Shortlist.seed, Shortlist.expires_at)).one() == (None, "", None)


def test_a_link_that_is_taken_back_does_not_open(make: Factory, region: Region, browser: Browser) -> None:
    user = make.user(region, "guidance_counsellor")
    with make.inside(region), atomic():
        found = service.save_list(region=region, user=user, shortlist=None, label="A", note="")
        first = service.share(region=region, shortlist=found)
        second = service.share(region=region, shortlist=found)
        assert service.token_for(found) == second
    assert browser.get(f"{AT}/shared/{first}").status == 404
    assert browser.get(f"{AT}/shared/{second}").status == 200
    with make.inside(region), atomic():
        service.unshare(shortlist=db.session.execute(select(Shortlist)).scalar_one())
    assert browser.get(f"{AT}/shared/{second}").status == 404


def test_nobody_else_sees_a_list_not_even_the_administrator(make: Factory, region: Region, browser: Browser) -> None:
    user = make.user(region, "guidance_counsellor")
    with make.inside(region), atomic():
        number = service.save_list(region=region, user=user, shortlist=None, label="Hemlig", note="").id
    for role in ("guidance_counsellor", "strategist", "region_admin"):
        browser.sign_in(make.user(region, role))
        for page in ("", "/edit", "/items/new"):
            assert browser.get(f"{AT}/lists/{number}{page}").status == 404
        assert "Hemlig" not in browser.get(f"{AT}/lists").text
        token = browser.form_token()
        for page in ("share", "unshare", "remove", "items/1/remove"):
            browser.post(f"{AT}/lists/{number}/{page}", {"csrf_token": token, "submission_key": "k" * 32})
            assert browser.status == 404


def test_only_addresses_of_the_region_are_kept_from_a_page(make: Factory, region: Region, counsellor: Browser) -> None:
    counsellor.get(f"{AT}/lists")
    for url in ("https://elsewhere.example/", "//elsewhere.example", "/r/soder/x", "javascript:alert(1)"):
        form = {
            "csrf_token": counsellor.form_token(),
            "title": "X",
            "url": url,
            "list": "",
            "submission_key": f"{abs(hash(url)):032d}"[:32],
        }
        counsellor.post(f"{AT}/lists/keep", form)
    make.forget()
    with make.inside(region):
        assert db.session.execute(select(ShortlistItem)).all() == []


def test_a_list_has_room_for_so_many(make: Factory, region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_ITEMS", 2)
    user = make.user(region, "guidance_counsellor")
    with make.inside(region), atomic():
        found = service.save_list(region=region, user=user, shortlist=None, label="A", note="")
        for title in ("a", "b"):
            service.add_item(shortlist=found, title=title)
        with pytest.raises(DomainError, match="Listan är full"):
            service.add_item(shortlist=found, title="c")
