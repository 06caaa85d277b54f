"""A region of regions sees what its members share with it, and only that."""

from __future__ import annotations

from sqlalchemy import select

from core.db import atomic, db
from core.regions.models import Region, RegionShare
from core.testing.client import Browser
from plugins.demand_pooling import jobs
from plugins.demand_pooling.models import DemandCluster

from .conftest import LYCKSELE, NORSJO, SKELLEFTEA, Pool
from .test_clusters import clusters, fill, members, told


def together(pool: Pool) -> tuple[Region, Region, Region]:
    """A collaboration of two members, of which one shares its needs."""
    sharing = pool.make.region("delar", plugins=["demand_pooling"], municipalities=[SKELLEFTEA, NORSJO])
    silent = pool.make.region("delar-inte", plugins=["demand_pooling"], municipalities=[LYCKSELE])
    both = pool.make.region("tillsammans", plugins=["demand_pooling"], municipalities=[])
    pool.make.share(sharing, both, "demand_pooling")
    pool.make.share(silent, both)
    pool.work()
    return sharing, silent, both


def test_the_needs_of_a_member_that_shares_are_clustered_and_no_others(pool: Pool) -> None:
    sharing, silent, both = together(pool)
    shared = fill(pool, sharing, 12)
    fill(pool, silent, 7, municipality_code=LYCKSELE)
    pool.work()
    (own,) = clusters(pool, both)
    assert (own.headcount, own.viable) == (12, True)
    assert members(pool, both) == {own.id: shared}
    assert [c.headcount for c in clusters(pool, silent)] == [7]


def test_a_collaboration_tells_only_its_own_employers(pool: Pool) -> None:
    sharing, _silent, both = together(pool)
    fill(pool, sharing, 2)
    own = pool.publish(both, municipality_code=SKELLEFTEA, need_id=500)
    pool.work()
    assert told(both)[-1]["need_ids"] == [own]
    assert told(both)[-1]["headcount"] == 3


def test_a_member_that_stops_sharing_is_left_out(pool: Pool) -> None:
    sharing, _silent, both = together(pool)
    fill(pool, sharing, 2)
    pool.work()
    assert len(clusters(pool, both)) == 1
    with atomic():
        db.session.delete(db.session.execute(select(RegionShare).where(RegionShare.member_id == sharing.id)).scalar_one())
    with pool.make.inside(both, "demand_pooling"), atomic():
        jobs.keep_current(both)
    pool.work()
    assert clusters(pool, both) == []
    assert [c.headcount for c in clusters(pool, sharing)] == [2]


def test_the_pages_of_a_collaboration_show_its_own_clusters_not_its_members(pool: Pool, browser: Browser) -> None:
    sharing, silent, both = together(pool)
    fill(pool, sharing, 12)
    fill(pool, silent, 7, municipality_code=LYCKSELE)
    pool.work()
    browser.sign_in(pool.make.user(both, "strategist"))
    page = browser.get(f"/r/{both.slug}/demand-pooling/").page
    (own,) = clusters(pool, both)
    assert f"/r/{both.slug}/demand-pooling/{own.id}" in page
    for foreign in (*clusters(pool, sharing), *clusters(pool, silent)):
        assert f'/demand-pooling/{foreign.id}"' not in page
        assert browser.get(f"/r/{both.slug}/demand-pooling/{foreign.id}").status == 404
    assert browser.get(f"/r/{both.slug}/demand-pooling/{own.id}").status == 200
    with pool.make.inside(both):
        assert db.session.execute(select(DemandCluster.region_id).distinct()).scalars().all() == [both.id]
