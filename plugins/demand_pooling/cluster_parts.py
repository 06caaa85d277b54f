"""What the plugin's sub-packages show on the page of a cluster. Each is one line in `PARTS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.cluster_detail import Detail
from plugins.demand_pooling.dossier import panel as dossier
from plugins.demand_pooling.evidence import panel as evidence
from plugins.demand_pooling.part import PLACES, Part, Place
from plugins.demand_pooling.providers import panel as providers
from plugins.demand_pooling.work import panel as work

PARTS: tuple[Callable[[Region, User | None, Detail], Sequence[Part]], ...] = (
    work.parts,
    providers.parts,
    dossier.parts,
    evidence.parts,
)


def cluster_parts(region: Region, user: User | None, detail: Detail) -> Mapping[Place, Sequence[Part]]:
    """All pieces, by place."""
    found = sorted((part for ask in PARTS for part in ask(region, user, detail)), key=lambda part: part.weight)
    return {place: [part for part in found if part.place == place] for place in PLACES}
