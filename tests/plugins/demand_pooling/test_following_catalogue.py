"""A cluster whose need an occasion of the catalogue answers follows the occasion's cohort, and goes back when it is cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.jobs.models import Outbox
from core.jobs.runner import drain
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.demand_pooling.models import DemandCluster, FoundSupply
from plugins.demand_pooling.work import cohorts, statuses
from plugins.demand_pooling.work.progress import Progress
from plugins.distance_learning.cohorts import deciding
from plugins.distance_learning.publishing import telling
from plugins.training_catalog.upkeep import cancelling
from plugins.training_catalog.upkeep.models import KeptOccasion
from tests.plugins.demand_pooling.conftest import NORTH, SKELLEFTEA, Pool
from tests.plugins.distance_learning.made import a_centre, a_course
from tests.plugins.training_catalog.conftest import Catalogue
from tests.plugins.training_catalog.upkeep_made import Keeper, keeper

PLUGINS = ["demand_pooling", "training_catalog", "distance_learning"]


@dataclass
class Followed:
    """A region with a cluster that is large enough, and a provider who keeps an education that answers it."""

    make: Factory
    region: Region
    kept: Keeper

    def publish(self, **facts: Any) -> KeptOccasion:
        _education, occasion = self.kept.published(places=((SKELLEFTEA, "Skolgatan 1"),), **facts)
        self.work()
        return occasion

    def work(self) -> None:
        drain()
        self.make.forget()

    def inside(self) -> Any:
        return self.make.inside(self.region, "demand_pooling")

    @property
    def cluster(self) -> DemandCluster:
        with self.inside():
            return db.session.execute(select(DemandCluster).execution_options(populate_existing=True)).scalar_one()

    @property
    def status(self) -> Progress:
        return self.cluster.status

    def cohort(self, occasion: KeptOccasion, status: str, **facts: Any) -> Progress:
        """What is told of a cohort of the occasion."""
        with self.inside(), atomic():
            told = {"catalogue_ref": ref(occasion), "status": status, **facts}
            cohorts.on_cohort_changed(self.region, cohorts.CohortChanged.model_validate(told))
        self.make.forget()
        return self.status

    def by_hand(self, status: Progress) -> None:
        """A person takes the cluster there."""
        with self.inside(), atomic():
            found = db.session.execute(select(DemandCluster)).scalar_one()
            statuses.change_status(region=self.region, cluster_id=found.id, seen=None, status=status, actor=None)
        self.make.forget()

    def cancel(self, occasion: KeptOccasion, **facts: Any) -> None:
        self.kept.do(cancelling.cancel, occasion_id=occasion.id, reason="För få sökande", **facts)
        self.work()

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """What employers were told, the oldest first."""
        with self.inside():
            name = "demand_pooling.cluster_progressed.v1"
            statement = select(Outbox.payload).where(Outbox.kind == "event", Outbox.name == name).order_by(Outbox.id)
            return [(row["status"], row["facts"]) for row in db.session.execute(statement).scalars()]


def ref(occasion: KeptOccasion) -> str:
    return f"training_catalog:event:{occasion.event_id}"


@pytest.fixture
def world(make: Factory, pool: Pool) -> Followed:
    region = make.region("norr", plugins=PLUGINS, municipalities=NORTH)
    drain()
    make.forget()
    for _ in range(12):
        pool.publish(region)
    found = Followed(make, region, keeper(make, Catalogue(make, region)))
    found.work()
    return found


def test_a_cluster_that_a_course_happens_to_answer_waits_for_the_next_cohort(world: Followed) -> None:
    occasion = world.publish()
    with world.inside():
        assert len(db.session.execute(select(FoundSupply.ref)).all()) == 1
    assert world.cohort(occasion, "confirmed") is Progress.COHORT
    assert world.cohort(occasion, "cancelled", reason="För få.") is Progress.IN_CATALOGUE
    other = KeptOccasion(event_id=10**6)
    assert world.cohort(other, "started") is Progress.IN_CATALOGUE


def test_a_cancelled_cohort_lifts_no_cluster_that_followed_none(world: Followed) -> None:
    occasion = world.publish()
    before = world.status
    assert (before, world.cohort(occasion, "cancelled", reason="För få.")) == (Progress.POOLED, Progress.POOLED)


def test_a_cluster_goes_back_when_its_occasion_is_cancelled_and_employers_read_why(world: Followed) -> None:
    occasion = world.publish()
    world.cohort(occasion, "confirmed")
    world.cancel(occasion)
    assert world.status is Progress.POOLED
    facts = {"cancelled": "Undersköterska, vård och omsorg", "ref": ref(occasion), "reason": "För få sökande"}
    assert world.told()[-1] == ("pooled", facts)
    told = len(world.told())
    assert world.cohort(occasion, "cancelled", reason="För få sökande") is Progress.POOLED  # told of the cohort too, and later
    assert len(world.told()) == told


def test_with_another_occasion_it_is_in_the_catalogue_still_and_employers_read_of_the_alternative(world: Followed) -> None:
    other = world.publish(start=date(2027, 9, 6))
    occasion = world.publish()
    world.cohort(occasion, "confirmed")
    world.cancel(occasion, alternative_id=other.event_id)
    assert world.status is Progress.IN_CATALOGUE
    status, facts = world.told()[-1]
    assert (status, facts["alternative"]) == ("in_catalogue", "Undersköterska, vård och omsorg, start 6 september 2027")
    assert facts["url"].endswith(f"#event-{other.event_id}")


def test_it_goes_back_to_the_catalogue_when_the_occasion_is_given_after_all(world: Followed) -> None:
    occasion = world.publish()
    world.cohort(occasion, "confirmed")
    world.cancel(occasion)
    world.kept.do(cancelling.resume, occasion_id=occasion.id)
    world.work()
    assert world.status is Progress.IN_CATALOGUE
    assert world.told()[-1] == ("in_catalogue", {"resumed": "Undersköterska, vård och omsorg", "ref": ref(occasion)})


def test_where_a_person_said_that_it_is_in_the_catalogue_it_goes_back_only_when_nothing_answers_it(world: Followed) -> None:
    first, second = world.publish(), world.publish(start=date(2027, 9, 6))
    world.by_hand(Progress.IN_CATALOGUE)
    world.cancel(first)
    assert world.status is Progress.IN_CATALOGUE
    world.cancel(second)
    assert world.status is Progress.POOLED


@pytest.mark.parametrize("status", [Progress.DECIDED, Progress.STARTED])
def test_a_cluster_that_does_not_follow_the_occasion_is_left_alone(world: Followed, status: Progress) -> None:
    occasion = world.publish()
    world.by_hand(status)
    world.cancel(occasion)
    assert world.status is status


def test_a_cluster_that_a_course_was_made_for_is_cancelled_with_its_cohort_once(world: Followed) -> None:
    occasion = world.publish()
    cluster_id = world.cluster.id
    with world.make.inside(world.region, "distance_learning"), atomic():
        facts = {"catalogue_ref": ref(occasion), "cluster_ref": f"demand_pooling:cluster:{cluster_id}", "threshold": 1}
        course = a_course(world.region, a_centre(world.region), **facts)
        telling.tell(world.region, course)
    world.work()
    assert world.status is Progress.IN_CATALOGUE
    with world.make.inside(world.region, "distance_learning"), atomic():
        deciding.confirm(region=world.region, course_id=course.id, seen="", actor=None)
    world.work()
    assert world.status is Progress.COHORT
    world.cancel(occasion)
    assert world.status is Progress.CANCELLED
    assert [(status, facts.get("reason")) for status, facts in world.told()] == [
        ("in_catalogue", None),
        ("cohort", None),
        ("cancelled", "För få sökande"),
    ]
