"""The demo is made by the services, once, and holds what it says."""

from __future__ import annotations

from datetime import date
from random import Random

from sqlalchemy import func, select

from core.db import atomic, db
from core.demo.organisations import make_organisations
from core.testing.factories import Factory
from plugins.funding import demo
from plugins.funding.calls.models import FundingCall
from plugins.funding.monthly import queries as months
from plugins.funding.monthly.models import MonthlyFile
from plugins.funding.participants.models import Participant
from plugins.funding.projects import queries
from plugins.funding.projects.models import Project
from plugins.funding.registration.queries import page, received


def counts() -> list[int]:
    tables = (FundingCall, Project, Participant, MonthlyFile)
    return [int(db.session.execute(select(func.count()).select_from(each)).scalar_one()) for each in tables]


def test_the_mission_s_project_is_made_once(make: Factory) -> None:
    region = make.region("demo", plugins=["funding"], municipalities=["0380", "0381"])
    with make.inside(region), atomic():
        make_organisations(region, Random(1))
        for _ in range(2):
            demo.seed(region)
        assert counts() == [6, 2, 250, 3]
        project, open_now = db.session.execute(select(Project).order_by(Project.id)).scalars()
        waiting = received(open_now, page(open_now).items)
        names = [(each.name, each.is_clear) for each in waiting]
        assert names == [("Demo Anmäld 1", True), ("Demo Anmäld 2", True), ("Demo Anmäld 2", False)]
        whole = queries.follow_up(region, project.id)
        assert (project.amount, len(whole.partners), whole.budget) == (11_230_000, 40, 11_230_000)
        april = months.month(project, date(2022, 4, 1))
        assert [fault.participant.number for fault in april.faults if fault.participant] == [1, 34]
