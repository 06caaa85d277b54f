"""Makes what tests need, with as few words as possible. Everything is committed into the test's rolled-back transaction."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from core.api.models import ApiToken
from core.api.service import hashed, new_token
from core.db import atomic, db, region_scope, utcnow
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.plugins import lifecycle
from core.plugins.enablement import forget_cached
from core.regions.models import Region, RegionMember, RegionMunicipality, RegionShare
from core.regions.queries import readable_region_ids
from core.users.models import User
from core.users.service import ensure_user, grant_role

_numbers = itertools.count(1)
NORTH = ("2482", "2481", "2417", "2421")  # Skellefteå, Lycksele, Norsjö, Storuman


def check_digit(nine: str) -> str:
    """Nine digits with their Luhn check digit: a valid, made-up organisation number."""
    total = 0
    for index, char in enumerate(nine):
        value = int(char) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return nine + str(-total % 10)


class Factory:
    """Makes regions, users and organisations."""

    def region(
        self,
        slug: str = "",
        *,
        plugins: Sequence[str] = (),
        municipalities: Sequence[str] = NORTH,
        settings: dict[str, dict[str, object]] | None = None,
    ) -> Region:
        """A region with municipalities and enabled plugins."""
        slug = slug or f"region-{next(_numbers)}"
        with atomic():
            region = Region(slug=slug, name=slug.replace("-", " ").title())
            db.session.add(region)
            db.session.flush()
            for code in municipalities:
                db.session.add(RegionMunicipality(region_id=region.id, municipality_code=code))
            db.session.flush()
            for name, values in (settings or {}).items():
                lifecycle.change_settings(region, name, values)
            for name in plugins:
                lifecycle.enable(region, name)
        return region

    def share(self, member: Region, collaboration: Region, *plugins: str) -> None:
        """Make one region a member of another and let it share plugins' rows."""
        with atomic():
            db.session.add(RegionMember(collaboration_id=collaboration.id, member_id=member.id))
            for plugin in plugins:
                db.session.add(RegionShare(member_id=member.id, collaboration_id=collaboration.id, plugin=plugin))
        forget_cached()

    def user(self, region: Region | None = None, *roles: str, name: str = "", organisation: Organisation | None = None) -> User:
        """A user, with roles in a region; on behalf of an organisation where one is given."""
        number = next(_numbers)
        with atomic():
            user = ensure_user(email=f"test{number}@test.samkraft.example", name=name or f"Test {number}")
            for role in roles:
                assert region is not None
                grant_role(user=user, region=region, role=role, organisation=organisation)
        return user

    def organisation(
        self, region: Region, name: str = "", *, kind: OrganisationKind = OrganisationKind.EMPLOYER, municipality: str | None = None
    ) -> Organisation:
        """An organisation with a valid number, working in a region."""
        number = next(_numbers)
        with atomic():
            return register_organisation(
                name=name or f"Exempelbolaget {number} AB",
                region=region,
                orgnr=check_digit(f"55600{number:04d}"),
                kind=kind,
                municipality_code=municipality,
            )

    def token(self, region: Region, *scopes: str, organisation: Organisation | None = None, days: int = 30) -> str:
        """A token of the API with these scopes. It counts as used today, so that calling with it writes nothing."""
        secret = new_token()
        with atomic(), region_scope(region.id):
            db.session.add(
                ApiToken(
                    region_id=region.id,
                    organisation_id=organisation.id if organisation else None,
                    name=f"Test {next(_numbers)}",
                    hint=secret[:7],
                    token_hash=hashed(secret),
                    scopes=list(scopes),
                    expires_at=utcnow() + timedelta(days=days),
                    last_used_on=utcnow().date(),
                )
            )
        return secret

    @contextmanager
    def inside(self, region: Region, plugin: str = "") -> Iterator[None]:
        """The scope that a request or job of a plugin has in a region."""
        with region_scope(region.id, read=readable_region_ids(region, plugin) if plugin else ()):
            yield

    @staticmethod
    def forget() -> None:
        """Drop what the test's own context remembers of enablement, users and settings, and the session's loaded rows."""
        forget_cached()
        db.session.expire_all()
