"""What the clusters show on other parts' pages, and what may be told to everybody."""

from __future__ import annotations

from typing import Any

from flask import Flask, g

from core.db import utcnow
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.users.models import User
from plugins.demand_pooling.cards import COURSE_ASIDE

from .conftest import KIRUNA, LYCKSELE, Pool
from .test_clusters import clusters, fill


def asked(app: Flask, region: Region, user: User | None, call: Any) -> Any:
    """Ask the region's hooks as a page of core would."""
    with app.test_request_context(f"/r/{region.slug}/"):
        g.region_slug = region.slug
        return call(hooks.for_region(region))


def test_search_finds_clusters_by_the_employers_words_for_those_who_may(app: Flask, pool: Pool, north: Region) -> None:
    pool.publish(north, occupation_label="Yrke Y", occupation_group="0001", local_title="Timmerbilschaufför", municipality_code=LYCKSELE)
    pool.work()
    (cluster,) = clusters(pool, north)
    user = pool.make.user(north, "strategist")
    for query in ("timmerbil", "Lycksele", "yrke y"):
        (hit,) = asked(app, north, user, lambda h, q=query: h.search(user=user, query=q))
        assert (hit.title, hit.url) == ("Yrke Y kring Lycksele", f"/r/norr/demand-pooling/{cluster.id}")
    for nobody in (None, pool.make.user(north, "supervisor")):
        assert asked(app, north, nobody, lambda h, u=nobody: h.search(user=u, query="timmerbil")) == []


def test_a_ref_leads_to_the_cluster_for_those_who_may(app: Flask, pool: Pool, north: Region) -> None:
    pool.publish(north, occupation_label="Yrke Y", occupation_group="0001")
    pool.work()
    (cluster,) = clusters(pool, north)
    user = pool.make.user(north, "strategist")
    link = asked(app, north, user, lambda h: h.resolve_ref(user=user, ref=f"demand_pooling:cluster:{cluster.id}"))
    assert link.title == "Yrke Y kring Skellefteå"
    for ref in (
        "demand_pooling:cluster:0",
        "demand_pooling:cluster:x",
        "demand_pooling:cluster:1:2",
        "demand_pooling:need:1",
        "demand_pooling:",
    ):
        assert asked(app, north, user, lambda h, r=ref: h.resolve_ref(user=user, ref=r)) is None
    assert asked(app, north, None, lambda h: h.resolve_ref(user=None, ref=f"demand_pooling:cluster:{cluster.id}")) is None


def test_the_board_tells_of_new_classes_to_those_who_may(pool: Pool, north: Region, browser: Browser) -> None:
    fill(pool, north, 12, occupation_label="Yrke Y", occupation_group="0001")
    pool.work()
    assert (
        "Nya kluster som når gränsen Yrke Y kring Skellefteå : 12 personer hos 12 arbetsgivare"
        in browser.sign_in(pool.make.user(north, "strategist")).get("/r/norr/").text
    )
    assert "Yrke Y" not in browser.sign_in(pool.make.user(north, "supervisor")).get("/r/norr/").text


def test_the_public_sees_sums_of_three_employers_and_nothing_of_fewer(pool: Pool, north: Region, browser: Browser) -> None:
    fill(pool, north, 12, occupation_label="Mångas yrke", occupation_group="0001")
    fill(pool, north, 9, occupation_label="Fås yrke", occupation_group="0002", organisation_id=1, headcount_0_1=2)
    pool.work()
    text = browser.get("/r/norr/").text
    assert "Mångas yrke 12" in text
    assert "1 yrkesgrupp av 1 har ett behov som räcker till en klass." in text
    assert "Fås yrke" not in text
    assert "18" not in text


def test_a_class_of_two_employers_is_not_told_even_where_the_occupation_is(pool: Pool, north: Region, browser: Browser) -> None:
    for organisation in (1, 2):
        pool.publish(north, occupation_group="0001", organisation_id=organisation, headcount_0_1=8)
    pool.publish(north, occupation_group="0001", organisation_id=3, municipality_code=KIRUNA)
    pool.work()
    assert "0 yrkesgrupper av 1" in browser.get("/r/norr/").text


def test_page_course_and_open_data_tell_the_same_sums(app: Flask, pool: Pool, north: Region) -> None:
    fill(pool, north, 4, occupation_group="0001", occupation_label="Yrke A")
    fill(pool, north, 3, occupation_group="0001", occupation_label="Yrke A", level="higher")
    fill(pool, north, 2, occupation_group="0002", occupation_label="Yrke B")
    pool.work()
    (dataset,) = asked(app, north, None, lambda h: h.open_data())
    assert asked(app, north, None, lambda _hooks: list(dataset.rows())) == [("0001", "Yrke A", 7, 7, 1, 0, utcnow().date().isoformat())]
    subject = {"ref": "training_catalog:info:1", "occupation_groups": ["0001", "0002"]}
    (slot,) = asked(app, north, None, lambda h: h.slot_content(user=None, slot=COURSE_ASIDE, subject=subject))
    assert [(row.people, row.employers) for row in slot.context["rows"]] == [(7, 7)]


def test_the_slot_is_empty_without_demand_and_for_strange_subjects(app: Flask, pool: Pool, north: Region) -> None:
    for subject in (
        {"occupation_groups": ["0002"]},
        {"occupation_groups": []},
        {},
        {"occupation_groups": None},
        "training_catalog:info:1",
        None,
    ):
        assert asked(app, north, None, lambda h, s=subject: h.slot_content(user=None, slot=COURSE_ASIDE, subject=s)) == []
    assert asked(app, north, None, lambda h: h.slot_content(user=None, slot="other.slot", subject={"occupation_groups": ["0001"]})) == []


def test_the_checks_say_what_is_lacking(app: Flask, pool: Pool, north: Region) -> None:
    found = asked(app, north, None, lambda h: [check.ok for _plugin, check in h.region_checks()])
    assert found == [False, True, False]
    pool.publish(north)
    pool.work()
    found = asked(app, north, None, lambda h: [check.ok for _plugin, check in h.region_checks()])
    assert found == [True, True, False]


def test_the_yearly_report_counts_classes_per_level(app: Flask, pool: Pool, north: Region) -> None:
    assert asked(app, north, None, lambda h: h.report_sections(period=2026)) == []
    fill(pool, north, 12)
    fill(pool, north, 2, level="higher", occupation_group="2221")
    pool.work()
    year = clusters(pool, north)[0].created_at.year
    (section,) = asked(app, north, None, lambda h: h.report_sections(period=year))
    assert list(section.paragraphs) == ["1 behovskluster räcker till en klass.", f"1 av dem nådde gränsen under {year}."]
    assert list(section.tables[0][2]) == [("Högskola", 1, 2, 0), ("Gymnasial nivå eller komvux", 1, 12, 1)]
    (before,) = asked(app, north, None, lambda h: h.report_sections(period=year - 1))
    assert before.paragraphs[1] == f"0 av dem nådde gränsen under {year - 1}."
