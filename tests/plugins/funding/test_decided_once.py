"""Two write down the funder's decision at the same time: real threads, real transactions, nothing rolled back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.clock import today
from core.db import atomic, db, region_scope
from core.errors import Conflict
from core.regions.models import Region
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.funding.ideas import queries, service
from plugins.funding.projects.models import BudgetKind, Project
from tests.two_at_once import an_application

from .made import an_idea


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    with an_application(databases, tmp_path, "decisions", "funding") as made:
        yield made


@pytest.mark.slow
def test_an_application_is_decided_once(own_app: Flask) -> None:
    with own_app.app_context():
        region_id = Factory().region("norr", plugins=["funding"]).id
        with region_scope(region_id), atomic():
            region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
            idea = an_idea(region)
            service.set_budget(region=region, idea=idea, kind=BudgetKind.STAFF, year=idea.starts_on.year, amount=1000)
            service.submit(region=region, idea=idea, submitted_on=today())
            idea_id = idea.id
    together, ended = threading.Barrier(4), Counter[str]()

    def work() -> None:
        with own_app.app_context(), region_scope(region_id):
            region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
            db.session.rollback()
            together.wait(timeout=30)
            try:
                with atomic():
                    found = queries.idea(region, idea_id, lock=True)
                    service.decide(
                        region=region, idea=found, granted=True, amount=700, decided_on=date(2026, 11, 20), text="", reference=""
                    )
                ended["done"] += 1
            except Conflict:
                ended["refused"] += 1
            except BaseException as error:
                ended[repr(error)] += 1

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert ended == {"done": 1, "refused": 3}
    with own_app.app_context(), region_scope(region_id):
        assert db.session.execute(select(func.count()).select_from(Project)).scalar_one() == 1
