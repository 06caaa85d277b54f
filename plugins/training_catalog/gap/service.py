"""What can be done with what is needed: hear of it, ask for it again, work out what answers it. Nothing here commits."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from core.audit.service import record
from core.db import db, utcnow
from core.events import request_replay
from core.jobs import enqueue
from plugins.training_catalog.gap.events import CLUSTER_UPDATED, ClusterUpdated
from plugins.training_catalog.gap.matching import answers_to
from plugins.training_catalog.gap.models import Answer, ClusterNeed, Fit
from plugins.training_catalog.scope import catalogue_scope
from plugins.training_catalog.settings import settings_in

if TYPE_CHECKING:
    from core.regions.models import Region

MATCH_JOB = "training_catalog.match_needs"
AT_A_TIME = 20
MAX_SKILLS = 30


def hear(*, region: Region, cluster: ClusterUpdated) -> None:
    """Note what an event says of a cluster, unless something newer has been said."""
    statement = select(ClusterNeed).where(ClusterNeed.region_id == region.id, ClusterNeed.cluster_id == cluster.cluster_id)
    row = db.session.execute(statement.with_for_update()).scalar_one_or_none()
    if row is None:
        row = ClusterNeed(region_id=region.id, cluster_id=cluster.cluster_id, fit=Fit.NONE, answers=0)
        db.session.add(row)
    elif cluster.revision < row.revision:
        return
    said = cluster.model_dump(exclude={"cluster_id", "municipality_codes", "skills"})
    said["municipality_codes"] = ",".join(sorted(set(cluster.municipality_codes)))
    said["skills"] = [skill[:200] for skill in cluster.skills[:MAX_SKILLS]]
    said |= {"occupation_label": cluster.occupation_label[:200], "level": cluster.level[:30], "start": cluster.start[:20]}
    for name, value in said.items():
        setattr(row, name, value)
    row.matched_at = None
    db.session.flush()
    enqueue(MATCH_JOB, region=region)


def ask_again(*, region: Region) -> None:
    """Have the needs told again, also those that are no more."""
    request_replay(region, [CLUSTER_UPDATED])


def ask_again_by_hand(*, region: Region) -> None:
    """The same, at a person's request."""
    ask_again(region=region)
    record("training_catalog.gap.asked_again", region=region)


def outdate(*, region: Region) -> None:
    """The catalogue has changed: every need waits to be matched again."""
    statement = update(ClusterNeed).where(ClusterNeed.region_id == region.id).values(matched_at=None)
    db.session.execute(statement.execution_options(synchronize_session=False))
    enqueue(MATCH_JOB, region=region)


def match_some(region: Region) -> int:
    """Work out what answers some needs that wait. Returns how many there were."""
    waiting = (
        select(ClusterNeed)
        .where(ClusterNeed.region_id == region.id, ClusterNeed.matched_at.is_(None))
        .order_by(ClusterNeed.id)
        .limit(AT_A_TIME)
        .with_for_update()
    )
    needs = db.session.execute(waiting).scalars().all()
    reach_km = settings_in(region).reach_km
    with catalogue_scope(region):
        for need in needs:
            _match(need, reach_km)
    db.session.flush()
    return len(needs)


def _match(need: ClusterNeed, reach_km: int) -> None:
    found = answers_to(need, reach_km) if need.headcount else []
    known = {row.info_id: row for row in db.session.execute(select(Answer).where(Answer.need_id == need.id)).scalars()}
    for one in found:
        row = known.pop(one.info_id, None)
        if row is None:
            db.session.add(Answer(region_id=need.region_id, need_id=need.id, **asdict(one)))
            continue
        for name, value in asdict(one).items():
            setattr(row, name, value)
    for row in known.values():
        db.session.delete(row)
    need.answers = sum(one.fit is not Fit.NONE for one in found)
    need.fit = min((one.fit for one in found), key=list(Fit).index, default=Fit.NONE)
    need.matched_at = utcnow()
