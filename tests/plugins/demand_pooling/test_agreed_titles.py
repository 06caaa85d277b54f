"""Titles that organisations agreed on count as the same title."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.regions.models import Region
from core.testing.client import Browser
from plugins.demand_pooling.agreed.hearing import TitlesAgreed, on_titles_agreed
from plugins.demand_pooling.agreed.models import AgreedRole
from plugins.demand_pooling.agreed.queries import AgreedTitles
from plugins.demand_pooling.models import DemandCluster, PooledNeed
from plugins.demand_pooling.runs.snapshot import snapshot
from plugins.demand_pooling.solving.similarity import Fit

from .conftest import Pool


def hear(pool: Pool, region: Region, **facts: Any) -> None:
    said = {"standard_id": 3, "title": "Barnskötare", "occupation_group": "5311", "titles": ["Barnpedagog"], "revision": 2, **facts}
    with pool.make.inside(region, "demand_pooling"), atomic():
        on_titles_agreed(region, TitlesAgreed(**said))


def rows(pool: Pool, region: Region) -> list[tuple[str, list[str], bool]]:
    with pool.make.inside(region, "demand_pooling"):
        found = db.session.execute(select(AgreedRole).order_by(AgreedRole.id)).scalars()
        return [(row.title, row.titles, row.withdrawn_at is not None) for row in found]


def test_the_last_word_holds_and_an_older_one_is_passed_over(pool: Pool, north: Region) -> None:
    hear(pool, north)
    hear(pool, north)
    assert rows(pool, north) == [("Barnskötare", ["barnpedagog", "barnskotare"], False)]
    hear(pool, north, titles=[], withdrawn=True, revision=3)
    hear(pool, north, revision=2)
    assert rows(pool, north) == [("Barnskötare", ["barnskotare"], True)]


def test_two_titles_of_one_role_fit_the_same_profile(pool: Pool, north: Region) -> None:
    plain = {"skills": [], "level": "upper_secondary"}
    pool.publish(north, need_id=1, occupation_group="5311", occupation_label="Barnskötare", local_title="Barnskötare", **plain)
    pool.publish(north, need_id=2, occupation_group="2343", occupation_label="Förskollärare", local_title="barnpedagog", **plain)
    pool.publish(north, need_id=3, occupation_group="2343", occupation_label="Förskollärare", local_title="Förskollärare", **plain)
    south = pool.make.region("soder", plugins=["demand_pooling"], municipalities=["1280"])
    hear(pool, south)

    def fits() -> dict[str, list[tuple[str, str]]]:
        with pool.make.inside(north, "demand_pooling"):
            instance = snapshot(north, today())
            ids = {str(row.id): row.local_title for row in db.session.execute(select(PooledNeed)).scalars()}
        fit = Fit(instance)
        families = fit.families(instance.needs)
        assert (families["5311"] == families["2343"]) is any(need.agreed for need in instance.needs)
        return {ids[need.id]: [(one.profile, one.why) for one in fit.profiles(need)] for need in instance.needs}

    before = {"Barnskötare": [("5311", "same_group")], "barnpedagog": [("2343", "same_group")], "Förskollärare": [("2343", "same_group")]}
    assert fits() == before  # another region's word is nothing here
    hear(pool, north)
    assert fits() == {**before, "barnpedagog": [("5311", "agreed_title"), ("2343", "same_group")]}
    hear(pool, north, titles=[], withdrawn=True, revision=3)
    assert fits() == before


def test_a_cluster_says_which_titles_are_the_same(app: Flask, pool: Pool, north: Region) -> None:
    pool.publish(north, need_id=1, occupation_group="5311", occupation_label="Barnskötare", local_title="Barnskötare")
    pool.publish(north, need_id=2, occupation_group="5311", occupation_label="Barnskötare", local_title="Barnpedagog")
    hear(pool, north)
    pool.work()
    with pool.make.inside(north, "demand_pooling"):
        number = db.session.execute(select(DemandCluster.id)).scalar_one()
    page = Browser(app).sign_in(pool.make.user(north, "strategist")).get(f"/r/{north.slug}/demand-pooling/{number}")
    assert "Barnpedagog och Barnskötare räknas som samma titel: den gemensamma yrkesrollen Barnskötare." in page.text


def test_a_title_of_two_roles_is_none_of_them(pool: Pool, north: Region) -> None:
    hear(pool, north, titles=["Resurs", "Barnpedagog"])
    hear(pool, north, standard_id=4, title="Elevassistent", occupation_group="5312", titles=["resurs"])
    with pool.make.inside(north, "demand_pooling"):
        agreed = AgreedTitles(north)
        assert [agreed.role(title) for title in ("Resurs", "")] == [None, None]
        assert agreed.same(["Resurs", "Barnpedagog"]) == {"Barnskötare": ["Barnpedagog"]}
