"""A role held on behalf of an organisation reaches as far as that organisation, where the permission says so."""

from __future__ import annotations

import pytest
from flask import g

from core.api.authentication import Principal
from core.db import atomic
from core.memberships.services import people
from core.organisations.models import Organisation
from core.organisations.permissions import MANAGE, OWN
from core.organisations.queries import organisations_of
from core.regions.models import Region
from core.testing.factories import Factory
from core.users.models import User
from core.users.queries import Reach, may, organisations_where
from core.users.roles import ON_BEHALF
from core.users.service import grant_role

EMPLOYER = "employer_representative"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", municipalities=())


@pytest.fixture
def ours(make: Factory, region: Region) -> Organisation:
    return make.organisation(region, "Vårt AB")


@pytest.fixture
def theirs(make: Factory, region: Region) -> Organisation:
    return make.organisation(region, "Deras AB")


def _reach(user: User | Principal | None, region: Region, permission: str = OWN) -> Reach:
    g.pop("_permissions", None)
    return organisations_where(user, region, permission)


def test_it_reaches_the_organisation_and_no_sibling_nor_another_region(
    make: Factory, region: Region, ours: Organisation, theirs: Organisation
) -> None:
    south = make.region("syd", municipalities=())
    user = make.user(region, EMPLOYER, organisation=ours)
    assert _reach(user, region) == Reach(False, frozenset({ours.id}))
    assert [may(user, region, OWN), may(user, region, OWN, ours), may(user, region, OWN, theirs)] == [True, True, False]
    assert [_reach(user, south), may(user, south, OWN, ours)] == [Reach(), False]


def test_of_two_organisations_both(make: Factory, region: Region, ours: Organisation, theirs: Organisation) -> None:
    user = make.user(region, EMPLOYER, organisation=ours)
    with atomic():
        grant_role(user=user, region=region, role="provider_representative", organisation=theirs)
    assert _reach(user, region) == Reach(False, frozenset({ours.id, theirs.id}))


def test_a_role_without_the_permission_brings_no_organisation(
    make: Factory, region: Region, ours: Organisation, theirs: Organisation
) -> None:
    user = make.user(region, EMPLOYER, organisation=ours)
    with atomic():
        grant_role(user=user, region=region, role="supervisor", organisation=theirs)
    assert [organisation.id for organisation in organisations_of(user, region)] == [theirs.id, ours.id]
    assert _reach(user, region).organisations == {ours.id}


@pytest.mark.parametrize("role", ["guidance_counsellor", "region_admin"])
def test_a_role_for_the_region_reaches_everywhere(role: str, make: Factory, region: Region, ours: Organisation) -> None:
    user = make.user(region, role)
    assert _reach(user, region) == Reach(True, frozenset())
    assert may(user, region, OWN, ours) is True


@pytest.mark.requirement("S2")
@pytest.mark.parametrize("role", sorted(ON_BEHALF))
def test_who_acts_for_an_organisation_that_nobody_has_named_reaches_none(
    role: str, make: Factory, region: Region, ours: Organisation, theirs: Organisation
) -> None:
    user = make.user(region, role)
    assert _reach(user, region) == Reach()
    assert [may(user, region, OWN, ours), may(user, region, OWN, theirs)] == [False, False]
    with atomic():
        grant_role(user=user, region=region, role=role, organisation=ours)
    assert _reach(user, region) == Reach(False, frozenset({ours.id}))


def test_a_permission_that_does_not_ask_reaches_everywhere(make: Factory, region: Region, ours: Organisation, theirs: Organisation) -> None:
    user = make.user(region, "strategist", organisation=ours)
    assert _reach(user, region, MANAGE) == Reach(True, frozenset({ours.id}))
    assert may(user, region, MANAGE, theirs) is True


@pytest.mark.requirement("S6")
def test_nothing_is_reached_while_shut_out(make: Factory, region: Region, ours: Organisation) -> None:
    user = make.user(region, EMPLOYER, organisation=ours)
    with atomic():
        people.suspend(region=region, actor=make.user(region, "region_admin"), user_id=user.id)
    assert [_reach(user, region), may(user, region, OWN, ours), list(organisations_of(user, region))] == [Reach(), False, []]


def test_nobody_and_a_permission_that_nobody_declares(make: Factory, region: Region) -> None:
    assert [_reach(None, region), _reach(make.user(region, "region_admin"), region, "core.nothing.read")] == [Reach(), Reach()]


def test_a_token_reaches_as_far_as_its_organisation(region: Region, ours: Organisation, theirs: Organisation) -> None:
    narrow = Principal(1, "Prov", "sk_", region.id, ours.id, frozenset({OWN}))
    wide = Principal(2, "Prov", "sk_", region.id, None, frozenset({OWN}))
    assert [_reach(narrow, region), _reach(wide, region)] == [Reach(False, frozenset({ours.id})), Reach(True, frozenset())]
    assert [may(narrow, region, OWN, ours), may(narrow, region, OWN, theirs), may(wide, region, OWN, theirs)] == [True, False, True]
