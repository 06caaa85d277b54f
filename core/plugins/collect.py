"""Asks one plugin, at boot, what it has: pages, permissions, jobs, events, subscriptions, commands. All or nothing goes into the registry.

What a plugin may not do is refused here, so that the fault is blamed on it: foreign names, wrong types, a view that does not say
who may call it, a function for every request of the application, a table outside its prefix, a template in another's place.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable
from typing import Any, TypeVar

import click
from flask import Flask

from core.plugins import declarations as d
from core.plugins.plugin import Plugin, PluginError
from core.plugins.registry import Registry

T = TypeVar("T")


def collect(registry: Registry, plugin: Plugin) -> None:
    """Call the boot hooks of a plugin and file the answers.

    Raises:
        PluginError: what is wrong and what to do; nothing was filed.
    """
    from core.events.event import Event
    from core.imports.kind import ImportKind

    models(plugin)
    mounts = _answers(registry, plugin, "register_blueprints", d.Mount)
    permissions = _answers(registry, plugin, "register_permissions", d.Permission)
    jobs = _answers(registry, plugin, "register_jobs", d.Job)
    subscriptions = _answers(registry, plugin, "register_subscriptions", d.Subscription)
    kinds = _answers(registry, plugin, "register_notice_kinds", d.NoticeKind)
    templates = _answers(registry, plugin, "register_mail_templates", d.MailTemplate)
    commands = _answers(registry, plugin, "register_commands", click.Command)
    imports = _answers(registry, plugin, "register_imports", ImportKind)
    events: list[type[Event]] = []
    for found in _answers(registry, plugin, "register_events", type):
        if not issubclass(found, Event):
            raise PluginError(f"its register_events returned {found.__name__}, which is not an Event. Derive it from core.events.Event.")
        events.append(found)
    for what, names in (
        ("permission", [p.name for p in permissions]),
        ("job", [j.name for j in jobs]),
        ("event", [e.name for e in events]),
        ("subscription", [s.name for s in subscriptions]),
        ("kind of notice", [k.name for k in kinds]),
        ("mail template", [t.kind for t in templates]),
        ("import", [i.name for i in imports]),
    ):
        _own(plugin, what, names)
    known = {*registry.permissions, *(p.name for p in permissions)}
    _check_kinds(kinds, known)
    _check_templates(templates)
    _own_blueprints(plugin, mounts)
    _own_templates(plugin, mounts)
    _check_views(plugin, mounts, known)

    registry.mounts += [(plugin, mount) for mount in mounts]
    registry.permissions.update({p.name: p for p in permissions})
    registry.jobs.update({j.name: (plugin.name, j) for j in jobs})
    registry.events.update({e.name: e for e in events})
    for subscription in subscriptions:
        registry.subscriptions.setdefault(subscription.event, []).append((plugin.name, subscription))
    registry.notice_kinds.update({k.name: (plugin.name, k) for k in kinds})
    registry.mail_templates.update({t.kind: (plugin.name, t) for t in templates})
    registry.imports.update({i.name: i for i in imports})
    registry.commands += [(plugin, command) for command in commands]


def models(plugin: Plugin) -> list[type]:
    """The plugin's tables, imported.

    Raises:
        PluginError: when one of them does not begin with the plugin's name.
    """
    from core.db import Model

    if plugin.name == "core" or not _has_models(plugin.package):
        return []
    importlib.import_module(f"{plugin.package}.models")
    own = [m.class_ for m in Model.registry.mappers if f"{m.class_.__module__}.".startswith(f"{plugin.package}.")]
    for model in own:
        if not model.__tablename__.startswith(plugin.table_prefix):
            raise PluginError(f"its table '{model.__tablename__}' must begin with '{plugin.table_prefix}'; rename it.")
    return own


def _has_models(package: str) -> bool:
    try:
        return bool(package) and importlib.util.find_spec(f"{package}.models") is not None
    except ModuleNotFoundError:
        return False


def _answers(registry: Registry, plugin: Plugin, hook: str, kind: type[T]) -> list[T]:
    found: list[Any] = []
    for impl in getattr(registry.manager.hook, hook).get_hookimpls():
        if impl.plugin is plugin:
            answer = impl.function() or ()
            if not isinstance(answer, Iterable) or isinstance(answer, str | bytes):
                raise PluginError(f"its {hook} returned a {type(answer).__name__} where a list of {kind.__name__} was expected.")
            found.extend(answer)
    for item in found:
        if not isinstance(item, kind):
            raise PluginError(f"its {hook} returned a {type(item).__name__} where {kind.__name__} was expected.")
    return found


def _own(plugin: Plugin, what: str, names: list[str]) -> None:
    for name in names:
        if not name.startswith(f"{plugin.name}."):
            raise PluginError(f"its {what} '{name}' must begin with '{plugin.name}.'.")
        if names.count(name) > 1:
            raise PluginError(f"its {what} '{name}' is registered twice; remove one.")


def _check_kinds(kinds: list[d.NoticeKind], permissions: set[str]) -> None:
    for kind in kinds:
        if kind.audience is not None and kind.audience not in permissions:
            raise PluginError(f"its kind of notice '{kind.name}' is for those with '{kind.audience}', which nobody registers.")
        if kind.required and kind.default != "now":
            raise PluginError(f"its kind of notice '{kind.name}' is required, so it is mailed at once; set default='now'.")


def _check_templates(templates: list[d.MailTemplate]) -> None:
    from core.mail.sandbox import faults

    for template in templates:
        if found := faults(str(template.subject), str(template.body), template.variables):
            raise PluginError(f"its mail template '{template.kind}' cannot be used: {found[0][1]}")


def _own_blueprints(plugin: Plugin, mounts: list[d.Mount]) -> None:
    names = [mount.blueprint.name for mount in mounts]
    for name in names:
        if plugin.name != "core" and name != plugin.name and not name.startswith(f"{plugin.name}_"):
            raise PluginError(f"its blueprint '{name}' must be named '{plugin.name}' or begin with '{plugin.name}_'.")
        if names.count(name) > 1:
            raise PluginError(f"its blueprint '{name}' is registered twice; give each a name of its own, such as '{plugin.name}_admin'.")


def _own_templates(plugin: Plugin, mounts: list[d.Mount]) -> None:
    """One that lay under another's name could be shown in the place of the other's."""
    for mount in mounts:
        loader = mount.blueprint.jinja_loader
        for name in loader.list_templates() if loader is not None and plugin.name != "core" else ():
            if not name.startswith(f"{plugin.name}/"):
                raise PluginError(f"its template '{name}' must lie in the folder templates/{plugin.name}; move it.")


def _check_views(plugin: Plugin, mounts: list[d.Mount], permissions: set[str]) -> None:
    """Mount the blueprints on an application that is thrown away, and look at what they would bring."""
    from core.web.access import undeclared

    if not mounts:
        return
    scratch = Flask("scratch", static_folder=None)
    for mount in mounts:
        scratch.register_blueprint(mount.blueprint, url_prefix=f"/{mount.blueprint.name}")
    everywhere: tuple[Any, ...] = (
        scratch.before_request_funcs.get(None),
        scratch.after_request_funcs.get(None),
        scratch.url_value_preprocessors.get(None),
        scratch.url_default_functions.get(None),
        {k: v for k, v in scratch.error_handler_spec.get(None, {}).items() if v},
        scratch.teardown_request_funcs.get(None),
    )
    if any(everywhere):
        raise PluginError(
            "its blueprint installs something for every request of the application (before_app_request and the like). "
            "Keep it to the blueprint's own: before_request, errorhandler."
        )
    if faults := undeclared(scratch, permissions):
        raise PluginError(" ".join(faults))
