"""Reads on regions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.db import db
from core.geo.models import Municipality
from core.plugins.models import RegionPlugin
from core.regions.models import Region, RegionMember, RegionMunicipality, RegionShare


def by_slug(slug: str) -> Region | None:
    """An active region by its slug."""
    return db.session.execute(select(Region).where(Region.slug == slug, Region.active.is_(True))).scalar_one_or_none()


def all_active() -> Sequence[Region]:
    """Every active region, by name."""
    return db.session.execute(select(Region).where(Region.active.is_(True)).order_by(Region.name)).scalars().all()


def members(region: Region) -> Sequence[Region]:
    """The member regions of a collaboration; empty for an ordinary region."""
    statement = (
        select(Region).join(RegionMember, RegionMember.member_id == Region.id).where(RegionMember.collaboration_id == region.id).order_by(Region.name)
    )
    return db.session.execute(statement).scalars().all()


def municipalities(region: Region) -> Sequence[Municipality]:
    """The municipalities a region covers, its members' included, in Swedish order."""
    own = select(RegionMunicipality.municipality_code).where(RegionMunicipality.region_id == region.id)
    shared = (
        select(RegionMunicipality.municipality_code)
        .join(RegionMember, RegionMember.member_id == RegionMunicipality.region_id)
        .where(RegionMember.collaboration_id == region.id)
    )
    statement = select(Municipality).where(Municipality.code.in_(own.union(shared))).order_by(Municipality.sort_key)
    return db.session.execute(statement).scalars().all()


def readable_region_ids(region: Region, plugin: str) -> frozenset[int]:
    """The region itself and the members that share this plugin's rows with it and have the plugin enabled."""
    share = aliased(RegionShare)
    statement = (
        select(share.member_id)
        .join(RegionMember, (RegionMember.member_id == share.member_id) & (RegionMember.collaboration_id == share.collaboration_id))
        .join(RegionPlugin, (RegionPlugin.region_id == share.member_id) & (RegionPlugin.plugin == plugin) & RegionPlugin.enabled.is_(True))
        .join(Region, Region.id == share.member_id)
        .where(share.collaboration_id == region.id, share.plugin == plugin, Region.active.is_(True))
    )
    return frozenset({region.id, *db.session.execute(statement).scalars()})


def collaborations_reading(region: Region, plugin: str) -> Sequence[Region]:
    """The collaborations that read this plugin's rows of a region."""
    statement = (
        select(Region)
        .join(RegionShare, RegionShare.collaboration_id == Region.id)
        .where(RegionShare.member_id == region.id, RegionShare.plugin == plugin, Region.active.is_(True))
    )
    return db.session.execute(statement).scalars().all()
