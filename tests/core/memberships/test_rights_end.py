"""Whatever happens to roles, in whatever order, one may what the roles that are left give, and nothing more (S6)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, NotFound
from core.memberships.services import people
from core.organisations.permissions import OWN
from core.testing.factories import Factory
from core.users.models import Membership, User
from core.users.queries import organisations_where, permissions, regions_of
from core.users.roles import ON_BEHALF
from core.users.service import grant_role

NAMES = ["strategist", "employer_representative", "supervisor"]
ROLES = st.sampled_from(NAMES)
TWO = st.integers(0, 1)
ONE_OF_THREE = st.integers(0, 2)
Held = tuple[int, int, int, str]


@pytest.mark.requirement("S6")
def test_what_one_may_follows_the_roles_that_one_has(app: Flask, make: Factory, database: Any) -> None:
    regions = [make.region(slug, municipalities=()) for slug in ("nord", "syd")]
    administrators = [make.user(region, "region_admin") for region in regions]
    organisations = {(n, 0): None for n in (0, 1)} | {(n, o): make.organisation(regions[n]) for n in (0, 1) for o in (1, 2)}
    users = [make.user().id, make.user().id]
    declared = app.extensions["samkraft_registry"].permissions
    given = {role: {name for name, permission in declared.items() if role in permission.roles} for role in NAMES}

    class Roles(RuleBasedStateMachine):
        """The model: who holds which role where for which organisation, who is shut out where, and whose account is closed."""

        def __init__(self) -> None:
            super().__init__()
            self.savepoint = database.begin_nested()
            make.forget()
            self.held: set[Held] = set()
            self.out: set[tuple[int, int]] = set()
            self.closed: set[int] = set()

        def teardown(self) -> None:
            for user in (0, 1):
                self.check(user)
            db.session.rollback()
            self.savepoint.rollback()
            make.forget()

        def user(self, number: int) -> User:
            return db.session.execute(select(User).where(User.id == users[number])).scalar_one()

        def of(self, user: int, region: int) -> set[Held]:
            return {held for held in self.held if held[:2] == (user, region)}

        def check(self, user: int) -> None:
            make.forget()
            person = self.user(user)
            live = [held for held in self.held if held[0] == user and held[:2] not in self.out and user not in self.closed]
            for number, region in enumerate(regions):
                here = [held for held in live if held[1] == number]
                assert permissions(person, region) == set().union(*(given[role] for *_, role in here))
                reach = organisations_where(person, region, OWN)
                acting = {(number, o) for _, _, o, role in here if OWN in given[role]}
                assert reach.organisations == {organisations[key].id for key in acting if organisations[key]}
                wide = {(number, o) for _, _, o, role in here if OWN in given[role] and role not in ON_BEHALF}
                assert reach.everywhere == any(organisations[key] is None for key in wide)
            if user not in self.closed:
                assert [found.id for found in regions_of(person)] == [regions[n].id for n in (0, 1) if any(h[1] == n for h in live)]

        @rule(user=TWO, region=TWO, organisation=ONE_OF_THREE, role=ROLES)
        def grant(self, user: int, region: int, organisation: int, role: str) -> None:
            found = organisations[region, organisation]
            if (user, region) in self.out:
                with pytest.raises(Conflict), atomic():
                    number = found.id if found else None
                    people.grant(
                        region=regions[region], actor=administrators[region], user_id=users[user], role=role, organisation_id=number
                    )
            else:
                with atomic():
                    grant_role(user=self.user(user), region=regions[region], role=role, organisation=found)
                self.held.add((user, region, organisation, role))
            self.check(user)

        @rule(user=TWO, region=TWO, turn=ONE_OF_THREE)
        def revoke(self, user: int, region: int, turn: int) -> None:
            if held := sorted(self.of(user, region)):
                self.take(held[turn % len(held)])
            self.check(user)

        @rule(user=TWO, region=TWO, turn=ONE_OF_THREE, organisation=ONE_OF_THREE)
        def transfer(self, user: int, region: int, turn: int, organisation: int) -> None:
            """From one organisation to another: what came with the first is gone."""
            if (user, region) not in self.out and (held := sorted(self.of(user, region))):
                chosen = held[turn % len(held)]
                self.take(chosen)
                with atomic():
                    grant_role(
                        user=self.user(user), region=regions[region], role=chosen[3], organisation=organisations[region, organisation]
                    )
                self.held.add((user, region, organisation, chosen[3]))
            self.check(user)

        def take(self, held: Held) -> None:
            user, region, number, role = held
            organisation = organisations[region, number]
            wanted = select(Membership.id).where(
                Membership.user_id == users[user], Membership.region_id == regions[region].id, Membership.role == role
            )
            same = Membership.organisation_id == organisation.id if organisation else Membership.organisation_id.is_(None)
            with atomic():
                membership = db.session.execute(wanted.where(same)).scalar_one()
                people.revoke(region=regions[region], actor=administrators[region], membership_id=membership)
            self.held.discard(held)
            if not self.of(user, region):
                self.out.discard((user, region))

        @rule(user=TWO, region=TWO, back=st.booleans())
        def suspend(self, user: int, region: int, back: bool) -> None:
            change = people.reinstate if back else people.suspend
            known = {"region": regions[region], "actor": administrators[region], "user_id": users[user]}
            if self.of(user, region):
                with atomic():
                    change(**known)
                (self.out.discard if back else self.out.add)((user, region))
            else:
                with pytest.raises(NotFound), atomic():
                    change(**known)
            self.check(user)

        @rule(user=TWO, region=TWO)
        def leave(self, user: int, region: int) -> None:
            with atomic():
                people.leave(region=regions[region], user=self.user(user))
            self.held -= self.of(user, region)
            self.out.discard((user, region))
            self.check(user)

        @rule(user=TWO, back=st.booleans())
        def deactivate(self, user: int, back: bool) -> None:
            with atomic():
                self.user(user).active = back
            (self.closed.discard if back else self.closed.add)(user)
            self.check(user)

    run_state_machine_as_test(
        Roles,
        settings=settings(
            max_examples=50, stateful_step_count=20, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
        ),
    )
