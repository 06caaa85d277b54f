"""Work outside the request: hear of needs, and match them with the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel, ConfigDict

from core.db import atomic
from core.plugins import Job, Subscription
from plugins.training_catalog.events import CatalogueChanged
from plugins.training_catalog.gap import service
from plugins.training_catalog.gap.events import CLUSTER_UPDATED, ClusterUpdated

if TYPE_CHECKING:
    from core.regions.models import Region


class Changed(BaseModel):
    """Our own event: that the catalogue has changed is all that matters here."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")


def match_needs(region: Region) -> None:
    """Match the needs that wait, some per transaction. Run again, it goes on where it stopped."""
    more = True
    while more:
        with atomic():
            more = service.match_some(region) > 0


def rematch_needs(region: Region) -> None:
    """Every night, after the day has passed in the catalogue: what has begun answers nothing more."""
    service.outdate(region=region)


def on_cluster_updated(region: Region, cluster: ClusterUpdated) -> None:
    """A cluster of needs came to be or changed."""
    service.hear(region=region, cluster=cluster)


def on_catalogue_changed(region: Region, _change: Changed) -> None:
    """Educations came, changed or went."""
    service.outdate(region=region)


JOBS = [
    Job(service.MATCH_JOB, match_needs, queue="slow", timeout=900, atomic=False),
    Job("training_catalog.rematch_needs", rematch_needs, every="50 3 * * *"),
]
SUBSCRIPTIONS = [
    Subscription(CLUSTER_UPDATED, ClusterUpdated, on_cluster_updated, "training_catalog.hear_cluster"),
    Subscription(CatalogueChanged.name, Changed, on_catalogue_changed, "training_catalog.match_again"),
]
