"""Reads on employers' profiles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import Page, db, get, paginate, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationRegion
from core.regions.models import Region
from core.users.queries import organisations_where
from plugins.guidance.employers.models import EmployerProfile, OpenHouse, ProfileStatus
from plugins.guidance.permissions import PROFILE

if TYPE_CHECKING:
    from core.users.models import User

MAX_PROFILES = 400
MAX_ORGANISATIONS = 800


def missing() -> str:
    """What is said of what is not there."""
    return _("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den.")


def profile(region: Region, profile_id: int, *, lock: bool = False) -> EmployerProfile:
    """One profile of the region.

    Raises:
        NotFound: when there is none.
    """
    found = get(EmployerProfile, profile_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def own_profile(region: Region, user: User | None, profile_id: int, *, lock: bool = False) -> EmployerProfile:
    """A profile that a person may change.

    Raises:
        NotFound: when there is none, or it is another organisation's.
    """
    found = profile(region, profile_id, lock=lock)
    if found.organisation_id not in organisations_where(user, region, PROFILE):
        raise NotFound(missing())
    return found


def published(region: Region, *, number: int = 1, size: int = 30) -> Page[EmployerProfile]:
    """The profiles that everybody sees, by name. There is no other order, and none can be bought."""
    wanted = select(EmployerProfile).where(EmployerProfile.region_id == region.id, EmployerProfile.status == ProfileStatus.PUBLISHED)
    return paginate(wanted.order_by(EmployerProfile.sort_key, EmployerProfile.id), number=number, size=size)


def own(region: Region, user: User | None) -> Sequence[EmployerProfile]:
    """The profiles that a person may change, those that wait for the region first."""
    reach = organisations_where(user, region, PROFILE)
    wanted = select(EmployerProfile).where(EmployerProfile.region_id == region.id)
    if not reach.everywhere:
        wanted = wanted.where(EmployerProfile.organisation_id.in_(reach.organisations))
    order = (EmployerProfile.status != ProfileStatus.WAITING, EmployerProfile.sort_key, EmployerProfile.id)
    return db.session.execute(wanted.order_by(*order).limit(MAX_PROFILES)).scalars().all()


def without_profile(region: Region, user: User | None) -> Sequence[Organisation]:
    """The organisations that a person may write a profile for and that have none."""
    reach = organisations_where(user, region, PROFILE)
    having = select(EmployerProfile.organisation_id).where(EmployerProfile.region_id == region.id)
    wanted = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.closed_on.is_(None), Organisation.merged_into_id.is_(None))
        .where(Organisation.id.not_in(having))
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MAX_ORGANISATIONS)
    )
    if not reach.everywhere:
        wanted = wanted.where(Organisation.id.in_(reach.organisations))
    return db.session.execute(wanted).scalars().all()


def of_group(region: Region, occupation_group: str) -> list[EmployerProfile]:
    """The published profiles that name an occupation group, by name."""
    found = published(region, size=MAX_PROFILES).items
    return [each for each in found if occupation_group in each.occupation_groups]


def coming(profile_ids: Sequence[int]) -> dict[int, list[OpenHouse]]:
    """Open house days to come, by profile, the first first."""
    wanted = select(OpenHouse).where(OpenHouse.profile_id.in_(profile_ids), OpenHouse.starts_at >= utcnow())
    found: defaultdict[int, list[OpenHouse]] = defaultdict(list)
    for day in db.session.execute(wanted.order_by(OpenHouse.starts_at, OpenHouse.id)).scalars():
        found[day.profile_id].append(day)
    return found


def day_of(of: EmployerProfile, day_id: int) -> OpenHouse:
    """One open house day of a profile.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(OpenHouse, day_id, lock=True)
    if found.profile_id != of.id:
        raise NotFound(missing())
    return found
