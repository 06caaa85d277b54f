"""Locking, commenting, following, and the way from a signal to an outcome. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import delete, select

from core.db import db, utcnow
from core.errors import Conflict, DomainError
from core.events import emit
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling import notices
from plugins.demand_pooling.bookkeeping import Books
from plugins.demand_pooling.events import ClusterProgressed
from plugins.demand_pooling.facts import members_of, open_needs
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.service import request_clusters
from plugins.demand_pooling.work import history
from plugins.demand_pooling.work.models import ClusterStep, Follow, StepKind
from plugins.demand_pooling.work.opening import checked_text, opened
from plugins.demand_pooling.work.progress import EARLY, ORDER, Progress, allowed, progress_label

NeedsGo = Literal["keep", "release"]
MAX_MESSAGE = 500


def lock(*, region: Region, cluster_id: int, seen: int | None, actor: User | None) -> ClusterStep:
    """Let nothing but a withdrawal change which needs are in the cluster."""
    cluster = opened(region, cluster_id, seen)
    if cluster.locked_at:
        raise Conflict(_("Klustret är redan låst."))
    cluster.locked_at, cluster.locked_by_id = utcnow(), actor.id if actor else None
    return history.note(region, cluster, StepKind.LOCKED, actor=actor)


def unlock(*, region: Region, cluster_id: int, seen: int | None, actor: User | None) -> ClusterStep:
    """Let people, plans and the rule change the cluster again."""
    cluster = opened(region, cluster_id, seen)
    if not cluster.locked_at:
        raise Conflict(_("Klustret är inte låst."))
    cluster.locked_at = cluster.locked_by_id = None
    step = history.note(region, cluster, StepKind.UNLOCKED, actor=actor)
    request_clusters(region=region, groups={cluster.occupation_group})
    return step


def comment(*, region: Region, cluster_id: int, actor: User | None, text: str) -> ClusterStep:
    """Write something down for those who work with the cluster."""
    cluster = opened(region, cluster_id)
    text = checked_text(text)
    if not text:
        raise DomainError(_("Skriv en kommentar."), field="text")
    return history.note(region, cluster, StepKind.COMMENTED, actor=actor, text=text, counts=False)


def follow(*, region: Region, cluster_id: int, user: User) -> None:
    """Be told when the cluster's status changes. Saying it twice changes nothing."""
    cluster = opened(region, cluster_id)
    known = select(Follow.id).where(Follow.cluster_id == cluster.id, Follow.user_id == user.id)
    if db.session.execute(known).first() is None:
        db.session.add(Follow(region_id=region.id, cluster_id=cluster.id, user_id=user.id))
        db.session.flush()


def unfollow(*, region: Region, cluster_id: int, user: User) -> None:
    """Be told no more."""
    mine = delete(Follow).where(Follow.region_id == region.id, Follow.cluster_id == cluster_id, Follow.user_id == user.id)
    db.session.execute(mine)


def ways(cluster: DemandCluster) -> list[Progress]:
    """Where a person may take a cluster. Whether it is `clustered` or `pooled` follows from its figures."""
    not_so = Progress.CLUSTERED if cluster.viable else Progress.POOLED
    return [status for status in allowed(cluster.status) if status is not not_so]


def change_status(
    *,
    region: Region,
    cluster_id: int,
    seen: int | None,
    status: Progress,
    actor: User | None,
    text: str = "",
    message: str = "",
    needs_go: NeedsGo = "keep",
) -> ClusterStep:
    """Take a cluster to another status. Its needs' trails follow, and those who follow it are told.

    Args:
        text: The reason; needed to go back and to cancel. For those who work with the cluster.
        message: What the employers are told beside the status.
        needs_go: When it is cancelled: whether its needs stay together here, or are clustered anew.

    Raises:
        Conflict: when it cannot go there, or somebody else was first.
    """
    cluster = opened(region, cluster_id, seen)
    text, message = checked_text(text), message.strip()
    if status not in ways(cluster):
        raise Conflict(
            _("Klustret kan inte gå från %(before)s till %(after)s.", before=_quoted(cluster.status), after=_quoted(status)),
            code="not_allowed",
        )
    back = status is Progress.CANCELLED or ORDER.index(status) < ORDER.index(cluster.status)
    if back and not text:
        raise DomainError(_("Skriv varför. Den som läser historiken vill veta det."), field="text")
    if len(message) > MAX_MESSAGE:
        raise DomainError(_("Meddelandet får vara högst %(max)s tecken.", max=MAX_MESSAGE), field="message")
    facts: dict[str, str | int] = {"message": message} if message else {}
    if status is Progress.CANCELLED:
        facts["needs"] = needs_go
    step = progress(region, cluster, status, actor=actor, text=text, facts=facts)
    if status is Progress.CANCELLED and needs_go == "release":
        _release_all(region, cluster)
    return step


def progress(
    region: Region,
    cluster: DemandCluster,
    status: Progress,
    *,
    actor: User | None,
    text: str = "",
    facts: Mapping[str, str | int] | None = None,
    follows: str = "",
) -> ClusterStep:
    """Write a status that is known to be right, keep the step, and tell employers and followers. What providers build on is locked.

    Args:
        follows: The ref of the education whose way the cluster goes from now on.
    """
    before, cluster.status = cluster.status, status
    if status not in EARLY and cluster.locked_at is None:
        cluster.locked_at, cluster.locked_by_id = utcnow(), actor.id if actor else None
    detail: dict[str, Any] = {"follows": follows} if follows else {}
    step = history.note(
        region, cluster, StepKind.STATUS, actor=actor, text=text, before=str(before), after=str(status), facts=dict(facts or {}), **detail
    )
    tell_employers(region, cluster, facts or {})
    notices.tell_progress(region, cluster, step, followers(cluster), actor)
    return step


def tell_employers(region: Region, cluster: DemandCluster, facts: Mapping[str, str | int]) -> None:
    """Say how far the cluster has come, and what employers may know of it."""
    told = ClusterProgressed(cluster_id=cluster.id, need_ids=_own_needs(region, cluster), status=str(cluster.status), facts=dict(facts))
    emit(told, region=region)


def followers(cluster: DemandCluster) -> list[User]:
    """Who wants to hear of a cluster."""
    statement = select(User).join(Follow, Follow.user_id == User.id).where(Follow.cluster_id == cluster.id).order_by(User.id)
    return list(db.session.execute(statement).scalars())


def _own_needs(region: Region, cluster: DemandCluster) -> list[int]:
    needs = open_needs([member.pooled_need_id for member in members_of(region, [cluster.id])])
    return sorted(need.need_id for need in needs.values() if need.region_id == region.id)


def _release_all(region: Region, cluster: DemandCluster) -> None:
    """The needs of a cancelled cluster are clustered anew; the cluster stays as history."""
    members = members_of(region, [cluster.id])
    groups = {need.occupation_group for need in open_needs([member.pooled_need_id for member in members]).values()}
    for member in members:
        db.session.delete(member)
    db.session.flush()
    books = Books(region)
    books.close(cluster, None)
    books.finish()
    request_clusters(region=region, groups=groups | {cluster.occupation_group})


def _quoted(status: Progress) -> str:
    return f"”{progress_label(status)}”"
