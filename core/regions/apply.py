"""Applying and exporting the region configuration. All or nothing; every change leaves an audit entry."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from sqlalchemy import delete, select

from core.audit.service import record
from core.db import atomic, db, one_or_none, region_scope
from core.geo.models import Municipality
from core.i18n import LANGUAGES
from core.plugins import lifecycle
from core.plugins.enablement import forget_cached
from core.plugins.models import RegionPlugin
from core.plugins.registry import registry
from core.regions import queries
from core.regions.config_file import RegionConfig, read_file
from core.regions.models import AppliedFile, Region, RegionMember, RegionMunicipality, RegionShare
from core.texts.catalogue import TEXTS
from core.texts.queries import raw
from core.texts.service import set_text
from core.users.models import User


@dataclass
class Changes:
    """What applying did, or would do: one line each."""

    lines: list[str] = field(default_factory=list)
    skipped: bool = False

    def add(self, line: str) -> None:
        """Note one change."""
        self.lines.append(line)


class _DryRun(Exception):
    """Leaves the transaction of a `--check`."""


def apply_file(path: Path, *, check: bool = False, if_changed: bool = False, actor: User | None = None) -> Changes:
    """Validate the file and bring the database to what it says.

    Args:
        check: Do everything in a transaction, then roll it back: the changes listed are those that would be made.
        if_changed: Do nothing when this very content was the last to be applied, so that changes made on the
            administrator's page survive a restart.

    Raises:
        FaultyFile: with all faults; nothing was changed.
    """
    regions = read_file(path, municipalities=_municipality_names())
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    changes = Changes()
    try:
        with atomic():
            applied = one_or_none(AppliedFile, path.name)
            if if_changed and applied is not None and applied.digest == fingerprint:
                changes.skipped = True
                return changes
            _apply(regions, changes, actor)
            if applied is None:
                db.session.add(AppliedFile(name=path.name, digest=fingerprint))
            else:
                applied.digest = fingerprint
            if changes.lines:
                record("core.regions.applied", actor=actor, subject=path.name, changes=changes.lines[:200])
            if check:
                raise _DryRun
    except _DryRun:
        forget_cached()
    return changes


def _municipality_names() -> dict[str, str]:
    rows = db.session.execute(select(Municipality.code, Municipality.name)).all()
    return {**{name.lower(): code for code, name in rows}, **{code: code for code, _ in rows}}


def _apply(configs: list[RegionConfig], changes: Changes, actor: User | None) -> None:
    regions = {config.slug: _region(config, changes) for config in configs}
    for config in configs:
        region = regions[config.slug]
        _links(region, config, regions, changes)
    forget_cached()
    for config in configs:
        _texts(regions[config.slug], config, changes, actor)
        _plugins(regions[config.slug], config, changes, actor)


def _region(config: RegionConfig, changes: Changes) -> Region:
    region = db.session.execute(select(Region).where(Region.slug == config.slug)).scalar_one_or_none()
    if region is None:
        region = Region(slug=config.slug, name=config.name)
        db.session.add(region)
        changes.add(f"{config.slug}: new region")
    for key in ("name", "description", "contact_email", "accent"):
        if getattr(region, key) != getattr(config, key):
            if region.id:
                changes.add(f"{config.slug}: {key} changed")
            setattr(region, key, getattr(config, key))
    if region.active is False:
        region.active = True
        changes.add(f"{config.slug}: active again")
    db.session.flush()
    return region


def _texts(region: Region, config: RegionConfig, changes: Changes, actor: User | None) -> None:
    """The texts of the file. One that it does not name goes back to Samkraft's own, and stays in the history."""
    changed = 0
    with region_scope(region.id):
        for code in LANGUAGES:
            for key in TEXTS:
                wanted = config.texts.get(code, {}).get(key, "")
                if wanted != raw(region, key, code):
                    set_text(region=region, key=key, language=code, body=wanted, actor=actor)
                    changed += 1
    if changed:
        changes.add(f"{region.slug}: {changed} texts changed")


def _links(region: Region, config: RegionConfig, regions: dict[str, Region], changes: Changes) -> None:
    covers = RegionMunicipality.region_id == region.id
    codes = set(db.session.execute(select(RegionMunicipality.municipality_code).where(covers)).scalars())
    _replace(
        changes, f"{region.slug}: municipalities", codes, set(config.municipalities),
        add=lambda code: RegionMunicipality(region_id=region.id, municipality_code=code),
        remove=lambda code: delete(RegionMunicipality).where(covers, RegionMunicipality.municipality_code == code),
    )  # fmt: skip
    members = {m.id for m in queries.members(region)}
    _replace(
        changes, f"{region.slug}: members", members, {regions[slug].id for slug in config.members},
        add=lambda member: RegionMember(collaboration_id=region.id, member_id=member),
        remove=lambda member: delete(RegionMember).where(RegionMember.collaboration_id == region.id, RegionMember.member_id == member),
    )  # fmt: skip
    rows = db.session.execute(select(RegionShare).where(RegionShare.member_id == region.id)).scalars()
    _replace(
        changes, f"{region.slug}: shares", {(r.collaboration_id, r.plugin) for r in rows},
        {(regions[slug].id, plugin) for slug, plugins in config.shares.items() for plugin in plugins},
        add=lambda share: RegionShare(member_id=region.id, collaboration_id=share[0], plugin=share[1]),
        remove=lambda share: delete(RegionShare).where(
            RegionShare.member_id == region.id, RegionShare.collaboration_id == share[0], RegionShare.plugin == share[1]
        ),
    )  # fmt: skip


def _replace(changes: Changes, what: str, present: set[Any], wanted: set[Any], *, add: Any, remove: Any) -> None:
    for item in sorted(wanted - present):
        db.session.add(add(item))
    for item in present - wanted:
        db.session.execute(remove(item))
    if wanted != present:
        changes.add(f"{what}: {len(wanted - present)} added, {len(present - wanted)} removed")
    db.session.flush()


def _plugins(region: Region, config: RegionConfig, changes: Changes, actor: User | None) -> None:
    rows = lifecycle.stored_rows(region)
    for name in reversed(registry().plugins):  # dependants first
        if name in rows and rows[name].enabled and name not in config.plugins:
            for off in lifecycle.disable(region, name, actor=actor):
                changes.add(f"{region.slug}: {off.name} disabled")
    for name in registry().plugins:
        if name in config.plugins:
            if lifecycle.change_settings(region, name, config.plugins[name], actor=actor):
                changes.add(f"{region.slug}: {name} settings changed")
            for on in lifecycle.enable(region, name, actor=actor):
                changes.add(f"{region.slug}: {on.name} enabled")


def export_file() -> str:
    """The configuration of all active regions as a file that `apply` accepts and that changes nothing when applied."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Written by `samkraft regions export`."))
    tables = tomlkit.table(is_super_table=True)
    slugs = {region.id: region.slug for region in queries.all_active()}
    for region in sorted(queries.all_active(), key=lambda r: r.slug):
        tables.add(region.slug, _table(region, slugs))
    document.add("regions", tables)
    return tomlkit.dumps(document)


def _table(region: Region, slugs: dict[int, str]) -> Any:
    table = tomlkit.table()
    for key in ("name", "description", "contact_email", "accent"):
        if value := getattr(region, key):
            table.add(key, value)
    own = select(Municipality.name).join(RegionMunicipality, RegionMunicipality.municipality_code == Municipality.code)
    names = db.session.execute(own.where(RegionMunicipality.region_id == region.id).order_by(Municipality.sort_key)).scalars().all()
    if names:
        table.add("municipalities", list(names))
    if members := [m.slug for m in queries.members(region)]:
        table.add("members", members)
    shares = db.session.execute(select(RegionShare).where(RegionShare.member_id == region.id).order_by(RegionShare.plugin)).scalars().all()
    if shares:
        by_collaboration = tomlkit.table()
        for slug in sorted({slugs[s.collaboration_id] for s in shares}):
            by_collaboration.add(slug, [s.plugin for s in shares if slugs[s.collaboration_id] == slug])
        table.add("shares", by_collaboration)
    rows = db.session.execute(
        select(RegionPlugin).where(RegionPlugin.region_id == region.id, RegionPlugin.enabled.is_(True)).order_by(RegionPlugin.plugin)
    )
    plugins = tomlkit.table()
    for row in rows.scalars():
        if row.plugin not in registry().plugins:
            continue
        if row.settings:
            inline = tomlkit.inline_table()
            inline.update(row.settings)
            plugins.add(row.plugin, inline)
        else:
            plugins.add(row.plugin, True)
    if len(plugins):
        table.add("plugins", plugins)
    if texts := {code: own for code, own in sorted(region.texts.items()) if code in LANGUAGES and own}:
        table.add("texts", texts)
    return table
