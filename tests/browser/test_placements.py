"""Forty students of two schools and 55 places in twelve municipalities: from collection to signed agreements, and one place withdrawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.demo.people import DOMAIN
from core.organisations.models import Organisation
from core.regions.queries import by_slug
from core.testing.live import Site
from core.users.service import ensure_user, grant_role
from tests.browser.placement_round import Round
from tests.browser.placements import REGION, accept

OFFERS = 31


@pytest.mark.requirement("A6")
def test_forty_students_from_collection_to_signed_agreements(site: Site, chromium: Browser, visited: set[str]) -> None:
    told = Round(site, chromium, visited, somebody_new(site, "placement_coordinator"))
    told.collect()
    acting = ["provider-representative", acts_for(site, "provider_representative", "Låtsas folkhögskola")]
    schools = [told.somebody(who) for who in acting]
    for school, page in enumerate(schools):
        told.enter(school, page)
    told.shown_papers(schools[0])
    told.step("Öppna för önskemål")
    for page in schools:
        told.invite(page)
    told.wishes()
    told.step("Stäng önskemålen")
    told.match()
    told.what_if()
    told.publish()
    at = {one.number: told.read(one) for one in told.people}
    assert sum(bool(place) for place in at.values()) == told.placed
    for one in told.people:
        if at[one.number]:
            accept(site.url, one)
    workplace, _title, town = at[told.people[0].number].split(", ")
    lost = [one for one in told.people if at[one.number] == at[0]]
    first = next(one for one in told.people if at[one.number] and one not in lost)
    employer = told.somebody(acts_for(site, "employer_representative", f"Exempelomsorgen i {town}"))
    told.withdraw(employer, workplace)
    moved = told.repair(lost, workplace)
    seated = told.placed - len(lost)
    for one in lost:
        seated += told.tell_moved(one, workplace, next(row for row in moved if one.name in row))
    told.agreements(
        first, schools[0], [*(f"plats{n + 1}@{DOMAIN}" for n in range(OFFERS)), *(f"{who}@{REGION}.{DOMAIN}" for who in acting)]
    )
    signed = [one for one in told.people if told.is_signed(one)]
    assert len(signed) == seated
    told.overview(employer)
    for inspector in told.inspectors:
        inspector.page.context.close()
    assert [fault for inspector in told.inspectors for fault in inspector.faults] == []


def acts_for(site: Site, role: str, organisation: str) -> str:
    """Somebody who acts for an organisation whose name begins so; returns how they are called in `Round.somebody`."""
    with site.app.test_request_context(base_url=site.url):
        region = by_slug(REGION)
        assert region is not None
        with region_scope(region.id):
            found = db.session.execute(select(Organisation).where(Organisation.name.startswith(organisation))).scalars().first()
            assert found is not None
    return somebody_new(site, role, found)


def somebody_new(site: Site, role: str, organisation: Organisation | None = None) -> str:
    """Somebody with a role, whom no other test has changed."""
    with site.app.test_request_context(base_url=site.url):
        region = by_slug(REGION)
        assert region is not None
        with atomic(), region_scope(region.id):
            who = f"{role}-{organisation.id if organisation else 'for-the-round'}".replace("_", "-")
            user = ensure_user(email=f"{who}@{REGION}.{DOMAIN}", name=f"Demo för {organisation.name if organisation else 'omgången'}")
            grant_role(user=user, region=region, role=role, organisation=organisation)
    return who
