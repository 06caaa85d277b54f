"""Taking a cluster in hand: locked for others meanwhile, and refused when somebody else has been there since one looked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_, select

from core.db import db
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.demand_pooling.facts import NeedRow, members_of, open_needs
from plugins.demand_pooling.models import ClusterMember, DemandCluster
from plugins.demand_pooling.service import locked_state
from plugins.demand_pooling.work.models import ClusterStep

MAX_NEEDS = 2_000
MAX_TEXT = 2_000


class ChangedMeanwhile(Conflict):
    """Somebody else took a step with the cluster first. `since` holds what they did; the page shows it."""

    code = "changed_meanwhile"

    def __init__(self, since: Sequence[ClusterStep]) -> None:
        super().__init__(
            _("Någon annan hann före. Ditt steg är inte gjort. Se vad som har ändrats, och gör om det om det fortfarande behövs.")
        )
        self.since = since


def opened(region: Region, cluster_id: int, seen: int | None = None, *, unlocked: bool = False) -> DemandCluster:
    """A cluster of the region, to take a step with. The region's clusters are locked until the transaction ends.

    Args:
        seen: The version that the person had before them; None to take it as it is.
        unlocked: The step changes which needs are in it, so it must not be locked.

    Raises:
        NotFound: when there is none, or it is another region's.
        ChangedMeanwhile: when it has another version now.
        Conflict: when it is dissolved, or locked.
    """
    locked_state(region)
    statement = select(DemandCluster).where(DemandCluster.id == cluster_id, DemandCluster.region_id == region.id)
    cluster = db.session.execute(statement.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
    if cluster is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    if seen is not None and cluster.version != seen:
        raise ChangedMeanwhile(steps_since(cluster, seen))
    if cluster.closed_at:
        raise Conflict(_("Klustret är upplöst. Dess behov finns nu i andra kluster."))
    if unlocked and cluster.locked_at:
        raise Conflict(_("Klustret %(cluster)s är låst. Lås upp det först.", cluster=cluster.occupation_label))
    return cluster


def steps_since(cluster: DemandCluster, seen: int) -> Sequence[ClusterStep]:
    """What others have done with a cluster after a version, oldest first."""
    here = and_(ClusterStep.cluster_id == cluster.id, ClusterStep.version > seen)
    there = and_(ClusterStep.other_id == cluster.id, ClusterStep.other_version > seen)
    statement = select(ClusterStep).where(ClusterStep.region_id == cluster.region_id, or_(here, there)).order_by(ClusterStep.id)
    return db.session.execute(statement).scalars().all()


def taken(region: Region, cluster: DemandCluster, need_ids: Collection[int]) -> tuple[list[ClusterMember], dict[int, NeedRow]]:
    """The members that a person has chosen, and their needs.

    Raises:
        DomainError: when none is chosen.
        Conflict: when one is no longer in the cluster.
    """
    wanted = set(need_ids)
    if not wanted:
        raise DomainError(_("Välj minst ett behov."), field="needs")
    needs = open_needs(wanted) if len(wanted) <= MAX_NEEDS else {}
    chosen = [member for member in members_of(region, [cluster.id]) if member.pooled_need_id in needs]
    if len(chosen) != len(wanted):
        raise Conflict(_("Ett av behoven finns inte längre i klustret. Det kan ha återkallats. Läs in sidan igen."), code="gone")
    return chosen, needs


def checked_text(text: str) -> str:
    """A reason or comment, within its limit."""
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise DomainError(_("Texten får vara högst %(max)s tecken.", max=MAX_TEXT), field="text")
    return text
