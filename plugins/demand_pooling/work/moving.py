"""Which needs are where: moving, splitting, merging, setting aside, giving back. Every step is kept. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.bookkeeping import Books
from plugins.demand_pooling.clustering import best_hub
from plugins.demand_pooling.facts import NeedRow, as_need, members_of, open_needs
from plugins.demand_pooling.models import ClusterMember, DemandCluster, PooledNeed
from plugins.demand_pooling.service import locked_state, request_clusters
from plugins.demand_pooling.work import history
from plugins.demand_pooling.work.models import ClusterStep, SetAside, StepKind
from plugins.demand_pooling.work.opening import checked_text, opened, taken
from plugins.demand_pooling.work.progress import EARLY, Origin

Places = dict[str, list[Any]]  # by need: the cluster it was in, and whether it was pinned there


def move(
    *, region: Region, cluster_id: int, seen: int | None, need_ids: Collection[int], target_id: int, actor: User | None, text: str = ""
) -> ClusterStep:
    """Put needs in another cluster, where the rule then leaves them.

    Raises:
        DomainError: when nothing is chosen, or the target is the cluster itself.
        Conflict: when somebody else was first, or one of the clusters is locked.
    """
    source = opened(region, cluster_id, seen, unlocked=True)
    if target_id == source.id:
        raise DomainError(_("Välj ett annat kluster än det som behoven redan är i."), field="target")
    target = opened(region, target_id, unlocked=True)
    chosen, needs = taken(region, source, need_ids)
    books = Books(region)
    before = _before(region, source, target)
    places = _pin(books, chosen, needs, target)
    _recount(books, before, source, target)
    _close_if_empty(books, source, target)
    step = history.note(
        region, source, StepKind.MOVED, actor=actor, other=target, text=checked_text(text), needs=sorted(needs), places=places
    )
    _finish(books, needs)
    return step


def split(
    *, region: Region, cluster_id: int, seen: int | None, need_ids: Collection[int], actor: User | None, text: str = ""
) -> tuple[DemandCluster, ClusterStep]:
    """Make a cluster of its own of some needs. It meets where most of them can.

    Raises:
        DomainError: when nothing or everything is chosen.
        Conflict: when somebody else was first, or the cluster is locked.
    """
    source = opened(region, cluster_id, seen, unlocked=True)
    chosen, needs = taken(region, source, need_ids)
    if len(chosen) == len(members_of(region, [source.id])):
        raise DomainError(_("Du har valt alla behov. Låt minst ett vara kvar i klustret."), field="needs")
    books = Books(region)
    hub = best_hub([as_need(books.settings, need) for need in needs.values()], books.reach)
    new = DemandCluster(
        region_id=region.id,
        occupation_group=source.occupation_group,
        occupation_label=source.occupation_label,
        level=source.level,
        hub_code=hub,
        threshold=source.threshold,
        origin=Origin.HAND,
    )
    db.session.add(new)
    before = _before(region, source)
    db.session.flush()
    places = _pin(books, chosen, needs, new)
    _recount(books, {**before, new.id: set()}, source, new)
    step = history.note(region, source, StepKind.SPLIT, actor=actor, other=new, text=checked_text(text), needs=sorted(needs), places=places)
    _finish(books, needs)
    return new, step


def merge(*, region: Region, cluster_id: int, seen: int | None, other_id: int, actor: User | None, text: str = "") -> ClusterStep:
    """Take all needs of another cluster into this one, and dissolve the other.

    Raises:
        Conflict: when somebody else was first, one of them is locked, or a provider has been asked about the other.
    """
    cluster = opened(region, cluster_id, seen, unlocked=True)
    if other_id == cluster.id:
        raise DomainError(_("Välj ett annat kluster att slå ihop med."), field="other")
    other = opened(region, other_id, unlocked=True)
    if other.status not in EARLY:
        raise Conflict(_("En anordnare har redan fått en förfrågan om det andra klustret. Slå ihop åt andra hållet."), code="progressed")
    members = members_of(region, [other.id])
    needs = open_needs([member.pooled_need_id for member in members])
    books = Books(region)
    before = _before(region, cluster, other)
    places = _pin(books, [member for member in members if member.pooled_need_id in needs], needs, cluster)
    _recount(books, before, cluster)
    books.close(other, cluster.id)
    step = history.note(
        region, cluster, StepKind.MERGED, actor=actor, other=other, text=checked_text(text), needs=sorted(needs), places=places
    )
    _finish(books, needs)
    return step


def remove(*, region: Region, cluster_id: int, seen: int | None, need_ids: Collection[int], actor: User | None, text: str) -> ClusterStep:
    """Set needs aside: they are in no cluster until somebody puts them back.

    Raises:
        DomainError: without a reason.
    """
    cluster = opened(region, cluster_id, seen, unlocked=True)
    text = checked_text(text)
    if not text:
        raise DomainError(_("Skriv varför behoven inte ska räknas. Den som läser historiken vill veta det."), field="text")
    chosen, needs = taken(region, cluster, need_ids)
    books = Books(region)
    before = _before(region, cluster)
    places = _places(chosen)
    for member in chosen:
        db.session.delete(member)
        aside = SetAside(
            region_id=region.id,
            pooled_need_id=member.pooled_need_id,
            cluster_id=cluster.id,
            reason=text[:500],
            actor_id=actor.id if actor else None,
        )
        db.session.add(aside)
    _recount(books, before, cluster)
    _close_if_empty(books, cluster, None)
    step = history.note(region, cluster, StepKind.REMOVED, actor=actor, text=text, needs=sorted(needs), places=places)
    _finish(books, needs)
    return step


def release(*, region: Region, cluster_id: int, seen: int | None, need_ids: Collection[int], actor: User | None) -> ClusterStep:
    """Let the rule decide again where needs belong that a person or a plan has placed."""
    cluster = opened(region, cluster_id, seen, unlocked=True)
    chosen, needs = taken(region, cluster, need_ids)
    books = Books(region)
    before = _before(region, cluster)
    for member in chosen:
        if cluster.origin is Origin.RULE:
            member.pinned = False
        else:
            db.session.delete(member)
    _recount(books, before, cluster)
    _close_if_empty(books, cluster, None)
    step = history.note(region, cluster, StepKind.RELEASED, actor=actor, needs=sorted(needs))
    _finish(books, needs)
    return step


def put_back(*, region: Region, aside_id: int, actor: User | None) -> None:
    """Let a need that was set aside be clustered again, by the rule."""
    locked_state(region)
    statement = select(SetAside).where(SetAside.id == aside_id, SetAside.region_id == region.id)
    aside = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if aside is None:
        raise Conflict(_("Behovet räknas redan till kluster igen, eller så har det återkallats."), code="gone")
    need_id, cluster_id = aside.pooled_need_id, aside.cluster_id
    db.session.delete(aside)
    db.session.flush()
    group = select(PooledNeed.occupation_group).where(PooledNeed.id == need_id)
    request_clusters(region=region, groups=set(db.session.execute(group).scalars()))
    cluster = _own(region, cluster_id)
    if cluster is None:
        record("demand_pooling.cluster.put_back", region=region, actor=actor, needs=1)
    else:
        history.note(region, cluster, StepKind.PUT_BACK, actor=actor, counts=False, needs=[need_id])


def _own(region: Region, cluster_id: int | None) -> DemandCluster | None:
    statement = select(DemandCluster).where(DemandCluster.id == cluster_id, DemandCluster.region_id == region.id)
    return db.session.execute(statement).scalar_one_or_none()


def _before(region: Region, *clusters: DemandCluster) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {cluster.id: set() for cluster in clusters}
    for member in members_of(region, list(found)):
        found[member.cluster_id].add(member.pooled_need_id)
    return found


def _places(members: Iterable[ClusterMember]) -> Places:
    return {str(member.pooled_need_id): [member.cluster_id, member.pinned] for member in members}


def _pin(books: Books, members: Iterable[ClusterMember], needs: Mapping[int, NeedRow], target: DemandCluster) -> Places:
    members = list(members)
    places = _places(members)
    for member in members:
        reason, km = books.why(target.hub_code, needs[member.pooled_need_id])
        books.place(member, target, reason, km)
        member.pinned = True
    return places


def _recount(books: Books, before: Mapping[int, set[int]], *clusters: DemandCluster) -> None:
    db.session.flush()
    for cluster in clusters:
        books.refresh(cluster, before[cluster.id])


def _close_if_empty(books: Books, cluster: DemandCluster, successor: DemandCluster | None) -> None:
    db.session.flush()
    if not members_of(books.region, [cluster.id]) and cluster.status in EARLY:
        books.close(cluster, successor.id if successor else None)


def _finish(books: Books, needs: Mapping[int, NeedRow]) -> None:
    """The rule has another look at what is left."""
    books.finish()
    request_clusters(region=books.region, groups={need.occupation_group for need in needs.values()})
