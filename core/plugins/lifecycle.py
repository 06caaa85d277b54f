"""Turning plugins on and off in a region. The configuration file and the administrator's page both come through here.

Enabling is a row and the plugin's own `region_enabled`, in one transaction; never DDL, never a restart. Disabling deletes nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit.service import record
from core.db import db
from core.errors import DomainError
from core.i18n import gettext as _
from core.plugins import hooks
from core.plugins.enablement import enabled_plugins, forget_cached
from core.plugins.models import RegionPlugin
from core.plugins.plugin import Plugin
from core.plugins.registry import registry
from core.plugins.settings import known_plugin, validate
from core.regions.models import Region
from core.users.models import User


def row_for(region: Region, name: str, *, lock: bool = False) -> RegionPlugin | None:
    """A plugin's row in a region, if it has ever had one."""
    statement = select(RegionPlugin).where(RegionPlugin.region_id == region.id, RegionPlugin.plugin == name)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one_or_none()


def _locked_row(region: Region, name: str) -> RegionPlugin:
    """A plugin's row in a region, made if there is none, and ours until the transaction ends."""
    row = row_for(region, name, lock=True)
    while row is None:
        try:
            with db.session.begin_nested():
                row = RegionPlugin(region_id=region.id, plugin=name, enabled=False, settings={})
                db.session.add(row)
        except IntegrityError:  # somebody else made it in the meantime, and has committed
            row = row_for(region, name, lock=True)
    return row


def required_by(plugin: Plugin) -> list[Plugin]:
    """What must be enabled with a plugin: its `requires`, and theirs, in dependency order."""
    wanted: set[str] = set()
    queue = list(plugin.requires)
    while queue:
        name = queue.pop()
        if name not in wanted:
            wanted.add(name)
            queue.extend(registry().plugins[name].requires)
    return [p for p in registry().plugins.values() if p.name in wanted]


def dependants(region: Region, plugin: Plugin) -> list[Plugin]:
    """The enabled plugins that stop working when a plugin is disabled, in dependency order."""
    on = {p.name: p for p in enabled_plugins(region)}
    falling = {plugin.name}
    for name, candidate in on.items():  # dependency order
        if falling & set(candidate.requires):
            falling.add(name)
    return [on[name] for name in on if name in falling and name != plugin.name]


def enable(region: Region, name: str, *, actor: User | None = None) -> list[Plugin]:
    """Enable a plugin with everything it requires.

    Returns:
        What was newly enabled, in the order it was done.

    Raises:
        DomainError: when no such plugin is installed.
    """
    plugin = known_plugin(name)
    if plugin is None:
        raise DomainError(_("Delen %(name)s är inte installerad.", name=name), code="plugin_unknown")
    done = []
    for each in (*required_by(plugin), plugin):
        if _switch(region, each, on=True, actor=actor):
            done.append(each)
    return done


def disable(region: Region, name: str, *, actor: User | None = None) -> list[Plugin]:
    """Disable a plugin with everything that requires it. Data and settings stay.

    Returns:
        What was disabled, dependants first.
    """
    plugin = known_plugin(name)
    if plugin is None:
        raise DomainError(_("Delen %(name)s är inte installerad.", name=name), code="plugin_unknown")
    falling = [*reversed(dependants(region, plugin)), plugin]
    return [each for each in falling if _switch(region, each, on=False, actor=actor)]


def _switch(region: Region, plugin: Plugin, *, on: bool, actor: User | None) -> bool:
    row = _locked_row(region, plugin.name)
    if row.enabled == on:
        return False
    row.enabled = on
    db.session.flush()
    forget_cached()
    try:
        hooks.lifecycle(plugin, "region_enabled" if on else "region_disabled", region=region, actor=actor)
    except BaseException:
        forget_cached()  # the change will be rolled back, and what was remembered in between with it
        raise
    record(f"core.plugin.{'enabled' if on else 'disabled'}", region=region, actor=actor, subject=f"core:plugin:{plugin.name}")
    return True


def change_settings(region: Region, name: str, values: dict[str, Any], *, actor: User | None = None) -> bool:
    """Validate and store a plugin's settings in a region.

    Returns:
        Whether anything changed.

    Raises:
        DomainError: when a value is wrong; one message for all of them.
    """
    plugin = known_plugin(name)
    if plugin is None:
        raise DomainError(_("Delen %(name)s är inte installerad.", name=name), code="plugin_unknown")
    model, faults = validate(plugin, values)
    if model is None:
        raise DomainError("; ".join(f"{fault.key}: {fault.message}" for fault in faults), field=faults[0].key)
    stored = model.model_dump(mode="json", exclude_unset=True)
    row = _locked_row(region, name)
    if row.settings == stored:
        return False
    before = dict(row.settings)
    row.settings = stored
    db.session.flush()
    forget_cached()
    record("core.plugin.settings_changed", region=region, actor=actor, subject=f"core:plugin:{name}", before=before, after=stored)
    return True


def stored_rows(region: Region) -> dict[str, RegionPlugin]:
    """All plugin rows of a region, by name, those of uninstalled plugins included."""
    rows = db.session.execute(select(RegionPlugin).where(RegionPlugin.region_id == region.id)).scalars()
    return {row.plugin: row for row in rows}
