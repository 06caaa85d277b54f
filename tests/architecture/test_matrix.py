"""Who meets what, at every address (S1, S2): generated from the addresses and their declarations, so that a new one is covered at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from core.testing.database import rolled_back
from core.testing.matrix import Ground, short_refusals
from core.testing.routes import Route
from core.users.roles import ON_BEHALF
from core.web.access import _ATTRIBUTE, PUBLIC, SIGNED_IN
from tests.architecture import objects_core


@pytest.fixture
def ground(app: Flask) -> Iterator[Ground]:
    """Two regions with everything, and every kind of visitor, where every address has something to answer.

    Made anew for each test: every request is a savepoint, and PostgreSQL keeps a lock for each until the transaction around them ends.
    """
    settings = app.extensions["samkraft_settings"]
    app.extensions["samkraft_settings"] = settings.model_copy(update={"security_contact": "mailto:fel@test.samkraft.example"})
    with rolled_back(app) as connection, app.app_context():
        yield objects_core.ground(app, connection)
    app.extensions["samkraft_settings"] = settings


@pytest.mark.requirement("S2")
def test_every_argument_has_an_object(ground: Ground) -> None:
    assert ground.lacking() == {}, "supply them in objects() of the plugin's conformance suite, or in tests/architecture/objects_core.py"


@pytest.mark.requirement("S1", "S2", "S10")
@pytest.mark.timeout(1800)
def test_everybody_meets_what_is_declared(ground: Ground, database_kind: str) -> None:
    """Each method of each address, in the own and in the other region: every role, nobody, each kind of token, and whose rights ended.

    Who may is decided above the database. So on PostgreSQL, where each request costs three times as much, it is every third visitor,
    in turn, and always the one who is shown the page.
    """
    faults: list[str] = []
    thinned = 3 if database_kind == "postgres" else 1
    with short_refusals():
        for number, route in enumerate(ground.routes):
            for region in (ground.own, ground.other) if "region" in route.rule.arguments else (ground.own,):
                for place, visitor in enumerate(ground.those_who_try(route, region)):
                    if (number + place) % thinned == 0 or ground.sees(visitor, route, region):
                        faults.append(ground.fault(visitor, route, region, route.access))
    faults = [fault for fault in faults if fault]
    assert faults == [], "\n".join(faults)


@pytest.mark.requirement("S2")
@pytest.mark.timeout(1800)
def test_an_object_of_another_region_is_as_one_that_does_not_exist(ground: Ground) -> None:
    """In the own region's address, who is let in gets the same page for a foreign id as for a missing one."""
    faults, asked = [], 0
    for route in ground.routes:
        if ground.objects(route):
            allowed = [v for v in ground.those_who_try(route, ground.own) if ground.may(v, route.access, ground.own, is_api=route.is_api)]
            seeing = [visitor for visitor in allowed if ground.sees(visitor, route, ground.own)]
            others = [visitor for visitor in allowed if visitor not in seeing]
            for visitor in (*seeing, *others[asked % max(len(others), 1) :][:1]):  # of the others, a new one for each address
                faults += list(ground.foreign_faults(visitor, route))
                asked += 1
    assert faults == [], "\n".join(faults)
    assert asked > 100


@pytest.mark.requirement("S2")
@pytest.mark.timeout(1800)
def test_who_acts_for_no_organisation_or_for_another_meets_nothing_that_is_an_organisation_s(ground: Ground) -> None:
    """Where a permission holds over organisations' things, those who act for one reach theirs alone; without one, nothing at all."""
    bound = [visitor for visitor in ground.visitors if visitor.name.split(" of ")[0] in ON_BEHALF]
    asked: list[str] = []
    met = []
    for route in ground.routes:
        permission = ground.registry.permissions.get(route.access)
        if permission is None or not permission.per_organisation or route.is_api or not ground.objects(route):
            continue
        for visitor in bound:
            answer = ground.send(visitor, route, ground.url(route, ground.own))
            asked.append(route.endpoint)
            if answer.status not in (403, 404):
                met.append(f"{visitor.name}: {route.method} {route.rule.rule} answers {answer.status} {answer.location}{answer.fault}")
    assert met == []
    assert len(set(asked)) > 20


def _weaker(ground: Ground, route: Route) -> list[str]:
    """Declarations that let in more than the route's own does."""
    if route.access == SIGNED_IN:
        return [PUBLIC]
    roles = ground.granted[route.access]
    wider = sorted((name for name, others in ground.granted.items() if others > roles), key=lambda name: len(ground.granted[name]))
    return [PUBLIC, SIGNED_IN, *wider[-1:]]


@pytest.mark.requirement("S2")
@pytest.mark.timeout(1800)
@pytest.mark.sqlite_only  # no view is entered, so there is little for a database to do
def test_each_declaration_that_is_deleted_is_noticed(ground: Ground) -> None:
    """Mutants: each permission in turn becomes `public`, `signed_in`, or a permission that more roles have. All must be killed."""
    survived, mutants = [], 0
    for route in ground.routes:
        if route.access == PUBLIC:
            continue
        view = ground.app.view_functions[route.endpoint]
        declared = getattr(view, _ATTRIBUTE)
        tried = ground.those_who_try(route, ground.own)
        for weaker in _weaker(ground, route):
            mutants += 1
            # First those whom the mutant should let in.
            tried.sort(key=lambda visitor, w=weaker: -ground.may(visitor, w, ground.own, is_api=route.is_api))  # type: ignore[misc]
            tried.sort(key=lambda visitor: ground.may(visitor, route.access, ground.own, is_api=route.is_api))
            setattr(view, _ATTRIBUTE, {**declared, route.method: weaker})
            try:
                with short_refusals():
                    noticed = any(ground.fault(visitor, route, ground.own, route.access, door=True) for visitor in tried)
            finally:
                setattr(view, _ATTRIBUTE, declared)
            if not noticed:
                survived.append(f"{route.method} {route.rule.rule}: {weaker}")
    assert survived == []
    assert mutants > 100
