"""Work outside the request: the dump of a large catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.jobs import enqueue
from core.plugins import Job, Subscription
from plugins.training_catalog.events import CatalogueChanged
from plugins.training_catalog.exports import dumps
from plugins.training_catalog.gap.jobs import Changed

if TYPE_CHECKING:
    from core.regions.models import Region


def make_dump(region: Region) -> None:
    """Make the file anew when the catalogue has changed and is large."""
    dumps.make(region)


def on_catalogue_changed(region: Region, _change: Changed) -> None:
    """Educations came, changed or went."""
    enqueue(dumps.MAKE_JOB, region=region)


JOBS = [Job(dumps.MAKE_JOB, make_dump, queue="slow", timeout=1800, every="40 4 * * *", atomic=False)]
SUBSCRIPTIONS = [Subscription(CatalogueChanged.name, Changed, on_catalogue_changed, "training_catalog.dump_again")]
