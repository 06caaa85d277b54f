"""What working with a cluster shows on its page."""

from __future__ import annotations

from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from plugins.demand_pooling.cluster_detail import Detail
from plugins.demand_pooling.part import Part
from plugins.demand_pooling.permissions import WORK
from plugins.demand_pooling.work.progress import ENDED, ORDER, Progress, progress_label


def parts(region: Region, user: User | None, detail: Detail) -> list[Part]:
    """How far the cluster has come, and the way to the work bench."""
    status = detail.cluster.status
    ahead = ORDER[ORDER.index(status) + 1] if status not in ENDED else None
    context = {
        "status": progress_label(status),
        "next": progress_label(ahead) if ahead and ahead is not Progress.CANCELLED else "",
        "locked": detail.cluster.locked_at,
    }
    found = [Part("aside", "demand_pooling/work/panel.html", context, weight=10)]
    if may(user, region, WORK):
        found.append(Part("actions", "demand_pooling/work/actions.html", weight=10))
    return found
