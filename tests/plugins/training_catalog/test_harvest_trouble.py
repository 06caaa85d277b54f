"""A source that misbehaves, and a harvest that is killed: each is handled, visible, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from core.db import atomic, utcnow
from core.jobs.models import Outbox
from core.jobs.runner import drain
from core.notices.models import Notice
from plugins.training_catalog import service, writer
from plugins.training_catalog.models import ImportFault, RunStatus, SourceState
from plugins.training_catalog.sources import client, fetching, filling, harvest, spool, writing
from plugins.training_catalog.sources import service as sources

from .conftest import Catalogue, event_
from .feed_server import Feed, Mirror, bomb, send


def on_events(act: Callable[[Any, int], bool]) -> Callable[[Any, str, int], bool]:
    """Trouble with the list of events only. `act` says whether it has answered."""
    return lambda handler, name, number: name == "educationEvents" and act(handler, number)


def reply(body: Any, status: int = 200, **headers: str) -> Callable[[Any, int], bool]:
    """Always the same answer."""

    def act(handler: Any, _number: int) -> bool:
        send(handler, status, body if isinstance(body, bytes) else json.dumps(body).encode(), **headers)
        return True

    return act


def facts(pages: Any, total: Any) -> dict[str, Any]:
    return {"size": 2, "totalElements": total, "totalPages": pages, "pageNumber": 0}


BAD = {
    "no json": (reply(b"<html>fel</html>"), "Sida 1 av educationEvents är inte giltig JSON."),
    "cut off": (reply(b'{"educationEvents": [{"id"'), "Sida 1 av educationEvents är inte giltig JSON."),
    "nested without end": (reply(b"[" * 100_000), "Sida 1 av educationEvents är inte giltig JSON."),
    "another shape": (reply([1, 2]), "Sida 1 av educationEvents saknar uppgift"),
    "wrong types": (reply({"educationEvents": {"id": 1}, "page": facts(1, 1)}), "Sida 1 av educationEvents har en annan form"),
    "wrong figures": (reply({"educationEvents": [], "page": facts("many", None)}), "Sida 1 av educationEvents har en annan form"),
    "ends half-way": (reply({"educationEvents": [], "page": facts(9, 18)}), "educationEvents tog slut vid sida 1 av 9."),
    "inward": (reply(b"", 302, Location="http://169.254.169.254/latest/meta-data/"), "Adressen får inte anropas"),
    "inward to us": (reply(b"", 302, Location="http://127.0.0.1:1/"), "Adressen får inte anropas"),
    "in circles": (reply(b"", 302, Location="/emil3/educationEvents?size=2"), "Källan skickar vidare"),
    "not found": (reply(b"", 404), "Källan svarade med felkod 404."),
    "forbidden": (reply(b"", 403), "Källan svarade med felkod 403."),
    "bomb": (bomb, "Källan skickade mer än 64 MB i ett svar."),
}


@pytest.mark.requirement("R15")
@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_said_told_of_and_takes_nothing_away(mirror: Mirror, feed: Feed, catalogue: Catalogue, case: str) -> None:
    act, message = BAD[case]
    feed.fill(3)
    mirror.harvest()
    catalogue.make.user(catalogue.region, "education_coordinator")
    before = (mirror.shown, [each.digest for each in catalogue.events])
    feed.trouble = on_events(act)
    run = mirror.harvest()
    assert run.status is RunStatus.FAILED
    assert run.message.startswith(message)
    assert [notice.body for notice in catalogue.all(Notice)] == [run.message]
    assert (mirror.shown, [each.digest for each in catalogue.events]) == before
    assert not spool.folder(run.id).exists()
    feed.trouble = None
    assert mirror.harvest().status is RunStatus.DONE


def test_a_feed_that_grows_without_end_is_stopped(mirror: Mirror, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    def grow(handler: Any, number: int) -> bool:
        some = [{"id": f"e.{number}.{n}", "status": "ACTIVE", "content": event_(f"e.{number}.{n}")} for n in range(2)]
        return reply({"educationEvents": some, "page": facts(number + 2, 2 * number + 4)})(handler, number)

    monkeypatch.setattr(fetching, "MAX_PAGES", 8)
    feed.fill(1)
    feed.trouble = on_events(grow)
    run = mirror.harvest()
    assert (run.status, run.pages, run.message.partition(":")[0]) == (RunStatus.FAILED, 8, "Källan tar inte slut")
    assert mirror.shown == []


def test_a_feed_that_gives_the_same_page_again_is_stopped(mirror: Mirror, feed: Feed) -> None:
    feed.fill(6)
    feed.trouble = on_events(lambda handler, number: reply(feed.page("educationEvents", 0, 2))(handler, number))
    run = mirror.harvest()
    assert (run.status, "samma sida två gånger (sida 2)" in run.message) == (RunStatus.FAILED, True)


def test_fewer_than_was_said_are_read_but_nothing_is_taken_away(mirror: Mirror, feed: Feed) -> None:
    feed.fill(5)
    mirror.harvest()
    mirror.set_up(school_forms=["YH"])  # so that the whole is read

    def short(handler: Any, number: int) -> bool:
        page = feed.page("educationEvents", number, 2)
        return reply({**page, "educationEvents": page["educationEvents"][:1]})(handler, number)

    feed.trouble = on_events(short)
    run = mirror.harvest()
    assert (run.status, run.removed, "Därför togs ingenting bort." in run.message) == (RunStatus.DONE, 0, True)
    assert len(mirror.shown) == 5
    assert mirror.catalogue.all(SourceState)[0].whole_at < run.started_at  # so the next one is whole again


def test_a_busy_server_gets_pauses_as_it_asks(mirror: Mirror, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(client, "pause", pauses.append)
    answers = [(429, {"Retry-After": "7"}), (503, {}), (500, {"Retry-After": "nonsense"})]

    def busy(handler: Any, _number: int) -> bool:
        if answers:
            status, headers = answers.pop(0)
            send(handler, status, b"", **headers)
            return True
        return False

    feed.fill(1)
    feed.trouble = on_events(busy)
    assert mirror.harvest().status is RunStatus.DONE
    assert pauses == [7.0, 4.0, 8.0]


def test_a_server_that_wants_a_long_pause_is_asked_again_later_from_the_same_page(mirror: Mirror, feed: Feed, catalogue: Catalogue) -> None:
    feed.fill(5)
    feed.trouble = on_events(lambda handler, number: number == 1 and reply(b"", 429, Retry_After="600")(handler, number))
    run = mirror.harvest()
    assert (run.status, run.message) == (RunStatus.QUEUED, "Källan svarade med felkod 429. Vi försöker igen om 10 minuter.")
    job = next(each for each in catalogue.all(Outbox) if each.done_at is None and each.payload.get("run_id") == run.id)
    assert 590 < (job.available_at - utcnow()).total_seconds() <= 600
    feed.trouble = None
    feed.asked.clear()
    with catalogue.scope():
        harvest.work(catalogue.region, run.id)
    assert mirror.run(run.id).status is RunStatus.DONE
    assert [path.partition("page=")[2] for path in feed.asked if "Events" in path] == ["1&size=2", "2&size=2"]
    assert len(mirror.shown) == 5


def test_a_source_that_never_answers_is_given_up(mirror: Mirror, feed: Feed, catalogue: Catalogue) -> None:
    feed.trouble = lambda handler, name, number: reply(b"", 503)(handler, number)
    run = mirror.begin()
    for _try in range(13):
        with catalogue.scope():
            harvest.work(catalogue.region, run.id)
    assert mirror.run(run.id).message == "Källan svarade med felkod 503. Vi har försökt 12 gånger."
    assert mirror.run(run.id).status is RunStatus.FAILED


class Killed(BaseException):
    """The process is gone: nothing of it runs on."""


STAGES: dict[str, tuple[Any, str]] = {
    "before the second page": (client, "get"),
    "between page and note": (fetching, "checked"),
    "while writing": (writer, "write"),
    "between writing and note": (spool, "put_json"),
    "before filling": (filling, "fill"),
    "before removing": (writer, "remove"),
    "while removing": (writer, "remove_unseen"),
    "while refreshing": (service, "refresh_stale"),
    "at the end": (harvest, "refresh_state"),
}


@pytest.mark.requirement("R15")
@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_any_stage_a_rerun_comes_to_the_same_catalogue(
    mirror: Mirror, feed: Feed, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    module, name = STAGES[stage]
    feed.fill(9)
    mirror.harvest()
    with catalogue.scope(), atomic():
        catalogue.all(SourceState)[0].whole_at = None
    feed.lists["educationEvents"] = feed.lists["educationEvents"][2:]
    feed.put("educationEvents", event_("e.test.3", places=77), event_("e.test.new"))
    run = mirror.begin()
    whole = getattr(module, name)
    calls = []

    def dies(*arguments: Any, **options: Any) -> Any:
        calls.append(name)
        if len(calls) == (2 if name in ("get", "checked", "write") else 1):
            raise Killed
        return whole(*arguments, **options)

    monkeypatch.setattr(module, name, dies)
    with catalogue.scope(), pytest.raises(Killed):
        harvest.work(catalogue.region, run.id)
    monkeypatch.setattr(module, name, whole)
    drain()
    done = mirror.run(run.id)
    assert (done.status, done.whole, done.added, done.changed, done.removed) == (RunStatus.DONE, True, 1, 1, 2)
    assert mirror.shown == [*(f"e.test.{n}" for n in range(2, 9)), "e.test.new"]
    with catalogue.scope(), atomic():
        catalogue.all(SourceState)[0].whole_at = None
    again = mirror.harvest()
    assert (again.whole, again.added, again.changed, again.removed) == (True, 0, 0, 0)


@pytest.mark.requirement("R15")
def test_what_was_fetched_is_fetched_anew_when_the_disk_has_lost_it(
    mirror: Mirror, feed: Feed, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.fill(5)
    run = mirror.begin()
    whole = writing.write_all

    def dies(hold: Any) -> None:
        whole(hold)
        raise Killed

    monkeypatch.setattr(writing, "write_all", dies)
    with catalogue.scope(), pytest.raises(Killed):
        harvest.work(catalogue.region, run.id)
    monkeypatch.setattr(writing, "write_all", whole)
    spool.clear(run.id)
    drain()
    done = mirror.run(run.id)
    assert (done.status, done.rows, done.removed, len(mirror.shown)) == (RunStatus.DONE, 7, 0, 5)


@pytest.mark.requirement("R15")
def test_a_process_that_wakes_after_another_has_taken_over_stops(
    mirror: Mirror, feed: Feed, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.fill(3)
    run = mirror.begin()
    whole = writing.write_all

    def sleeps(hold: Any) -> None:
        monkeypatch.setattr(writing, "write_all", whole)
        harvest.work(catalogue.region, run.id)  # meanwhile, the other one
        whole(hold)

    monkeypatch.setattr(writing, "write_all", sleeps)
    with catalogue.scope():
        harvest.work(catalogue.region, run.id)
    done = mirror.run(run.id)
    assert (done.status, done.added, done.rows) == (RunStatus.DONE, 5, 5)


def many(mirror: Mirror, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mirror of thirty events, and a source that has lost most of them."""
    monkeypatch.setattr("plugins.training_catalog.sources.pages.SIZE", 50)
    feed.fill(30)
    mirror.harvest()
    mirror.set_up(school_forms=["YH"])
    mirror.catalogue.make.user(mirror.catalogue.region, "education_coordinator")
    feed.lists["educationEvents"] = feed.lists["educationEvents"][:5]


@pytest.mark.requirement("R15")
def test_a_harvest_that_would_take_most_away_waits_for_a_person(
    mirror: Mirror, feed: Feed, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(mirror, feed, monkeypatch)
    run = mirror.harvest()
    assert (run.status, run.held, run.to_remove, len(mirror.shown)) == (RunStatus.QUEUED, "drop", 25, 30)
    assert [notice.title for notice in catalogue.all(Notice)] == ["Hämtningen av Susa-navet väntar på besked"]
    with catalogue.scope():
        sources.tend(catalogue.region)  # the watchdog leaves what waits for a person alone
    drain()
    assert mirror.run(run.id).held == "drop"
    with catalogue.scope(), atomic():
        sources.go_ahead(region=catalogue.region, run_id=run.id)
    drain()
    assert (mirror.run(run.id).status, mirror.run(run.id).removed, len(mirror.shown)) == (RunStatus.DONE, 25, 5)


def test_a_person_may_say_no_and_everything_stays(
    mirror: Mirror, feed: Feed, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(mirror, feed, monkeypatch)
    run = mirror.harvest()
    with catalogue.scope(), atomic():
        sources.decline(region=catalogue.region, run_id=run.id)
    assert (mirror.run(run.id).status, len(mirror.shown)) == (RunStatus.FAILED, 30)
    assert not spool.folder(run.id).exists()
    assert mirror.harvest().held == "drop"


@pytest.mark.requirement("R15")
def test_a_source_that_has_suddenly_nothing_waits_and_one_that_never_had_anything_fails(mirror: Mirror, feed: Feed) -> None:
    empty = mirror.harvest()
    assert (empty.status, empty.message.partition(".")[0]) == (RunStatus.FAILED, "Källan svarade, men hade inga utbildningar alls")
    feed.fill(3)
    mirror.harvest()
    mirror.set_up(school_forms=["YH"])
    feed.lists = {name: [] for name in feed.lists}
    run = mirror.harvest()
    assert (run.status, run.held, run.to_remove, len(mirror.shown)) == (RunStatus.QUEUED, "empty", 3, 3)


def test_a_source_whose_records_cannot_be_read_waits_with_its_faults(mirror: Mirror, feed: Feed, catalogue: Catalogue) -> None:
    feed.fill(2)
    feed.put("educationEvents", *(event_(f"e.bad.{n}", execution={"start": "i höst"}) for n in range(25)))
    run = mirror.harvest()
    assert (run.held, run.rejected, len(mirror.shown)) == ("faults", 25, 2)
    rows = [fault.row for fault in catalogue.all(ImportFault)]
    assert rows == list(range(5, 30))  # numbered through the pages
