"""The inventory of addresses: a new one is a deliberate act. Renew it with `pytest tests/architecture --update-routes`."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from core.web.access import declared_access

INVENTORY = Path(__file__).parent / "routes.txt"


def lines(app: Flask) -> list[str]:
    """Every address with its methods and what each asks for."""
    found = []
    for rule in app.url_map.iter_rules():
        access = declared_access(app, rule.endpoint)
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        found.append(f"{rule.rule}  {rule.endpoint}  {', '.join(f'{m} {access[m]}' for m in methods)}")
    return sorted(found)


@pytest.mark.requirement("S1")
def test_routes_are_the_ones_we_know(app: Flask, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-routes"):
        INVENTORY.write_text("\n".join(lines(app)) + "\n", "utf-8")
    assert lines(app) == INVENTORY.read_text("utf-8").splitlines()
