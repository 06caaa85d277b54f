"""Two colleagues keep the same education at the very same time: one saves, the other is told, and nothing that either wrote is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, region_scope
from core.testing.client import Browser
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.training_catalog.models import EducationEvent, EducationInfo
from plugins.training_catalog.upkeep.models import Cancellation, KeptEducation, KeptOccasion
from tests.two_at_once import an_application, at_once, one_saved_one_told

from .conftest import NORSJO, Catalogue
from .upkeep_made import keeper

pytestmark = pytest.mark.slow
OWN = "/r/norr/training-catalog/own"


class Office:
    """Two colleagues at a provider, and an education with one occasion that they keep."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            make = Factory()
            region = make.region("norr", plugins=["training_catalog"], municipalities=[NORSJO])
            self.region_id = region.id
            kept = keeper(make, Catalogue(make, region))
            colleague = make.user(region, "provider_representative", organisation=kept.school)
            education, occasion = kept.draft(start=date(2031, 8, 25), end=date(2032, 6, 9), application_last=date(2031, 5, 15))
            self.education_id, self.occasion_id = education.id, occasion.id
            self.people = [Browser(app).sign_in(user) for user in (kept.user, colleague)]

    def send(self, page: str, having: str, *typed: dict[str, Any], do: str = "save") -> list[Browser]:
        """Both open a page, and then send it at once, each with what it typed."""
        for person in self.people:
            person.get(f"{OWN}/{page}")
        one, two = self.people
        facts: dict[str, Any] = {"having": having, "button": ("do", do)}
        return list(at_once(lambda: one.submit(typed[0], **facts), lambda: two.submit(typed[-1], **facts)))

    def all(self, model: Any) -> list[Any]:
        with self.app.app_context(), region_scope(self.region_id):
            return list(db.session.execute(select(model).order_by(model.id)).scalars())


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    with an_application(databases, tmp_path, "upkeep", "training_catalog") as app:
        yield Office(app)


def _typed(browser: Browser, name: str) -> str:
    return dict(browser.form(having=name).fields)[name].strip()


def test_of_two_who_change_an_education_one_saves_and_the_other_keeps_what_was_typed(office: Office) -> None:
    ended = office.send(f"{office.education_id}", "title", {"title": "Vård A"}, {"title": "Vård B"})
    _saved, told = one_saved_one_told(ended)
    (row,) = office.all(KeptEducation)
    assert {row.title, _typed(told, "title")} == {"Vård A", "Vård B"}
    assert "Någon annan har ändrat" in told.text


def test_of_two_who_change_an_occasion_one_saves_and_the_other_keeps_what_was_typed(office: Office) -> None:
    page = f"occasions/{office.occasion_id}"
    _saved, told = one_saved_one_told(office.send(page, "pace", {"pace": "50"}, {"pace": "75"}))
    (row,) = office.all(KeptOccasion)
    assert {f"{row.pace:.0f}", _typed(told, "pace")} == {"50", "75"}


def test_an_education_that_two_publish_at_once_stands_once_in_the_catalogue(office: Office) -> None:
    ended = office.send(f"{office.education_id}/review", "more", {}, do="publish")
    assert {each.status for each in ended} <= {200, 409}
    assert (len(office.all(EducationInfo)), len(office.all(EducationEvent))) == (1, 1)


def test_an_occasion_that_two_cancel_at_once_is_cancelled_once_with_one_of_the_reasons(office: Office) -> None:
    office.send(f"{office.education_id}/review", "more", {}, do="publish")
    ended = office.send(f"occasions/{office.occasion_id}/cancel", "reason", {"reason": "För få sökande."}, {"reason": "Ingen lärare."})
    said = ("Du kan ångra dig i dag", "redan inställt", "Någon annan har ändrat")
    assert sum(said[0] in each.text for each in ended) == 1
    assert sum(said[1] in each.text or said[2] in each.text for each in ended) == 1
    (row,) = office.all(Cancellation)
    assert (row.reason in ("För få sökande.", "Ingen lärare."), row.round) == (True, 1)
