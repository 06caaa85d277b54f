"""Rounds, invitations and answers for the tests, made by the plugin's own services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory, check_digit
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response, SurveyRound
from plugins.employer_needs.services import invitations, rounds
from plugins.employer_needs.services.invitations import invitation_token


@dataclass
class World:
    """A region with an open round and a way to make more of everything."""

    make: Factory
    region: Region
    round: SurveyRound

    def inside(self) -> Any:
        return self.make.inside(self.region, "employer_needs")

    def invite(
        self, name: str = "Exempelverken AB", *, number: int = 1, municipality: str | None = "2417", survey_round: SurveyRound | None = None
    ) -> Invitation:
        email = f"hr{number}@exempel.example"
        orgnr = check_digit(f"55599{number:04d}")
        row = {"organisation": name, "orgnr": orgnr, "email": email, "municipality_code": municipality, "identity": f"{orgnr}|{email}"}
        with atomic(), self.inside():
            survey_round = survey_round or self.round
            invitations.invite(region=self.region, survey_round=survey_round, rows=[row])
            statement = select(Invitation).where(Invitation.round_id == survey_round.id, Invitation.identity == row["identity"])
            return db.session.execute(statement).scalar_one()

    def link(self, invitation: Invitation) -> str:
        return f"/r/{self.region.slug}/employer-needs/svara/{invitation_token(invitation.seed)}"

    def rows(self, model: type[Any]) -> list[Any]:
        db.session.expire_all()
        with self.inside():
            return list(db.session.execute(select(model).order_by(model.id)).scalars())

    def only(self, model: type[Any]) -> Any:
        (row,) = self.rows(model)
        return row

    @property
    def response(self) -> Response:
        return self.only(Response)

    @property
    def need(self) -> CompetenceNeed:
        return self.only(CompetenceNeed)


def open_world(make: Factory, slug: str = "", **settings: Any) -> World:
    """A region with the plugin and an open round."""
    region = make.region(slug, plugins=["employer_needs"], settings={"employer_needs": settings})
    with atomic(), make.inside(region, "employer_needs"):
        survey_round = rounds.create_round(region=region, title="Hösten", opens_on=today(), closes_on=today() + timedelta(days=30))
        rounds.open_round(region=region, round_id=survey_round.id)
    return World(make, region, survey_round)


@pytest.fixture
def world(make: Factory) -> World:
    return open_world(make, open_answers=True)


@pytest.fixture
def strategist(world: World, browser: Browser) -> Iterator[Browser]:
    """A browser signed in as the region's strategist."""
    yield browser.sign_in(world.make.user(world.region, "strategist"))


@pytest.fixture
def employer(app: Any, database: Any) -> Callable[[], Browser]:
    """A new browser without an account, each time."""
    return lambda: Browser(app)


def fill_need(visitor: Browser, title: str = "vårdbiträde", headcount: str = "2") -> Browser:
    """From the task list through all pages of a need, and back to the list."""
    visitor.follow("Lägg till ett behov")
    visitor.submit(title=title)
    visitor.submit(kind="new_recruitment", headcount_0_1=headcount)
    visitor.submit(municipality_code="2417", level="upper_secondary")
    visitor.submit(skill_0="Demensvård", shortage="4")
    return visitor.submit(distance_acceptable="yes", placements_offered="1", note="Gärna på våren.")


def fill_all(visitor: Browser, link: str, **need: str) -> Browser:
    """From the mailed link to the check page."""
    visitor.get(link).submit()
    visitor.submit()
    fill_need(visitor, **need)
    visitor.follow("Gå vidare")
    return visitor.submit(contact_email="hr@exempel.example", visibility="named_to_strategists")
