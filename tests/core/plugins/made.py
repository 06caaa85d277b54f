"""A plugin made of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.plugins import Plugin, hookimpl
from core.regions.models import Region

# Loads plugins, each in `off` switched off, and gives the region that has them.
Use = Callable[..., Region]


def plugin_of(plugin_name: str, **hooks: Callable[..., Any]) -> Plugin:
    """A plugin whose hooks are the given functions."""
    body: dict[str, Any] = {name: hookimpl(function) for name, function in hooks.items()}
    return type(plugin_name, (Plugin,), {"name": plugin_name, "title": plugin_name, **body})()
