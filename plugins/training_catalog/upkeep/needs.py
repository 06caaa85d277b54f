"""Beside a kept education: the needs of the region that it answers, in the slot that its page makes room for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db
from core.plugins import Slot
from core.users.queries import may
from plugins.training_catalog.gap.models import Answer, ClusterNeed
from plugins.training_catalog.permissions import READ_GAP

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

SLOT = "training_catalog.upkeep.education"
# The right to see clusters, of the plugin that has them; where that is off nobody has it.
READ_CLUSTERS = "demand_pooling.cluster.read"
MOST = 10


def slot_content(region: Region, user: User | None, slot: str, subject: Any) -> list[Slot]:
    """The occupations that are asked for and that the education answers; words only, for those who may see clusters."""
    if slot != SLOT or not isinstance(subject, Mapping) or not (may(user, region, READ_GAP) or may(user, region, READ_CLUSTERS)):
        return []
    number = str(subject.get("ref", "")).rpartition(":")[2]
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return []
    statement = (
        select(ClusterNeed.cluster_id, ClusterNeed.occupation_label, Answer.fit)
        .join(Answer, Answer.need_id == ClusterNeed.id)
        .where(Answer.info_id == int(number), ClusterNeed.region_id == region.id, ClusterNeed.headcount > 0)
        .order_by(ClusterNeed.occupation_label, ClusterNeed.id)
        .limit(MOST)
    )
    rows = db.session.execute(statement).all()
    return [Slot("training_catalog/upkeep/_needs.html", {"needs": rows, "linked": may(user, region, READ_GAP)})]
