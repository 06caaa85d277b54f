"""Needs as their owner would publish them, and a region to pool them in."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from core.db import atomic
from core.jobs.runner import drain
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.demand_pooling import service
from plugins.demand_pooling.events import NeedPublished, NeedWithdrawn

SKELLEFTEA, LYCKSELE, NORSJO, STORUMAN, KIRUNA, MALA = "2482", "2481", "2417", "2421", "2584", "2418"
NORTH = (SKELLEFTEA, LYCKSELE, NORSJO, STORUMAN, KIRUNA)


class Pool:
    """Says what employers need, through the same door as the events."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.numbers = itertools.count(1)

    def facts(self, **facts: Any) -> NeedPublished:
        """A need, plainly fictional."""
        number = facts.get("need_id") or next(self.numbers)
        plain = {
            "need_id": number,
            "reference": f"N-{number}",
            "organisation_id": number,
            "organisation_name": f"Exempelbolaget {number} AB",
            "municipality_code": SKELLEFTEA,
            "occupation_group": "5321",
            "occupation_label": "Undersköterska",
            "local_title": "Undersköterska",
            "kind": "new_recruitment",
            "headcount_0_1": 1,
            "headcount_1_3": 0,
            "headcount_3_5": 0,
            "level": "upper_secondary",
            "shortage": 4,
            "distance_acceptable": False,
            "placements_offered": 1,
            "skills": ["Demensvård"],
        }
        return NeedPublished(**{**plain, **facts})

    def publish(self, region: Region, **facts: Any) -> int:
        """Record one need. Returns its id."""
        need = self.facts(**facts)
        with self.make.inside(region, "demand_pooling"), atomic():
            service.record_need(region=region, need=need)
        return need.need_id

    def withdraw(self, region: Region, need_id: int, **facts: Any) -> None:
        """Take one back."""
        with self.make.inside(region, "demand_pooling"), atomic():
            service.withdraw_need(region=region, need=NeedWithdrawn(need_id=need_id, **facts))

    def work(self) -> None:
        """Let the jobs run that are due."""
        drain()
        self.make.forget()


@pytest.fixture
def pool(make: Factory) -> Pool:
    return Pool(make)


@pytest.fixture
def north(make: Factory) -> Region:
    """A region in the north with pooling on and nothing else."""
    region = make.region("norr", plugins=["demand_pooling"], municipalities=NORTH)
    drain()
    make.forget()
    return region
