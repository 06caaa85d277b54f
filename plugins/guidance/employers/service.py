"""What can be done with employers' profiles. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from core.audit.service import record
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from plugins.guidance.employers.models import EmployerProfile, OpenHouse, ProfileStatus

MAX_DAYS = 30
STEPS: dict[ProfileStatus, tuple[ProfileStatus, ...]] = {
    ProfileStatus.DRAFT: (ProfileStatus.WAITING,),
    ProfileStatus.WAITING: (ProfileStatus.PUBLISHED, ProfileStatus.DRAFT),
    ProfileStatus.PUBLISHED: (ProfileStatus.DRAFT,),
}


def save_profile(
    *, region: Region, profile: EmployerProfile | None, organisation: Organisation | None, facts: Mapping[str, Any]
) -> EmployerProfile:
    """Write a profile, or change one. What everybody sees goes on being seen; the region may take it back.

    Raises:
        Conflict: when the organisation has a profile already.
    """
    if profile is not None:
        for name, value in facts.items():
            setattr(profile, name, value)
        db.session.flush()
        record("guidance.profile.changed", region=region, subject=profile.ref, name=profile.name)
        return profile
    assert organisation is not None
    same = select(EmployerProfile.id).where(EmployerProfile.region_id == region.id, EmployerProfile.organisation_id == organisation.id)
    if db.session.execute(same).scalar_one_or_none() is not None:
        raise Conflict(_("Organisationen har redan en profil. Ändra den i stället."), field="organisation_id")
    profile = EmployerProfile(
        region_id=region.id, organisation_id=organisation.id, name=organisation.name, sort_key=sort_key(organisation.name)[:200], **facts
    )
    db.session.add(profile)
    db.session.flush()
    record("guidance.profile.made", region=region, subject=profile.ref, name=profile.name)
    return profile


def move_profile(*, region: Region, profile: EmployerProfile, to: ProfileStatus) -> None:
    """Hand a profile in, publish it, or take it back.

    Raises:
        Conflict: when that is not the next step.
    """
    if to not in STEPS[profile.status]:
        raise Conflict(_("Profilen har redan bytt läge. Läs in sidan igen."))
    profile.status = to
    db.session.flush()
    record("guidance.profile.moved", region=region, subject=profile.ref, name=profile.name, to=to.value)


def add_day(*, region: Region, profile: EmployerProfile, facts: Mapping[str, Any]) -> OpenHouse:
    """Add an open house day.

    Raises:
        DomainError: when it has been, or there are as many as there can be.
    """
    if facts["starts_at"] <= utcnow():
        raise DomainError(_("Tiden har redan varit."), field="day")
    counted = select(func.count()).select_from(OpenHouse).where(OpenHouse.profile_id == profile.id, OpenHouse.starts_at > utcnow())
    if int(db.session.execute(counted).scalar_one()) >= MAX_DAYS:
        raise DomainError(_("Det kan finnas högst %(n)s kommande dagar.", n=MAX_DAYS))
    made = OpenHouse(region_id=region.id, profile_id=profile.id, **facts)
    db.session.add(made)
    db.session.flush()
    record("guidance.profile.changed", region=region, subject=profile.ref, name=profile.name)
    return made


def remove_day(*, region: Region, profile: EmployerProfile, day: OpenHouse) -> None:
    """Take an open house day away."""
    db.session.delete(day)
    db.session.flush()
    record("guidance.profile.changed", region=region, subject=profile.ref, name=profile.name)
