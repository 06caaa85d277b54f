"""The scope in which the catalogue answers others: this region's rows, and those that members share of this plugin.

A hook is called in the scope of whoever asks, which may read more, or less, than the catalogue's own pages do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.db import region_scope
from core.regions.queries import readable_region_ids
from plugins.training_catalog.settings import PLUGIN

if TYPE_CHECKING:
    from core.regions.models import Region


@contextmanager
def catalogue_scope(region: Region) -> Iterator[None]:
    """Read as the catalogue's own pages do in a region."""
    with region_scope(region.id, read=readable_region_ids(region, PLUGIN)):
        yield


def info_path(region: Region, info_id: int) -> str:
    """The address of an education's page. Written out, since jobs, which have no request, ask for it too."""
    return f"/r/{region.slug}/training-catalog/{info_id}"
