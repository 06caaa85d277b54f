"""The mirror of Susa-navet: pages, changes, what is taken away, what is chosen, and one harvest at a time."""

from __future__ import annotations

from datetime import UTC, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.clock import SWEDEN
from core.db import atomic, get, utcnow
from core.errors import Conflict
from core.jobs.runner import drain
from plugins.training_catalog.models import ImportRun, RunStatus, Source, SourceState
from plugins.training_catalog.sources import service as sources

from .conftest import KIRUNA, NORSJO, Catalogue, event_, info, provider, swe
from .feed_server import Feed, Mirror


def asked(feed: Feed, name: str) -> list[dict[str, list[str]]]:
    """What a list was asked for."""
    return [parse_qs(urlsplit(path).query) for path in feed.asked if urlsplit(path).path == f"/emil3/{name}"]


@pytest.mark.requirement("R15")
def test_the_whole_is_mirrored_page_by_page_and_twice_is_the_same(mirror: Mirror, feed: Feed) -> None:
    feed.fill(5)
    run = mirror.harvest()
    assert (run.status, run.added, run.changed, run.removed, run.rows, run.pages) == (RunStatus.DONE, 7, 0, 0, 7, 5)
    assert [query["page"] for query in asked(feed, "educationEvents")] == [["0"], ["1"], ["2"]]
    assert mirror.catalogue.infos[0].is_current
    mirror.set_up(name="Susa")  # a new name alone asks for no whole reading
    again = mirror.harvest()
    assert (again.status, again.whole, again.added, again.changed, again.removed) == (RunStatus.DONE, False, 0, 0, 0)


def test_changes_are_asked_for_since_the_last_reading_and_what_is_removed_goes(mirror: Mirror, feed: Feed) -> None:
    feed.fill(3)
    first = mirror.harvest()
    feed.asked.clear()
    feed.put("educationEvents", "e.test.0", event_("e.test.1", places=99), event_("e.test.9"))
    run = mirror.harvest()
    assert first.started_at is not None
    since = (first.started_at - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {query["updatedSince"][0] for query in asked(feed, "educationEvents")} == {since}
    assert (run.added, run.changed, run.removed) == (1, 1, 1)
    assert mirror.shown == ["e.test.1", "e.test.2", "e.test.9"]


def test_a_week_after_the_last_whole_reading_what_is_gone_without_a_word_goes(mirror: Mirror, feed: Feed, catalogue: Catalogue) -> None:
    feed.fill(5)
    mirror.harvest()
    feed.lists["educationEvents"] = feed.lists["educationEvents"][1:]
    with catalogue.scope(), atomic():
        catalogue.all(SourceState)[0].whole_at = utcnow() - timedelta(days=8)
    run = mirror.harvest()
    assert (run.whole, run.removed) == (True, 1)
    assert mirror.shown == ["e.test.1", "e.test.2", "e.test.3", "e.test.4"]


def test_only_the_chosen_school_forms_are_asked_for(mirror: Mirror, feed: Feed) -> None:
    feed.fill(1)
    mirror.set_up(school_forms=["YH", "VUXGY"], provider_ids=["p.test.1"])
    mirror.harvest()
    assert [query.get("schoolType") for query in asked(feed, "educationInfos")] == [["VUXGY", "YH"]]
    assert [query.get("providerId") for query in asked(feed, "educationEvents")] == [["p.test.1"]]


def chosen(feed: Feed) -> None:
    """Events here, there, nowhere said, and at a distance, each with an education of its own."""
    feed.put("educationProviders", provider(), provider("p.test.2", name=swe("Kiruna kommun")))
    feed.put("educationInfos", *(info(f"i.test.{n}", title=swe(f"Kurs {n}")) for n in range(4)))
    feed.put(
        "educationEvents",
        event_("e.here", education="i.test.0", locations=[{"areaCode": NORSJO}]),
        event_("e.there", education="i.test.1", locations=[{"areaCode": "1280"}]),
        event_("e.inferred", education="i.test.2", providers=["p.test.2"], locations=[]),
        event_("e.distance", education="i.test.3", locations=[{"areaCode": "1280"}], distance={}),
    )


def test_a_choice_of_municipalities_brings_what_is_held_there_and_what_it_refers_to(mirror: Mirror, feed: Feed) -> None:
    chosen(feed)
    mirror.set_up(municipality_codes=[NORSJO, KIRUNA], keep_distance=False)
    mirror.harvest()
    assert mirror.shown == ["e.here", "e.inferred"]
    assert [each.title for each in mirror.catalogue.infos] == ["Kurs 0", "Kurs 2"]
    mirror.set_up(municipality_codes=[NORSJO], keep_distance=True)
    run = mirror.harvest()
    assert (run.whole, mirror.shown) == (True, ["e.distance", "e.here"])


def test_an_event_that_moves_here_brings_its_education_and_one_that_moves_away_goes(mirror: Mirror, feed: Feed) -> None:
    chosen(feed)
    mirror.set_up(municipality_codes=[NORSJO, KIRUNA], keep_distance=False)
    mirror.harvest()
    feed.asked.clear()
    feed.lists = {"educationProviders": [], "educationInfos": feed.lists["educationInfos"], "educationEvents": []}
    infos, feed.lists["educationInfos"] = feed.lists["educationInfos"], []
    feed.put(
        "educationEvents",
        event_("e.there", education="i.test.1", locations=[{"areaCode": NORSJO}]),
        event_("e.here", education="i.test.0", locations=[{"areaCode": "1280"}]),
    )

    def single(handler: object, name: str, _number: int) -> bool:
        feed.lists["educationInfos"] = infos if "/i." in str(getattr(handler, "path", "")) else []
        return False

    feed.trouble = single
    run = mirror.harvest()
    assert run.status is RunStatus.DONE, run.message
    assert mirror.shown == ["e.inferred", "e.there"]
    assert [each.title for each in mirror.catalogue.infos if each.is_current] == ["Kurs 2", "Kurs 1"]
    assert [path for path in feed.asked if "/i." in path] == ["/emil3/educationInfos/i.test.1"]


@pytest.mark.requirement("R15")
def test_two_harvests_of_a_source_never_run_at_once(mirror: Mirror, feed: Feed, catalogue: Catalogue) -> None:
    feed.fill(2)
    first = mirror.begin()
    with pytest.raises(Conflict, match="Källan hämtas redan"):
        mirror.begin()
    drain()
    assert mirror.run(first.id).status is RunStatus.DONE
    assert mirror.harvest().status is RunStatus.DONE
    assert len(catalogue.all(ImportRun)) == 2


@pytest.mark.requirement("R15")
def test_the_round_begins_what_is_due_once_a_day_and_leaves_what_is_paused(
    mirror: Mirror, feed: Feed, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.fill(1)

    def tend(hours: float) -> int:
        here = utcnow().astimezone(SWEDEN) + timedelta(hours=hours)
        noon = here.replace(hour=12).astimezone(UTC)
        monkeypatch.setattr(sources, "utcnow", lambda: noon)
        with catalogue.scope():
            sources.tend(catalogue.region)
        drain()
        return len(catalogue.all(ImportRun))

    assert [tend(0), tend(0), tend(24)] == [1, 1, 2]
    with catalogue.scope(), atomic():
        sources.pause(region=catalogue.region, source_id=mirror.source.id, paused=True)
    assert tend(96) == 2
    with catalogue.scope(), atomic():
        sources.pause(region=catalogue.region, source_id=mirror.source.id, paused=False)
        assert get(Source, mirror.source.id).version == 3
    assert tend(120) == 3


@pytest.mark.requirement("R15")
def test_a_harvest_that_stands_still_is_ended_told_of_and_its_source_let_go(mirror: Mirror, feed: Feed, catalogue: Catalogue) -> None:
    from core.notices.models import Notice

    feed.fill(1)
    catalogue.make.user(catalogue.region, "education_coordinator")
    run = mirror.begin()
    with catalogue.scope(), atomic():
        catalogue.all(SourceState)[0].leased_until = utcnow() - timedelta(minutes=1)
    with catalogue.scope():
        sources.tend(catalogue.region)
    stuck = mirror.run(run.id)
    assert (stuck.status, stuck.message.partition(".")[0]) == (RunStatus.FAILED, "Hämtningen stod still för länge och avslutades")
    assert [notice.title for notice in catalogue.all(Notice)] == ["Hämtningen av Susa-navet misslyckades"]
    drain()  # the job of the run that was ended does nothing
    assert mirror.shown == []
    assert mirror.harvest().status is RunStatus.DONE
    assert mirror.shown == ["e.test.0"]
