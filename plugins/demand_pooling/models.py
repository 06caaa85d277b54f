"""Tables: a copy of the needs as events told them, the clusters made of them, and what keeps the making in order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, Timestamped, UTCDateTime
from core.organisations.models import text_enum
from plugins.demand_pooling.agreed.models import AgreedRole as AgreedRole
from plugins.demand_pooling.clustering import Reason
from plugins.demand_pooling.dossier.models import Dossier as Dossier  # and those of dossier/
from plugins.demand_pooling.evidence.models import Indicator as Indicator  # and of evidence/
from plugins.demand_pooling.providers.models import ProviderRequest as ProviderRequest
from plugins.demand_pooling.runs.models import PlanRun as PlanRun
from plugins.demand_pooling.sums.models import PublicSum as PublicSum
from plugins.demand_pooling.work.models import ClusterStep as ClusterStep  # so that the loader finds the tables of work/
from plugins.demand_pooling.work.progress import Origin, Progress


class PooledNeed(RegionScoped, Timestamped, Model):
    """A need as its owner last published it. `need_id` is the owner's id; no foreign key, because the owner may be any plugin.

    Args:
        published_at: When the last publication arrived; None for a withdrawal that overtook the publication.
        withdrawn_at: Set when it was withdrawn; the texts are then emptied, and the row stays as a mark against late arrivals.
        skills_detail: Each skill as `{label, id, importance, at_hire}`; `skills` holds the labels.
        study_forms: The forms of study that will do; empty when its owner does not say.
        pace, sessions_max, travel_km: Per cent of full time, times per term to come, and kilometres to travel; None when not said.
        secret: Never shown outside the region's own staff.
        revision: The owner's own counter, if it sends one; an older one never overwrites a newer.
    """

    __tablename__ = "demand_pooling_need"
    __table_args__ = (
        UniqueConstraint("region_id", "need_id"),
        Index("ix_demand_pooling_need_group", "region_id", "occupation_group", "withdrawn_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int]
    reference: Mapped[str] = mapped_column(String(60), default="")
    organisation_id: Mapped[int] = mapped_column(default=0)
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="", index=True)
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    occupation_label: Mapped[str] = mapped_column(String(200), default="")
    local_title: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(30), default="")
    headcount_0_1: Mapped[int] = mapped_column(default=0)
    headcount_1_3: Mapped[int] = mapped_column(default=0)
    headcount_3_5: Mapped[int] = mapped_column(default=0)
    level: Mapped[str] = mapped_column(String(30), default="")
    shortage: Mapped[int] = mapped_column(default=0)
    distance_acceptable: Mapped[bool] = mapped_column(default=False)
    placements_offered: Mapped[int] = mapped_column(default=0)
    skills: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    occupation_id: Mapped[str | None] = mapped_column(String(40))
    taxonomy_version: Mapped[str] = mapped_column(String(20), default="", server_default="")
    skills_detail: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    licences: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    languages: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    study_forms: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")
    pace: Mapped[int | None]
    sessions_max: Mapped[int | None]
    travel_km: Mapped[int | None]
    visibility: Mapped[str] = mapped_column(String(30), default="", server_default="")
    secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class DemandCluster(RegionScoped, Timestamped, Model):
    """Needs that could share a class (*behovskluster*). It keeps its id while most of its needs stay together.

    Args:
        hub_code: The municipality that most of them can meet in.
        headcount: People within the counted horizons.
        by_distance: How many of them are beyond reach of the hub, and here because distance will do.
        threshold: The smallest class at this level when it was computed.
        viable_since: Since when it has reached the threshold; None while people are missing.
        closed_at: Set when its needs have gone elsewhere; `successor_id` then says where most of them went.
        status: How far the work with it has come. Until a person takes over, `clustered` or `pooled` follows from the figures.
        locked_at: Set while nothing but a withdrawal may change its needs.
        version: Counts the steps that people have taken with it, so that of two who take one at the same time the second is told.
        origin: Who made it. The rule adds needs only to clusters of its own.
        form, start_period, centres: What a published plan or a person has said of the class.
    """

    __tablename__ = "demand_pooling_cluster"
    __table_args__ = (Index("ix_demand_pooling_cluster_open", "region_id", "closed_at", "occupation_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occupation_group: Mapped[str] = mapped_column(String(4))
    occupation_label: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(30))
    hub_code: Mapped[str] = mapped_column(String(4))
    headcount: Mapped[int] = mapped_column(default=0)
    by_distance: Mapped[int] = mapped_column(default=0)
    employers: Mapped[int] = mapped_column(default=0)
    municipalities: Mapped[int] = mapped_column(default=0)
    threshold: Mapped[int]
    missing: Mapped[int] = mapped_column(default=0)
    viable_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="SET NULL"))
    status: Mapped[Progress] = mapped_column(text_enum(Progress, 20), default=Progress.CLUSTERED, server_default=Progress.CLUSTERED)
    locked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    origin: Mapped[Origin] = mapped_column(text_enum(Origin, 10), default=Origin.RULE, server_default=Origin.RULE)
    form: Mapped[str] = mapped_column(String(20), default="", server_default="")
    start_period: Mapped[str] = mapped_column(String(20), default="", server_default="")
    centres: Mapped[list[Any]] = mapped_column(JSONList, default=list, server_default="[]")

    @property
    def held(self) -> bool:
        """Whether the rule leaves its needs as they are and adds none."""
        return self.locked_at is not None or self.origin is not Origin.RULE

    @property
    def viable(self) -> bool:
        """Whether it has enough people for a class."""
        return self.missing == 0


class ClusterMember(RegionScoped, Model):
    """A need's place in a cluster, and why it is there. A need is in one cluster of a region.

    Args:
        pinned: A person or a published plan put it there, so the rule leaves it there.
    """

    __tablename__ = "demand_pooling_member"
    __table_args__ = (UniqueConstraint("region_id", "pooled_need_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="CASCADE"), index=True)
    pooled_need_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_need.id", ondelete="CASCADE"), index=True)
    reason: Mapped[Reason] = mapped_column(text_enum(Reason, 10))
    km: Mapped[float | None]
    pinned: Mapped[bool] = mapped_column(default=False, server_default=false())


class FoundSupply(RegionScoped, Model):
    """An education that answers a cluster, found in a catalogue. Told to the employers once."""

    __tablename__ = "demand_pooling_supply"
    __table_args__ = (UniqueConstraint("cluster_id", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(300))
    provider: Mapped[str] = mapped_column(String(200), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    found_at: Mapped[datetime] = mapped_column(UTCDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PoolingState(RegionScoped, Model):
    """One row per region: which occupation groups wait to be clustered anew. Locked meanwhile, so that it is done by one at a time.

    Args:
        dirty: Occupation groups that have changed since they were last clustered.
        requested_at: Set while a job is on its way; the many events of a busy minute then ask for no more jobs.
        basis: Fingerprint of the settings and municipalities that the present clusters were made with.
    """

    __tablename__ = "demand_pooling_state"
    __table_args__ = (UniqueConstraint("region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dirty: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    requested_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    basis: Mapped[str] = mapped_column(String(64), default="")
    clustered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
