"""The demo is made by the services, once, and holds what it says."""

from __future__ import annotations

from random import Random

from sqlalchemy import func, select

from core.db import atomic, db
from core.demo.organisations import make_organisations
from core.testing.factories import Factory
from core.users.service import grant_role
from plugins.guidance import demo
from plugins.guidance.employers.models import EmployerProfile
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStep
from plugins.guidance.prospects.models import Prospect
from plugins.guidance.visits.models import Visit, VisitBooking


def counts() -> list[int]:
    tables = (Prospect, EmployerProfile, Visit, VisitBooking, Module, ModuleStep, ModuleProgress)
    return [int(db.session.execute(select(func.count()).select_from(each)).scalar_one()) for each in tables]


def test_made_once(make: Factory) -> None:
    region = make.region("demo", plugins=["guidance"], municipalities=["0380", "0381"])
    with make.inside(region), atomic():
        make_organisations(region, Random(1))
        grant_role(user=make.user(), region=region, role="learning_centre_manager")
        for _ in range(2):
            demo.seed(region)
        assert counts() == [16, 3, 3, 1, 3, 7, 2]
