"""The copy of the needs: told twice, told late, told in the wrong order."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from core.jobs.models import Outbox
from core.regions.models import Region
from plugins.demand_pooling.agreed.hearing import TITLES_AGREED
from plugins.demand_pooling.dossier.events import COMMITMENT_MADE, COMMITMENT_WITHDRAWN, OFFER_CHANGED
from plugins.demand_pooling.events import NEED_PUBLISHED, NEED_WITHDRAWN
from plugins.demand_pooling.models import PooledNeed, PoolingState
from plugins.demand_pooling.runs.learning_centres import CENTRE_PUBLISHED

from .conftest import KIRUNA, LYCKSELE, Pool


def rows(pool: Pool, region: Region) -> list[PooledNeed]:
    with pool.make.inside(region):
        return list(db.session.execute(select(PooledNeed).order_by(PooledNeed.need_id)).scalars())


def waiting_jobs(name: str = "demand_pooling.recluster") -> int:
    return len(db.session.execute(select(Outbox).where(Outbox.name == name, Outbox.done_at.is_(None))).scalars().all())


def test_everything_that_was_published_is_kept(pool: Pool, north: Region) -> None:
    facts = pool.facts(headcount_1_3=2, headcount_3_5=3, distance_acceptable=True, skills=["Palliativ vård"], municipality_code=LYCKSELE)
    pool.publish(north, **facts.model_dump())
    (row,) = rows(pool, north)
    assert {key: getattr(row, key) for key in facts.model_dump()} == facts.model_dump()
    assert row.published_at is not None
    assert row.withdrawn_at is None


def test_saying_it_twice_changes_nothing_and_asks_for_nothing(pool: Pool, north: Region) -> None:
    facts = pool.facts()
    pool.publish(north, **facts.model_dump())
    pool.work()
    updated = rows(pool, north)[0].updated_at
    pool.publish(north, **facts.model_dump())
    assert [row.updated_at for row in rows(pool, north)] == [updated]
    assert waiting_jobs() == 0


def test_a_change_replaces_what_was_said(pool: Pool, north: Region) -> None:
    need_id = pool.publish(north, headcount_0_1=1)
    pool.publish(north, need_id=need_id, headcount_0_1=4)
    assert [row.headcount_0_1 for row in rows(pool, north)] == [4]


def test_many_events_ask_for_one_job(pool: Pool, north: Region) -> None:
    for _ in range(12):
        pool.publish(north)
    assert waiting_jobs() == 1


def test_the_same_id_in_two_regions_is_two_needs(pool: Pool, north: Region) -> None:
    south = pool.make.region("soder", plugins=["demand_pooling"], municipalities=["1280"])
    pool.publish(north, need_id=1, headcount_0_1=1)
    pool.publish(south, need_id=1, headcount_0_1=9)
    assert [row.headcount_0_1 for row in rows(pool, north)] == [1]
    assert [row.headcount_0_1 for row in rows(pool, south)] == [9]


def test_a_withdrawn_need_leaves_its_texts_behind(pool: Pool, north: Region) -> None:
    need_id = pool.publish(north)
    pool.withdraw(north, need_id)
    (row,) = rows(pool, north)
    assert row.withdrawn_at is not None
    assert (row.organisation_name, row.local_title, list(row.skills)) == ("", "", [])


def test_a_publication_that_comes_after_its_withdrawal_does_not_count(pool: Pool, north: Region) -> None:
    pool.withdraw(north, 77)
    pool.publish(north, need_id=77)
    (row,) = rows(pool, north)
    assert row.withdrawn_at is not None
    assert row.headcount_0_1 == 0


def test_a_need_that_is_published_again_counts_again(pool: Pool, north: Region) -> None:
    need_id = pool.publish(north)
    pool.withdraw(north, need_id)
    pool.publish(north, need_id=need_id, headcount_0_1=2)
    (row,) = rows(pool, north)
    assert (row.withdrawn_at, row.headcount_0_1, row.local_title) == (None, 2, "Undersköterska")


def test_an_older_revision_never_overwrites_a_newer(pool: Pool, north: Region) -> None:
    need_id = pool.publish(north, headcount_0_1=5, revision=3)
    pool.publish(north, need_id=need_id, headcount_0_1=1, revision=2)
    pool.withdraw(north, need_id, revision=1)
    assert [(row.headcount_0_1, row.withdrawn_at) for row in rows(pool, north)] == [(5, None)]


def test_a_need_that_changes_occupation_has_both_clustered(pool: Pool, north: Region) -> None:
    need_id = pool.publish(north, occupation_group="5321")
    pool.work()
    pool.publish(north, need_id=need_id, occupation_group="2221", municipality_code=KIRUNA)
    with pool.make.inside(north):
        state = db.session.execute(select(PoolingState)).scalar_one()
    assert state.dirty == ["2221", "5321"]


def test_enabling_asks_the_owner_for_what_was_missed(pool: Pool, north: Region) -> None:
    sent = db.session.execute(select(Outbox).where(Outbox.name == "core.replay_requested.v1", Outbox.region_id == north.id)).scalar_one()
    wanted = [NEED_PUBLISHED, NEED_WITHDRAWN, COMMITMENT_MADE, COMMITMENT_WITHDRAWN, CENTRE_PUBLISHED, OFFER_CHANGED, TITLES_AGREED]
    assert sent.payload == {"events": wanted}


def test_texts_that_are_too_long_are_cut_not_refused(pool: Pool, north: Region) -> None:
    pool.publish(north, local_title="x" * 5000, skills=["y" * 500] * 300)
    (row,) = rows(pool, north)
    assert len(row.local_title) == 200
    assert (len(row.skills), len(row.skills[0])) == (100, 200)
