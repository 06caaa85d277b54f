"""The work bench as a strategist meets it."""

from __future__ import annotations

import pytest
from flask import Flask

from core.regions.models import Region
from core.testing.client import Browser
from plugins.demand_pooling.models import DemandCluster

from .conftest import Pool
from .test_adopting import rows
from .test_clusters import members
from .test_working import Bench


@pytest.fixture
def bench(pool: Pool, north: Region) -> Bench:
    return Bench(pool, north)


@pytest.fixture
def strategist(bench: Bench, browser: Browser) -> Browser:
    return browser.sign_in(bench.actor)


def page(cluster_id: int, what: str = "work") -> str:
    return f"/r/norr/demand-pooling/{cluster_id}/{what}"


def tick(bench: Bench, needs: list[int]) -> list[str]:
    return [str(each) for each in rows(bench.pool, bench.region, needs)]


def test_from_the_list_to_a_moved_need_and_back(bench: Bench, strategist: Browser) -> None:
    strategist.get("/r/norr/demand-pooling/").follow("Arbetsbänk").follow("Skellefteå")
    assert strategist.url == page(bench.south)
    assert "Ingen har gjort något med klustret än" in strategist.text
    wanted = tick(bench, bench.south_needs[:2])
    strategist.submit(having="needs", needs=wanted, target=str(bench.north), text="Närmare hem", button=("do", "move"))
    assert (strategist.status, strategist.url) == (200, page(bench.south))
    assert "Behoven är flyttade." in strategist.text
    assert "2 behov flyttades till ett annat kluster" in strategist.text
    assert "Närmare hem" in strategist.text
    assert members(bench.pool, bench.region)[bench.north] == sorted(bench.north_needs + bench.south_needs[:2])
    strategist.repeat()
    assert len(bench.steps()) == 1, "a double click acts once"
    strategist.submit(having="step")
    assert "Steget är taget tillbaka." in strategist.text
    assert members(bench.pool, bench.region)[bench.south] == bench.south_needs


def test_of_two_strategists_the_second_sees_what_the_first_did_and_keeps_the_choice(bench: Bench, strategist: Browser, app: Flask) -> None:
    second = Browser(app).sign_in(bench.pool.make.user(bench.region, "strategist"))
    strategist.get(page(bench.south))
    second.get(page(bench.south))
    first, other = tick(bench, bench.south_needs[:1]), tick(bench, bench.south_needs[:2])
    strategist.submit(having="needs", needs=first, target=str(bench.north), text="Hellre där", button=("do", "move"))
    second.submit(having="needs", needs=other, target="new", text="Egen grupp", button=("do", "move"))
    assert second.status == 409
    assert "Någon annan hann före" in second.text
    assert "1 behov flyttades till ett annat kluster, Eva Exempel" in second.text
    assert "”Hellre där”" in second.text
    assert "Egen grupp" in second.page
    assert f'value="{other[1]}" checked' in second.page
    assert members(bench.pool, bench.region)[bench.south] == bench.south_needs[1:]
    second.submit(having="needs", button=("do", "move"), needs=[other[1]])
    assert "Behoven är nu ett eget kluster." in second.text


@pytest.mark.parametrize(
    ("button", "values", "status", "said"),
    [
        ("move", {}, 422, "Välj ett kluster."),
        ("move", {"target": "new"}, 422, "Välj minst ett behov."),
        ("move", {"target": "999999", "needs": ["1"]}, 422, "Klustret finns inte längre."),
        ("move", {"target": "new", "needs": ["888888"]}, 409, "finns inte längre i klustret"),
        ("move", {"target": "new", "needs": ["x", "99999999999999999999"]}, 422, "Välj minst ett behov."),
        ("remove", {"needs": ["1"]}, 422, "Skriv varför behoven inte ska räknas."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(
    bench: Bench, strategist: Browser, button: str, values: dict[str, object], status: int, said: str
) -> None:
    strategist.get(page(bench.south))
    text = {} if button == "remove" else {"text": "Skrivet för hand"}
    strategist.submit({**values, **text}, having="needs", button=("do", button))
    assert strategist.status == status
    assert said in strategist.text
    assert ("Skrivet för hand" in strategist.page) == bool(text)
    assert bench.steps() == []


def test_lock_follow_comment_merge_and_put_back(bench: Bench, strategist: Browser) -> None:
    strategist.get(page(bench.south))
    for words in ("Lås", "Följ"):
        form = next(f for f in strategist.forms if ("do", {"Lås": "lock", "Följ": "follow"}[words]) in f.fields)
        strategist.post(form.action, data=form.fields and dict(form.fields))
    assert "Klustret är låst" in strategist.text
    assert "Sluta följa" in strategist.text
    form = next(f for f in strategist.forms if ("do", "unlock") in f.fields)
    strategist.post(form.action, data=dict(form.fields))
    strategist.submit(having="comment", comment="Ring skolan", button=("do", "comment"))
    assert "Ring skolan" in strategist.text
    strategist.submit(having="needs", needs=tick(bench, bench.south_needs[:1]), text="Löst ändå", button=("do", "remove"))
    assert "Behov som inte räknas" in strategist.text
    strategist.submit(having="aside")
    assert "Behovet får räknas till kluster igen" in strategist.text
    strategist.submit(having="other", other=str(bench.north), button=("do", "merge"))
    assert "Klustren är ett." in strategist.text
    bench.pool.work()
    assert members(bench.pool, bench.region) == {bench.south: sorted(bench.south_needs + bench.north_needs)}


def test_a_status_is_changed_on_its_own_page(bench: Bench, strategist: Browser) -> None:
    strategist.get(page(bench.south)).follow("Ändra läget")
    strategist.submit(having="status", status="cancelled")
    assert strategist.status == 422
    assert "Skriv varför. Den som läser historiken vill veta det." in strategist.text
    strategist.submit(having="status", status="funding", text="Ansökan inskickad", message="Vi söker pengar till kursen.")
    assert "Läget är ändrat." in strategist.text
    assert "Finansiering prövas" in strategist.text
    assert "Läget ändrades från samlat i kluster till finansiering prövas" in strategist.text
    found: DemandCluster = bench.cluster(bench.south)
    assert (str(found.status), found.locked_at is not None) == ("funding", True)


def test_a_coordinator_reads_but_does_not_work(bench: Bench, browser: Browser) -> None:
    browser.sign_in(bench.pool.make.user(bench.region, "education_coordinator"))
    browser.get(f"/r/norr/demand-pooling/{bench.south}")
    assert (browser.status, "Arbeta med klustret" in browser.text, "Läget i arbetet" in browser.text) == (200, False, True)
    for what in ("work", "status"):
        assert browser.get(page(bench.south, what)).status in (403, 404)
