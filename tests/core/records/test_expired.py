"""What has an end in time does not stay for ever: every table with `expires_at` is cleared at night, also the tables of tomorrow."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.builtin import plugin
from core.db import all_regions, atomic, db, region_scope, utcnow
from core.db.base import Model
from core.records import register, retention
from core.regions.models import Region
from core.testing.factories import Factory
from tests.made import made_row


def expiring() -> list[type[Any]]:
    """The models with `expires_at` of core and of the loaded plugins, but those of the suite's own plugins."""
    found = [m.class_ for m in Model.registry.mappers if "expires_at" in m.column_attrs]
    known = register.register()  # another test in the same process may have imported models of plugins that this application lacks
    return [model for model in found if model.__module__.startswith(("core.", "plugins.")) and model.__tablename__ in known]


def test_the_tables_are_found(app: Flask) -> None:
    with app.app_context():
        named = {model.__tablename__ for model in expiring()}
    assert named >= {"core_used_once", "core_login_token", "core_invitation", "core_join_request", "core_api_token"}


@pytest.mark.requirement("S56")
def test_what_has_expired_is_cleared_at_night(make: Factory) -> None:
    region, user = make.region(), make.user()
    with atomic(), region_scope(region.id):
        regional = {each.type.name for each in retention.kinds(region) if each.type.per_region}
        for name in sorted(regional & {register.register()[model.__tablename__].retention for model in expiring()}):
            retention.decide(  # what belongs to a region goes by its decision only
                region=region, name=name, years=2, months=0, decision="Beslut", decided_on=utcnow().date(), decided_by="Nämnden", actor=None
            )
        before = counts()
        for model in expiring():
            made_row(model, user=user, region=region, moment=utcnow() - timedelta(days=3660))
            made_row(model, user=user, region=region, moment=utcnow() + timedelta(days=10))
        assert counts() == {name: number + 2 for name, number in before.items()}
    night()
    with region_scope(region.id):
        assert counts() == {name: number + 1 for name, number in before.items()}


def night() -> None:
    """Run core's jobs that clear something at a time of day."""
    regions = list(db.session.execute(select(Region)).scalars())
    for job in plugin.register_jobs():
        if isinstance(job.every, str) and job.name.startswith(("core.dispose", "core.clear", "core.purge")):
            for region in regions if job.per_region else [None]:
                with region_scope(region.id) if region else all_regions("as the runner does"), atomic() if job.atomic else nullcontext():
                    job.func(region)


def counts() -> dict[str, int]:
    return {m.__tablename__: db.session.execute(select(func.count()).select_from(m)).scalar_one() for m in expiring()}
