"""Reads on regions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from flask import g
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from core.db import Page, db, get, paginate
from core.geo.models import Municipality
from core.plugins.enablement import HasId
from core.plugins.models import RegionPlugin
from core.regions.models import Region, RegionMember, RegionMunicipality, RegionShare


def by_slug(slug: str) -> Region | None:
    """An active region by its slug."""
    found: Region | None = db.session.execute(_of_slug(), {"slug": slug}).scalar_one_or_none()
    return found


# Asked for every page: building these two is dearer than running them, so that is done once.
@cache
def _of_slug() -> Select[Region]:
    return select(Region).where(Region.slug == bindparam("slug"), Region.active.is_(True))


@cache
def _shares() -> Select[str, int]:
    share = aliased(RegionShare)
    return (
        select(share.plugin, share.member_id)
        .join(RegionMember, (RegionMember.member_id == share.member_id) & (RegionMember.collaboration_id == share.collaboration_id))
        .join(
            RegionPlugin,
            (RegionPlugin.region_id == share.member_id) & (RegionPlugin.plugin == share.plugin) & RegionPlugin.enabled.is_(True),
        )
        .join(Region, Region.id == share.member_id)
        .where(share.collaboration_id == bindparam("collaboration"), Region.active.is_(True))
    )


def by_id(region_id: int) -> Region:
    """A region by its id."""
    return get(Region, region_id)


def active_page(*, number: int = 1, size: int = 30) -> Page[Region]:
    """One page of the active regions, by name."""
    return paginate(select(Region).where(Region.active.is_(True)).order_by(Region.name, Region.id), number=number, size=size)


def all_active() -> Sequence[Region]:
    """Every active region, by name."""
    return db.session.execute(select(Region).where(Region.active.is_(True)).order_by(Region.name)).scalars().all()


def members(region: Region) -> Sequence[Region]:
    """The member regions of a collaboration; empty for an ordinary region."""
    statement = (
        select(Region)
        .join(RegionMember, RegionMember.member_id == Region.id)
        .where(RegionMember.collaboration_id == region.id)
        .order_by(Region.name)
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


def readable_region_ids(region: HasId, plugin: str) -> frozenset[int]:
    """The region itself and the members that share this plugin's rows with it and have the plugin enabled."""
    cache: dict[int, dict[str, set[int]]] = g.setdefault("_sharing_members", {})
    if region.id not in cache:
        cache[region.id] = _sharing_members(region)
    return frozenset({region.id, *cache[region.id].get(plugin, ())})


def _sharing_members(region: HasId) -> dict[str, set[int]]:
    """By plugin, the members whose rows a collaboration may read: one query for all plugins."""
    found: dict[str, set[int]] = {}
    for plugin, member in db.session.execute(_shares(), {"collaboration": region.id}):
        found.setdefault(plugin, set()).add(member)
    return found


def collaborations_reading(region: Region, plugin: str) -> Sequence[Region]:
    """The collaborations that read this plugin's rows of a region."""
    statement = (
        select(Region)
        .join(RegionShare, RegionShare.collaboration_id == Region.id)
        .where(RegionShare.member_id == region.id, RegionShare.plugin == plugin, Region.active.is_(True))
    )
    return db.session.execute(statement).scalars().all()


def own_municipalities(region: Region) -> Sequence[Municipality]:
    """The municipalities that a region covers itself, without its members', in Swedish order."""
    statement = (
        select(Municipality)
        .join(RegionMunicipality, RegionMunicipality.municipality_code == Municipality.code)
        .where(RegionMunicipality.region_id == region.id)
        .order_by(Municipality.sort_key)
    )
    return db.session.execute(statement).scalars().all()


def shared_with(region: Region) -> list[tuple[str, list[str]]]:
    """The collaborations that a region is a member of, and the plugins whose rows it lets each read."""
    statement = (
        select(Region.name, RegionShare.plugin)
        .join(RegionMember, RegionMember.collaboration_id == Region.id)
        .outerjoin(RegionShare, (RegionShare.collaboration_id == Region.id) & (RegionShare.member_id == RegionMember.member_id))
        .where(RegionMember.member_id == region.id)
        .order_by(Region.name, RegionShare.plugin)
    )
    found: dict[str, list[str]] = {}
    for name, plugin in db.session.execute(statement):
        found.setdefault(name, []).extend([plugin] if plugin else [])
    return list(found.items())
