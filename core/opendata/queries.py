"""The data sets of a region: what its enabled plugins publish."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.db import region_scope
from core.errors import NotFound
from core.i18n import gettext as _
from core.plugins import hooks
from core.plugins.declarations import Dataset
from core.regions.queries import readable_region_ids

if TYPE_CHECKING:
    from core.regions.models import Region

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True)
class Published:
    """A data set and the plugin that publishes it."""

    plugin: str
    data: Dataset


def published(region: Region) -> list[Published]:
    """Every data set of the region. One whose name cannot be an address is left out."""
    return [Published(plugin.name, data) for plugin, data in hooks.for_region(region).open_data_by_plugin() if _NAME.fullmatch(data.name)]


def one(region: Region, plugin: str, name: str) -> Published:
    """A data set by its plugin and name.

    Raises:
        NotFound: when there is none.
    """
    found = next((each for each in published(region) if (each.plugin, each.data.name) == (plugin, name)), None)
    if found is None:
        raise NotFound(_("Datamängden finns inte, eller så publiceras den inte längre."))
    return found


def rows(region: Region, each: Published) -> Sequence[Sequence[Any]]:
    """The rows of a data set, read as its plugin reads."""
    with region_scope(region.id, read=readable_region_ids(region, each.plugin)):
        return each.data.rows()
