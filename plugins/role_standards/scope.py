"""What this plugin may read: the region's own rows and what members share with it. For hooks, which run in other parts' scopes."""

from __future__ import annotations

from contextlib import AbstractContextManager

from core.db import region_scope
from core.regions.models import Region
from core.regions.queries import readable_region_ids
from plugins.role_standards.settings import PLUGIN


def role_scope(region: Region) -> AbstractContextManager[None]:
    """Read what this plugin may read in the region, and nothing else."""
    return region_scope(region.id, read=readable_region_ids(region, PLUGIN))
