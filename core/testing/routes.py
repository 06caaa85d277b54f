"""The addresses of a plugin, as the conformance suite walks them: by rule and method, with what they declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from core.web.access import declared_access


@dataclass(frozen=True)
class Route:
    """One method of one rule.

    Args:
        access: `public`, `signed-in`, or the name of a permission.
    """

    rule: Rule
    method: str
    access: str

    @property
    def endpoint(self) -> str:
        """The view's name, `<blueprint>.<function>`."""
        return str(self.rule.endpoint)

    @property
    def is_api(self) -> bool:
        """Whether it answers machines."""
        return self.rule.rule.startswith("/api/v1/")

    @property
    def arguments(self) -> set[str]:
        """What the address holds besides the region."""
        return set(self.rule.arguments) - {"region"} - set(self.rule.defaults or ())

    def url(self, app: Flask, region: str, values: Mapping[str, Any] | None = None) -> str:
        """The path, in a region, with these values for its arguments."""
        return app.url_map.bind("localhost").build(
            self.endpoint, {"region": region, **(values or {}), **(self.rule.defaults or {})}, method=self.method
        )

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule} ({self.endpoint})"


def routes_of(app: Flask, owner: str | None) -> list[Route]:
    """Every method of every rule of a plugin (None: of core), `HEAD` and `OPTIONS` left out, by address."""
    registry = app.extensions["samkraft_registry"]
    found = []
    for rule in app.url_map.iter_rules():
        blueprint = str(rule.endpoint).rpartition(".")[0]
        if registry.owner_of_blueprint(blueprint) == owner:
            declared = declared_access(app, str(rule.endpoint))
            found += [Route(rule, method, declared.get(method, "")) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return sorted(found, key=lambda route: (route.rule.rule, route.method))
