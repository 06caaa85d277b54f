"""Notes are written, counted and put away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.errors import DomainError
from core.jobs import enqueue
from core.jobs.runner import drain
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.distance_learning import queries, service
from plugins.distance_learning.models import Note


def test_a_note_is_written_and_its_words_are_counted(browser: Browser, make: Factory) -> None:
    region = make.region("norr", plugins=["distance_learning"])
    browser.sign_in(make.user(region, "strategist"))
    browser.get("/r/norr/distance-learning/new").submit(title="Möte", text="Tre korta ord")
    assert browser.status == 200
    assert "Tre korta ord" in browser.text
    drain()
    assert "Antal ord 3" in browser.get(browser.url).text
    assert "Möte" in browser.get("/r/norr/distance-learning/").text


def test_a_double_click_writes_one_note(browser: Browser, make: Factory) -> None:
    region = make.region("norr", plugins=["distance_learning"])
    browser.sign_in(make.user(region, "strategist"))
    browser.get("/r/norr/distance-learning/new").submit(title="Möte", text="Text").repeat()
    with make.inside(region):
        assert queries.count_open(region) == 1


def test_an_empty_form_says_what_to_do_and_keeps_what_was_typed(browser: Browser, make: Factory) -> None:
    region = make.region("norr", plugins=["distance_learning"])
    browser.sign_in(make.user(region, "strategist"))
    browser.get("/r/norr/distance-learning/new").submit(title="", text="Står kvar")
    assert "Skriv en rubrik." in browser.text
    assert "Står kvar" in dict(browser.form(having="text").fields)["text"]


def test_the_limit_of_the_settings_holds(make: Factory) -> None:
    region = make.region(plugins=["distance_learning"], settings={"distance_learning": {"most_notes": 1}})
    with make.inside(region), atomic():
        service.write_note(region=region, title="Den första", text="Text")
        with pytest.raises(DomainError, match="1 anteckningar"):
            service.write_note(region=region, title="Den andra", text="Text")


def test_old_notes_are_put_away(make: Factory) -> None:
    settings: dict[str, dict[str, object]] = {"distance_learning": {"archive_after_days": 10}}
    region = make.region(plugins=["distance_learning"], settings=settings)
    with make.inside(region), atomic():
        for title, days in (("Ny", 1), ("Gammal", 11)):
            service.write_note(region=region, title=title, text="Text").created_at = utcnow() - timedelta(days=days)
        enqueue("distance_learning.archive_old_notes", region=region)
    drain()
    make.forget()
    with make.inside(region):
        assert db.session.execute(select(Note.title).where(Note.archived)).scalars().all() == ["Gammal"]


def test_the_page_speaks_english(browser: Browser, make: Factory) -> None:
    region = make.region("norr", plugins=["distance_learning"])
    browser.sign_in(make.user(region, "strategist"))
    browser.get("/r/norr/distance-learning/", headers={"Accept-Language": "en"})
    assert "No notes yet" in browser.text
