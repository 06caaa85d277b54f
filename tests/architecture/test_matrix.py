"""Who meets what, at every address (S1, S2): generated from the addresses and their declarations, so that a new one is covered at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from core.testing.database import rolled_back
from core.testing.matrix import Ground
from core.testing.routes import Route
from core.web.access import _ATTRIBUTE, PUBLIC, SIGNED_IN
from tests.architecture import objects_core


@pytest.fixture(scope="module")
def ground(app: Flask) -> Iterator[Ground]:
    """Two regions with everything, and every kind of visitor."""
    with rolled_back(app) as connection, app.app_context():
        yield objects_core.ground(app, connection)


@pytest.mark.requirement("S2")
def test_every_argument_has_an_object(ground: Ground) -> None:
    assert ground.lacking() == {}, "supply them in objects() of the plugin's conformance suite, or in tests/architecture/objects_core.py"


@pytest.mark.requirement("S1", "S2", "S10")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("every_role", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["two roles", "every role"])
def test_everybody_meets_what_is_declared(ground: Ground, every_role: bool) -> None:
    """Each method of each address, in the own and in the other region, as every role, nobody, and somebody whose rights have ended."""
    faults: list[str] = []
    for route in ground.routes:
        if route.endpoint in objects_core.CLOSED:
            continue
        for region in (ground.own, ground.other):
            if region is ground.other and "region" not in route.rule.arguments:
                continue
            faults += [
                fault for visitor in ground.those_who_try(route, region) if (fault := ground.fault(visitor, route, region, route.access))
            ]
    faults = [fault for fault in faults if fault]
    assert faults == [], "\n".join(faults)


@pytest.mark.requirement("S2")
@pytest.mark.timeout(600)
def test_an_object_of_another_region_is_as_one_that_does_not_exist(ground: Ground) -> None:
    """In the own region's address, everybody who is let in gets the same page for a foreign id as for a missing one."""
    faults, asked = [], 0
    for route in ground.routes:
        for visitor in ground.those_who_try(route, ground.own, every_role=False):
            if ground.objects(route) and ground.may(visitor, route.access, ground.own, is_api=route.is_api):
                faults += list(ground.foreign_faults(visitor, route))
                asked += 1
    assert faults == [], "\n".join(faults)
    assert asked > 100


def _weaker(ground: Ground, route: Route) -> list[str]:
    """Declarations that let in more than the route's own does."""
    if route.access == SIGNED_IN or route.is_api:  # what a token may is asked in tests/core/api
        return [PUBLIC]
    roles = ground.granted[route.access]
    wider = sorted((name for name, others in ground.granted.items() if others > roles), key=lambda name: len(ground.granted[name]))
    return [PUBLIC, SIGNED_IN, *wider[-1:]]


@pytest.mark.requirement("S2")
@pytest.mark.timeout(600)
def test_each_declaration_that_is_deleted_is_noticed(ground: Ground) -> None:
    """Mutants: each permission in turn becomes `public`, `signed_in`, or a permission that more roles have. All must be killed."""
    survived, mutants = [], 0
    for route in ground.routes:
        if route.access == PUBLIC:
            continue
        view = ground.app.view_functions[route.endpoint]
        declared = getattr(view, _ATTRIBUTE)
        for weaker in _weaker(ground, route):
            mutants += 1
            setattr(view, _ATTRIBUTE, {**declared, route.method: weaker})
            try:
                if not any(ground.fault(visitor, route, ground.own, route.access, door=True) for visitor in ground.visitors):
                    survived.append(f"{route.method} {route.rule.rule}: {weaker}")
            finally:
                setattr(view, _ATTRIBUTE, declared)
    assert survived == []
    assert mutants > 100
