"""The status trail: what other plugins' events write, once, in plain words; and our own events' contracts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from core.db import atomic, db
from core.events.replay import request_replay
from core.jobs.models import Outbox
from core.jobs.runner import drain
from core.plugins import lifecycle
from plugins.employer_needs import subscriptions, trail_words
from plugins.employer_needs.events import ClusterUpdated, NeedPublished, NeedWithdrawn, PlacementCompleted, SupplyFound
from plugins.employer_needs.models import CompetenceNeed, Response, StatusEntry
from plugins.employer_needs.services import sending
from plugins.employer_needs.values import NeedState

from .conftest import World, open_world
from .test_overview import answer

SMALL: dict[str, Any] = {"cluster_id": 5, "headcount": 9, "employers": 8, "municipalities": 6, "missing": 3, "viable": False}


def tell(world: World, need_ids: list[int], **facts: Any) -> None:
    with atomic(), world.inside():
        subscriptions.tell_of_cluster(world.region, ClusterUpdated(need_ids=need_ids, **{**SMALL, **facts}))


def lines(world: World, need_id: int) -> list[tuple[str, str]]:
    return [(entry.code, trail_words.sentence(entry)) for entry in world.rows(StatusEntry) if entry.need_id == need_id]


def test_cluster_is_told_in_plain_words(world: World) -> None:
    _response, need = answer(world)
    tell(world, [need.id])
    assert lines(world, need.id)[1:] == [
        ("pooled", "Ditt behov ingår i en grupp på 9 personer hos 8 arbetsgivare i 6 kommuner. 3 saknas för en klass.")
    ]


def test_same_news_twice_writes_nothing(world: World) -> None:
    _response, need = answer(world)
    tell(world, [need.id])
    before = world.rows(StatusEntry)[-1].at
    tell(world, [need.id])
    assert len(lines(world, need.id)) == 2
    assert world.rows(StatusEntry)[-1].at == before


def test_growing_group_keeps_one_line_until_it_is_enough(world: World) -> None:
    _response, need = answer(world)
    for headcount in (9, 10, 11):
        tell(world, [need.id], headcount=headcount, missing=12 - headcount)
    tell(world, [need.id], headcount=12, missing=0, viable=True)
    tell(world, [need.id], headcount=4, missing=8, cluster_id=6)
    assert [line[1] for line in lines(world, need.id)[1:]] == [
        "Ditt behov ingår i en grupp på 11 personer hos 8 arbetsgivare i 6 kommuner. 1 saknas för en klass.",
        "Ditt behov ingår i en grupp på 12 personer hos 8 arbetsgivare i 6 kommuner. Det räcker till en klass.",
        "Ditt behov ingår i en grupp på 4 personer hos 8 arbetsgivare i 6 kommuner. 8 saknas för en klass.",
    ]


def test_completed_placements_are_counted_once_each(world: World) -> None:
    _response, need = answer(world)
    _other, untouched = answer(world, 2)
    for placement_id in (7, 7, 8):
        with atomic(), world.inside():
            subscriptions.tell_of_placement(
                world.region, PlacementCompleted(placement_id=placement_id, need_ref=f"employer_needs:need:{need.id}")
            )
    for ref in ("", "employer_needs:need:", "employer_needs:need:9999", "training_catalog:event:1", f"employer_needs:need:{need.id}x"):
        with atomic(), world.inside():
            subscriptions.tell_of_placement(world.region, PlacementCompleted(placement_id=9, need_ref=ref, commitment_ref=ref))
    assert lines(world, need.id)[1:] == [("placed", "2 personer har gjort klart sin praktik hos er.")]
    assert len(lines(world, untouched.id)) == 1


def test_supply_is_told_once(world: World) -> None:
    _response, need = answer(world)
    found = SupplyFound(cluster_id=5, need_ids=[need.id], title="Demokurs", ref="training_catalog:event:1", url="/x", provider="Demoskolan")
    for _ in range(2):
        with atomic(), world.inside():
            subscriptions.tell_of_supply(world.region, found)
    assert lines(world, need.id)[1:] == [("supply_found", "Demokurs hos Demoskolan kan svara mot behovet.")]


def test_only_this_regions_living_needs_are_told(world: World) -> None:
    other = open_world(world.make)
    _response, foreign = answer(other)
    response, gone = answer(world)
    with atomic(), world.inside():
        sending.withdraw(region=world.region, response=response, need=gone)
    tell(world, [foreign.id, gone.id, 999_999])
    assert [line[0] for line in lines(world, gone.id)] == ["received", "withdrawn"]
    assert [line[0] for line in lines(other, foreign.id)] == ["received"]


def test_events_and_trail_are_one_transaction(world: World) -> None:
    count = select(func.count()).select_from(Outbox).where(Outbox.kind == "event")
    before = db.session.execute(count).scalar_one()
    invitation = world.invite()

    class Stop(Exception):
        pass

    with pytest.raises(Stop), atomic(), world.inside():
        from plugins.employer_needs.services import answers

        response = answers.begin(region=world.region, survey_round=world.round, invitation=invitation)
        need = answers.add_need(response, title="Svetsare", coded=None)
        _complete(response, need)
        sending.send(region=world.region, response=response, survey_round=world.round, needs=[need])
        assert db.session.execute(count).scalar_one() == before + 1
        raise Stop
    assert db.session.execute(count).scalar_one() == before
    assert world.rows(StatusEntry) == world.rows(CompetenceNeed) == world.rows(Response) == []


def _complete(response: Response, need: CompetenceNeed) -> None:
    response.organisation_confirmed = True
    response.visibility = "named_to_strategists"  # type: ignore[assignment]
    need.kind, need.level = "replacement", "none"  # type: ignore[assignment]
    need.occupation_group, need.municipality_code = "7212", "2417"
    need.headcount_0_1, need.shortage, need.distance_acceptable = 1, 3, True


def test_replay_states_every_living_need_again_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "REPUBLISH_BATCH", 2)
    needs = [answer(world, number)[1] for number in range(1, 5)]
    response, gone = answer(world, 5)
    with atomic(), world.inside():
        sending.withdraw(region=world.region, response=response, need=gone)
    drain()
    first = db.session.execute(select(func.max(Outbox.id))).scalar_one()
    with atomic():
        request_replay(world.region, ["employer_needs.need_published.v1", "other.thing.v1"])
    drain()
    statement = select(Outbox).where(Outbox.id > first, Outbox.name == "employer_needs.need_published.v1").order_by(Outbox.id)
    assert [row.payload["need_id"] for row in db.session.execute(statement).scalars()] == [need.id for need in needs]


def test_replay_of_other_plugins_events_is_not_ours(world: World) -> None:
    answer(world)
    drain()
    with atomic():
        request_replay(world.region, ["training_catalog.catalogue_changed.v1"])
    drain()
    published = select(func.count()).select_from(Outbox).where(Outbox.name == "employer_needs.need_published.v1")
    assert db.session.execute(published).scalar_one() == 1


def test_off_and_on_again_keeps_everything(world: World) -> None:
    _response, need = answer(world)
    with atomic():
        lifecycle.disable(world.region, "employer_needs")
        lifecycle.enable(world.region, "employer_needs")
    assert world.only(CompetenceNeed).id == need.id
    assert world.only(CompetenceNeed).state == NeedState.PUBLISHED


@pytest.mark.parametrize("event", [NeedPublished, NeedWithdrawn])
def test_samples_are_what_is_sent(event: Any) -> None:
    sample = event.sample()
    assert event.model_validate(sample.model_dump(mode="json")) == sample
