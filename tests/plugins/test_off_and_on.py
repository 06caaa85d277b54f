"""A region turns a plugin off while the server runs: gone here, untouched there, and all of it back afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.db import all_regions, atomic, db
from core.jobs import enqueue
from core.jobs.models import Outbox, Outcome
from core.jobs.runner import drain
from core.plugins import hooks
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.training_catalog.models import EducationEvent


@pytest.mark.requirement("S8")
def test_catalogue_off_here_on_there_and_back(make: Factory, browser: Browser) -> None:
    from random import Random

    here = make.region(plugins=["training_catalog"])
    there = make.region(plugins=["training_catalog"])
    with atomic(), make.inside(here, "training_catalog"):
        hooks.for_region(here).seed_demo(rng=Random(1))
    drain(10_000)

    def events() -> int:
        with all_regions("the test counts"):
            return db.session.execute(select(func.count()).select_from(EducationEvent)).scalar_one()

    before = events()
    assert before > 20
    address = f"/r/{here.slug}/training-catalog/"
    browser.sign_in(make.user(here, "region_admin"))
    assert browser.get(address).status == 200

    browser.get(f"/r/{here.slug}/admin/plugins/training_catalog").submit(button=("action", "disable"))
    assert browser.get(address).status == 404
    assert "Utbildningar" not in [words for _, words in browser.get(f"/r/{here.slug}/").links]
    assert browser.get(f"/r/{there.slug}/training-catalog/").status == 200
    make.forget()
    with atomic():
        row = enqueue("training_catalog.expire_events", region=here)
    drain(10_000)
    db.session.expire_all()
    assert db.session.execute(select(Outbox.outcome).where(Outbox.id == row.id)).scalar_one() == Outcome.SKIPPED
    assert events() == before

    browser.get(f"/r/{here.slug}/admin/plugins/training_catalog").submit(button=("action", "enable"))
    assert browser.get(address).status == 200
    assert events() == before
