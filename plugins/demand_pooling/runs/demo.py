"""What a demo region has of plans: learning centres that receive classes, and a first plan, made when its needs have been clustered."""

from __future__ import annotations

from core.jobs import enqueue
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.demand_pooling.runs.centres import add_centre, centres, take_over
from plugins.demand_pooling.runs.jobs import DEMO
from plugins.demand_pooling.runs.queries import latest_run

EVERY = 4  # municipalities to one more centre
SEATS = (16, 24, 12, 30)


def prepare(region: Region) -> None:
    """Centres here and there, and the wish for a first plan. Run again it adds nothing."""
    if not centres(region):
        take_over(region=region)
        known = {centre.municipality_code for centre in centres(region)}
        for number, place in enumerate(municipalities(region)[::EVERY]):
            if place.code not in known:
                name = f"Låtsaslärcentrum {place.name}"
                add_centre(region=region, name=name, municipality_code=place.code, seats=SEATS[number % len(SEATS)], receives=True)
    if latest_run(region) is None:
        enqueue(DEMO, region=region)
