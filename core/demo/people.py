"""The demo's people: one per role and region, named after their role so that nobody takes them for real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from core.db import atomic, db
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.models import Region
from core.users import service, sign_in
from core.users.models import Membership, User
from core.users.queries import regions_of
from core.users.roles import ON_BEHALF, REGION_ADMIN, ROLES

DOMAIN = "demo.samkraft.example"
FIRST_NAMES = {
    REGION_ADMIN: "Demo Administratör",
    "strategist": "Demo Strateg",
    "education_coordinator": "Demo Samordnare",
    "learning_centre_manager": "Demo Lärcentrum",
    "guidance_counsellor": "Demo Vägledare",
    "placement_coordinator": "Demo Praktiksamordnare",
    "provider_representative": "Demo Utbildare",
}


@dataclass(frozen=True)
class DemoPerson:
    """A demo account."""

    name: str
    email: str
    role: str
    role_title: str
    region: str


def make_people(region: Region) -> None:
    """One account per role in a region. Who represents providers does so for the first that the region has."""
    for role, name in FIRST_NAMES.items():
        user = service.ensure_user(email=f"{role.replace('_', '-')}@{region.slug}.{DOMAIN}", name=name)
        service.grant_role(user=user, region=region, role=role, organisation=_provider(region) if role in ON_BEHALF else None)


def _provider(region: Region) -> Organisation | None:
    statement = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.kind == OrganisationKind.EDUCATION_PROVIDER)
    )
    return db.session.execute(statement.order_by(Organisation.id).limit(1)).scalar_one_or_none()


def demo_people() -> Sequence[DemoPerson]:
    """Every demo account, by region and role."""
    statement = (
        select(User, Membership.role, Region)
        .join(Membership, Membership.user_id == User.id)
        .join(Region, Region.id == Membership.region_id)
        .where(User.email.endswith(DOMAIN, autoescape=True))
        .order_by(Region.name, User.id)
    )
    return [DemoPerson(u.name, u.email, role, str(ROLES[role]), r.name) for u, role, r in db.session.execute(statement)]


def fresh_link(email: str) -> str | None:
    """A one-time sign-in path for a demo account; None for any other address."""
    if not email.endswith("." + DOMAIN):
        return None
    user = service.find_user(email)
    if user is None:
        return None
    region = next(iter(regions_of(user)), None)
    with atomic():
        challenge = sign_in.start(user, next_url=url_for("core_region.start", region=region.slug) if region else "", minutes=24 * 60)
    return url_for("core_auth.confirm", token=challenge.token)
