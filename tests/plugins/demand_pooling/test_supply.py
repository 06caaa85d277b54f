"""Education found for clusters that make a class, in the real catalogue of the demo's other part."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.plugins import lifecycle
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.demand_pooling import jobs
from plugins.demand_pooling.models import FoundSupply

from .conftest import NORTH, Pool
from .test_clusters import clusters, fill, told

SUPPLY = "demand_pooling.supply_found.v1"
SOON = today() + timedelta(days=90)
HEADER = "Namn;Utbildningsanordnare;Kurskod;Startdatum;Kommunkod;Distans\n"
CARE = f"Vård och omsorg, grund;Exempelskolan;VO1;{SOON};2482;nej\n"
CARE_BY_DISTANCE = f"Vård och omsorg på distans;Distansexemplet;VO2;{SOON};0180;ja\n"
WELDING = f"Keramik för nybörjare;Exempelskolan;KE1;{SOON};2482;nej\n"


@pytest.fixture
def region(make: Factory) -> Region:
    found = make.region("norr", plugins=["demand_pooling", "training_catalog"], municipalities=NORTH)
    Pool(make).work()
    return found


def upload(pool: Pool, region: Region, text: str, *, complete: bool = False) -> None:
    """Hand in a course file as the catalogue's keeper does."""
    from flask import current_app

    browser = Browser(current_app._get_current_object())  # type: ignore[attr-defined]
    browser.sign_in(pool.make.user(region, "region_admin")).get(f"/r/{region.slug}/admin/training-catalog/new")
    form = browser.form(having="source")
    data = {**dict(form.fields), "source": "Exempelkällan", "direct": "y", "file": (io.BytesIO((HEADER + text).encode()), "kurser.csv")}
    if complete:
        data["complete"] = "y"
    browser.post(f"/r/{region.slug}/admin/training-catalog/new", data, content_type="multipart/form-data")
    assert browser.url.startswith(f"/r/{region.slug}/admin/training-catalog/"), browser.text
    pool.work()


def found(pool: Pool, region: Region) -> list[tuple[str, bool]]:
    """Title, and whether it is still there."""
    with pool.make.inside(region):
        rows = db.session.execute(select(FoundSupply).order_by(FoundSupply.title)).scalars()
        return [(row.title, row.gone_at is None) for row in rows]


def test_a_class_finds_the_courses_that_are_there(pool: Pool, region: Region) -> None:
    upload(pool, region, CARE + CARE_BY_DISTANCE + WELDING)
    needs = fill(pool, region, 12)
    pool.work()
    assert found(pool, region) == [("Vård och omsorg på distans", True), ("Vård och omsorg, grund", True)]
    (cluster,) = clusters(pool, region)
    events = told(region, SUPPLY)
    assert [(e["cluster_id"], e["need_ids"], e["provider"]) for e in sorted(events, key=lambda e: e["title"])] == [
        (cluster.id, needs, "Distansexemplet"),
        (cluster.id, needs, "Exempelskolan"),
    ]
    assert all(e["url"].startswith("/r/norr/") and e["ref"].startswith("training_catalog:info:") for e in events)


def test_a_course_that_comes_later_is_found_and_told_once(pool: Pool, region: Region) -> None:
    fill(pool, region, 12)
    pool.work()
    assert found(pool, region) == []
    upload(pool, region, CARE)
    assert found(pool, region) == [("Vård och omsorg, grund", True)]
    with pool.make.inside(region, "demand_pooling"):
        jobs.find_supply(region)
    fill(pool, region, 1)
    pool.work()
    assert len(told(region, SUPPLY)) == 1


def test_too_few_people_are_not_searched_for(pool: Pool, region: Region) -> None:
    upload(pool, region, CARE)
    fill(pool, region, 11)
    pool.work()
    assert found(pool, region) == []


def test_a_course_that_goes_is_marked_and_comes_back_without_a_second_message(pool: Pool, region: Region) -> None:
    upload(pool, region, CARE + CARE_BY_DISTANCE)
    fill(pool, region, 12)
    pool.work()
    upload(pool, region, CARE_BY_DISTANCE, complete=True)
    assert found(pool, region) == [("Vård och omsorg på distans", True), ("Vård och omsorg, grund", False)]
    upload(pool, region, CARE + CARE_BY_DISTANCE)
    assert found(pool, region) == [("Vård och omsorg på distans", True), ("Vård och omsorg, grund", True)]
    assert len(told(region, SUPPLY)) == 2


def test_the_cluster_page_shows_the_courses_with_their_reason(pool: Pool, region: Region, browser: Browser) -> None:
    upload(pool, region, CARE)
    fill(pool, region, 12)
    pool.work()
    (cluster,) = clusters(pool, region)
    browser.sign_in(pool.make.user(region, "strategist")).get("/r/norr/demand-pooling/")
    assert "1 utbildning hittad" in browser.text
    browser.get(f"/r/norr/demand-pooling/{cluster.id}")
    assert "Vård och omsorg, grund Exempelskolan · Skellefteå" in browser.text
    assert "Ges i Skellefteå, där behovet finns." in browser.text
    assert "Arbetsgivarna har fått veta det." in browser.text
    assert browser.follow("Vård och omsorg, grund").status == 200
    assert "Efterfrågan i regionen 12 personer hos 12 arbetsgivare" in browser.text


def test_without_a_catalogue_the_pages_say_so_and_show_no_old_finds(pool: Pool, region: Region, browser: Browser) -> None:
    upload(pool, region, CARE)
    fill(pool, region, 12)
    pool.work()
    (cluster,) = clusters(pool, region)
    with atomic():
        lifecycle.disable(region, "training_catalog")
    browser.sign_in(pool.make.user(region, "strategist")).get("/r/norr/demand-pooling/")
    assert "utbildning hittad" not in browser.text
    browser.get(f"/r/norr/demand-pooling/{cluster.id}")
    assert "Regionen har ingen kurskatalog påslagen" in browser.text
    assert "Vård och omsorg, grund" not in browser.text
    assert found(pool, region) == [("Vård och omsorg, grund", True)]
