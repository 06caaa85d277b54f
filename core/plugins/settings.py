"""Settings of a plugin in a region: one pydantic model validates the file, the form and the stored row."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import g
from pydantic import BaseModel, ValidationError
from sqlalchemy import select

from core.db import db
from core.i18n import gettext as _
from core.plugins.enablement import HasId
from core.plugins.models import RegionPlugin
from core.plugins.plugin import Plugin
from core.plugins.registry import registry

M = TypeVar("M", bound=BaseModel)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SettingFault:
    """One thing wrong with a plugin's settings: the key, and what to do."""

    key: str
    message: str


def validate(plugin: Plugin, values: dict[str, Any]) -> tuple[BaseModel | None, list[SettingFault]]:
    """Check values against a plugin's settings model; either the model or all faults at once."""
    endless = [key for key, value in values.items() if isinstance(value, float) and not math.isfinite(value)]
    if endless:  # TOML and Python know nan and inf; JSON does not
        return None, [SettingFault(key, _("Skriv ett tal.")) for key in endless]
    try:
        return plugin.settings.model_validate(values), []
    except ValidationError as error:
        return None, _faults(plugin.settings, error)


def _faults(model: type[BaseModel], error: ValidationError) -> list[SettingFault]:
    return [SettingFault(".".join(str(part) for part in e["loc"]), _explain(model, e)) for e in error.errors()]


def _explain(model: type[BaseModel], error: Any) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            known = ", ".join(sorted(model.model_fields)) or _("inga")
            return _("Inställningen finns inte. De som finns är: %(known)s.", known=known)
        case "missing":
            return _("Inställningen saknas.")
        case "int_parsing" | "int_type" | "int_from_float":
            return _("Skriv ett heltal.")
        case "float_parsing" | "float_type":
            return _("Skriv ett tal.")
        case "bool_parsing" | "bool_type":
            return _("Skriv true eller false.")
        case "greater_than_equal":
            return _("Värdet ska vara minst %(limit)s.", limit=context.get("ge"))
        case "less_than_equal":
            return _("Värdet ska vara högst %(limit)s.", limit=context.get("le"))
        case "literal_error" | "enum":
            return _("Värdet ska vara något av %(expected)s.", expected=context.get("expected"))
        case "string_type":
            return _("Skriv en text inom citattecken.")
        case "string_too_long":
            return _("Texten får vara högst %(limit)s tecken lång.", limit=context.get("max_length"))
        case "string_too_short":
            return _("Texten ska vara minst %(limit)s tecken lång.", limit=context.get("min_length"))
        case "list_type" | "tuple_type" | "set_type":
            return _("Skriv en lista av texter inom hakparenteser.")
        case "greater_than":
            return _("Värdet ska vara större än %(limit)s.", limit=context.get("gt"))
        case "less_than":
            return _("Värdet ska vara mindre än %(limit)s.", limit=context.get("lt"))
        case _:
            return str(error["msg"])


def settings_for(region: HasId, plugin_name: str, model: type[M]) -> M:
    """A plugin's settings in a region, defaults filled in.

    Args:
        model: The plugin's own settings model, so that the caller gets its type.
    """
    cache: dict[tuple[int, str], BaseModel] = g.setdefault("_plugin_settings", {})
    key = (region.id, plugin_name)
    if key not in cache:
        statement = select(RegionPlugin.settings).where(RegionPlugin.region_id == region.id, RegionPlugin.plugin == plugin_name)
        stored = db.session.execute(statement).scalar_one_or_none() or {}
        cache[key] = _usable(model, plugin_name, stored)[0]
    found = cache[key]
    if not isinstance(found, model):
        raise TypeError(f"settings of {plugin_name} are {type(found).__name__}, not {model.__name__}")
    return found


def unusable(plugin: Plugin, stored: dict[str, Any]) -> list[SettingFault]:
    """The stored values that the plugin's present version does not take, so that its default stands in for them."""
    return _usable(plugin.settings, plugin.name, stored)[1]


def _usable(model: type[M], plugin_name: str, stored: dict[str, Any]) -> tuple[M, list[SettingFault]]:
    """The settings, without what a newer version of the plugin has dropped or no longer accepts: a page must not fail for that."""
    known = {k: v for k, v in stored.items() if k in model.model_fields}
    try:
        return model.model_validate(known), []
    except ValidationError as error:
        faults = _faults(model, error)
        log.error("plugin %s: stored settings are not valid any more: %s", plugin_name, "; ".join(f"{f.key}: {f.message}" for f in faults))
        wrong = {fault.key.partition(".")[0] for fault in faults}
        return model.model_validate({k: v for k, v in known.items() if k not in wrong and wrong != {""}}), faults


def known_plugin(name: str) -> Plugin | None:
    """The loaded plugin of a name, or None."""
    return registry().plugins.get(name)
