"""The pages as a strategist, a colleague and a stranger meet them."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from core.regions.models import Region
from core.testing.client import Browser
from core.testing.statements import statements

from .conftest import KIRUNA, LYCKSELE, NORSJO, SKELLEFTEA, Pool
from .test_clusters import clusters, fill

pytestmark = pytest.mark.both_databases  # search, order and counts are the database's work


@pytest.fixture
def strategist(pool: Pool, north: Region, browser: Browser) -> Browser:
    return browser.sign_in(pool.make.user(north, "strategist"))


def test_the_list_says_what_is_enough_and_what_is_missing(pool: Pool, north: Region, strategist: Browser) -> None:
    fill(pool, north, 12)
    fill(pool, north, 10, occupation_group="5312", occupation_label="Elevassistenter")
    fill(pool, north, 2, occupation_group="2221", occupation_label="Sjuksköterskor", level="higher")
    pool.work()
    strategist.get("/r/norr/").follow("Behovskluster")
    assert "Kluster som räcker till en klass 1" in strategist.text
    assert "Personer i de klustren 12 av 24 i alla kluster" in strategist.text
    assert "Nästan klara kluster 1" in strategist.text
    assert "Räcker till en klass 12 av minst 12" in strategist.text
    assert "2 saknas 10 av minst 12" in strategist.text
    assert "13 saknas 2 av minst 15" in strategist.text


def names(browser: Browser) -> list[str]:
    return re.findall(r'class="pooling-name"[^>]*>([^<]+)<', browser.page)


def test_filters_narrow_the_list_and_can_be_taken_off(pool: Pool, north: Region, strategist: Browser) -> None:
    fill(pool, north, 12, occupation_label="A", occupation_group="0001")
    fill(pool, north, 10, occupation_label="B", occupation_group="0002", municipality_code=LYCKSELE)
    fill(pool, north, 2, occupation_label="C", occupation_group="0003", level="higher", local_title="Barnmorska")
    pool.work()
    url = "/r/norr/demand-pooling/"
    for query, expected in {
        "": ["A", "B", "C"],
        "status=viable": ["A"],
        "status=almost": ["B"],
        "status=short": ["C"],
        "level=higher": ["C"],
        f"municipality={LYCKSELE}": ["B"],
        "q=barnmorskor": ["C"],
        "sort=missing": ["B", "C", "A"],
        "sort=name": ["A", "B", "C"],
        "status=nonsense&level=x&sort=x&municipality=9999&page=-3": ["A", "B", "C"],
        "status=viable&level=higher": [],
    }.items():
        assert names(strategist.get(f"{url}?{query}")) == expected, query
    strategist.get(f"{url}?status=viable&level=higher")
    assert "Inga kluster passar" in strategist.text
    assert names(strategist.follow("Ta bort Högskola")) == ["A"]


def test_an_empty_region_says_what_comes_next(strategist: Browser) -> None:
    assert "När arbetsgivare har svarat på en behovsinventering samlas deras behov här" in strategist.get("/r/norr/demand-pooling/").text


def test_the_cluster_page_explains_itself(pool: Pool, north: Region, strategist: Browser) -> None:
    pool.publish(
        north,
        municipality_code=SKELLEFTEA,
        headcount_0_1=3,
        headcount_1_3=1,
        headcount_3_5=6,
        organisation_name="Exempelverken AB",
        shortage=5,
    )
    pool.publish(north, municipality_code=NORSJO, headcount_0_1=2, organisation_name="", shortage=2)
    pool.publish(north, municipality_code=KIRUNA, headcount_0_1=2, distance_acceptable=True)
    pool.publish(north, municipality_code=KIRUNA, headcount_0_1=1)
    pool.work()
    cluster = clusters(pool, north)[0]
    text = strategist.get(f"/r/norr/demand-pooling/{cluster.id}").text
    assert "8 av minst 12" in text
    assert "4 personer saknas till en klass." in text
    assert "Alla 3 behov gäller yrkesgruppen" in text
    assert "2 av dem finns i eller inom 120 km fågelvägen från Skellefteå." in text
    assert "Ett behov ligger längre bort, men där går distans bra. Därför räknas det hit." in text
    assert "Vi räknar behov inom ett år och om ett till tre år." in text
    assert "Skellefteå 4 1 0 Inom räckhåll" in text
    assert "Norsjö 2 1 72 Inom räckhåll" in text
    assert "Kiruna 2 1 347 På distans" in text
    assert "Bristvärde, medel av 1–5 3,7" in text
    assert "1 person med samma behov finns för långt bort." in text
    assert "Kiruna 1 347 För långt: gränsen är 120 km Klustret kring Kiruna" in text
    assert "6 personer behövs först om tre till fem år och räknas inte." in text
    assert "Exempelverken AB Skellefteå Undersköterska 4 Nej 1" in text
    assert "Utan namn Norsjö Undersköterska 2 Nej 1" in text
    assert "Regionen har ingen kurskatalog påslagen" in text


def test_names_are_for_strategists_only(pool: Pool, north: Region, browser: Browser) -> None:
    pool.publish(north, organisation_name="Hemliga Exemplet AB")
    pool.work()
    (cluster,) = clusters(pool, north)
    for role in ("education_coordinator", "guidance_counsellor", "provider_representative"):
        browser.sign_in(pool.make.user(north, role)).get(f"/r/norr/demand-pooling/{cluster.id}")
        assert browser.status == 200
        assert "Hemliga Exemplet AB" not in browser.page


def test_strangers_and_those_without_the_right_see_nothing(pool: Pool, north: Region, browser: Browser) -> None:
    fill(pool, north, 12, occupation_label="Yrke X", occupation_group="0001")
    pool.work()
    (cluster,) = clusters(pool, north)
    addresses = ["/r/norr/demand-pooling/", "/r/norr/demand-pooling/clusters.csv", f"/r/norr/demand-pooling/{cluster.id}"]
    for address in addresses:
        assert "Yrke X" not in browser.get(address).page
        assert browser.url == "/sign-in"
    browser.sign_in(pool.make.user(north, "supervisor"))
    for address in addresses:
        assert browser.get(address).status == 403
        assert "Yrke X" not in browser.page


def test_another_regions_cluster_is_not_found(pool: Pool, north: Region, strategist: Browser) -> None:
    south = pool.make.region("soder", plugins=["demand_pooling"], municipalities=["1280"])
    pool.publish(south, municipality_code="1280")
    pool.work()
    (foreign,) = clusters(pool, south)
    unknown = strategist.get("/r/norr/demand-pooling/999999")
    assert unknown.status == 404
    assert strategist.get(f"/r/norr/demand-pooling/{foreign.id}").status == 404
    assert strategist.get("/r/norr/demand-pooling/99999999999999999999").status == 404


def test_a_closed_cluster_leads_on_to_its_successor(pool: Pool, north: Region, strategist: Browser) -> None:
    pool.publish(north, headcount_0_1=2)
    far = pool.publish(north, municipality_code=KIRUNA)
    pool.work()
    closed = next(c for c in clusters(pool, north) if c.hub_code == KIRUNA)
    pool.publish(north, need_id=far, municipality_code=KIRUNA, distance_acceptable=True)
    pool.work()
    (successor,) = clusters(pool, north)
    strategist.get(f"/r/norr/demand-pooling/{closed.id}")
    assert "Klustret finns inte längre." in strategist.text
    assert "Klustret upplöstes" in strategist.text
    assert strategist.follow("Visa det klustret").url == f"/r/norr/demand-pooling/{successor.id}"


def test_recalculating_by_hand(pool: Pool, north: Region, strategist: Browser) -> None:
    fill(pool, north, 2)
    pool.work()
    strategist.get("/r/norr/demand-pooling/").submit()
    assert "Klustren räknas om." in strategist.text
    strategist.submit()
    assert "Klustren räknas redan om." in strategist.text
    pool.work()
    assert len(clusters(pool, north)) == 1


def test_only_strategists_may_recalculate(pool: Pool, north: Region, browser: Browser) -> None:
    browser.sign_in(pool.make.user(north, "guidance_counsellor")).get("/r/norr/demand-pooling/")
    assert "Räkna om klustren" not in browser.text
    token = next(value for form in browser.forms for name, value in form.fields if name == "csrf_token")
    browser.post("/r/norr/demand-pooling/recalculate", {"csrf_token": token, "submission_key": "x" * 20})
    assert browser.status == 403


@pytest.mark.requirement("S28")
def test_the_file_holds_the_filtered_list_and_no_formulas(pool: Pool, north: Region, strategist: Browser) -> None:
    fill(pool, north, 2, occupation_label="=1+1", occupation_group="0001")
    fill(pool, north, 12, occupation_label="Annat", occupation_group="0002")
    pool.work()
    strategist.get("/r/norr/demand-pooling/clusters.csv?status=short")
    assert strategist.response is not None
    text = strategist.response.get_data().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert header[:2] == ["SSYK", "Yrkesgrupp"]
    assert rows == [["0001", "'=1+1", "Gymnasial nivå eller komvux", "Skellefteå", "2", "2", "1", "12", "10", "För få än", "0"]]


def test_the_number_of_queries_does_not_grow(pool: Pool, north: Region, strategist: Browser, database: Any) -> None:
    def counted(address: str) -> int:
        with statements(database) as seen:
            strategist.get(address)
        return len(seen)

    pool.publish(north)
    pool.work()
    (cluster,) = clusters(pool, north)
    addresses = ["/r/norr/demand-pooling/", f"/r/norr/demand-pooling/{cluster.id}", "/r/norr/"]
    strategist.get(addresses[0])
    few = [counted(address) for address in addresses]
    for number in range(30):
        pool.publish(north, municipality_code=[SKELLEFTEA, NORSJO][number % 2])
        pool.publish(north, occupation_group=f"{1000 + number}", headcount_0_1=20)
    pool.work()
    assert [counted(address) for address in addresses] == few


def test_off_means_not_found(pool: Pool, strategist: Browser) -> None:
    pool.make.region("utan", municipalities=["1280"])
    for address in ("/r/utan/demand-pooling/", "/r/utan/demand-pooling/clusters.csv", "/r/utan/demand-pooling/1"):
        assert strategist.get(address).status == 404
