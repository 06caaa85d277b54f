"""What a demo region has of plans: its learning centres receive classes, and a first plan is made when its needs have been heard of."""

from __future__ import annotations

from core.jobs import enqueue
from core.regions.models import Region
from plugins.demand_pooling.runs.centres import take_over
from plugins.demand_pooling.runs.jobs import DEMO
from plugins.demand_pooling.runs.queries import latest_run


def prepare(region: Region) -> None:
    """Take over the register's learning centres, and ask for the first plan. Run again it adds nothing."""
    take_over(region=region)
    if latest_run(region) is None:
        enqueue(DEMO, region=region)
