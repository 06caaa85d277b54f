"""Reads on kept courses: only those of organisations that the person may keep courses for are found.

Who holds the right on behalf of an organisation keeps that one's; who holds it for the region, as its coordinators do, keeps all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from core.db import Page, db, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.models import Region
from core.users.models import User
from core.users.queries import organisations_where
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationProvider
from plugins.training_catalog.permissions import KEEP
from plugins.training_catalog.upkeep.models import Cancellation, KeptEducation, KeptOccasion, KeptState

PROVIDER_KINDS = (
    OrganisationKind.EDUCATION_PROVIDER,
    OrganisationKind.UNIVERSITY,
    OrganisationKind.FOLK_HIGH_SCHOOL,
    OrganisationKind.MUNICIPALITY,
)
MAX_ORGANISATIONS = 1_000
MAX_OCCASIONS = 200
PAGE_SIZE = 20


@dataclass(frozen=True)
class Kept:
    """A kept education with its organisation's name and its occasions, the latest start last."""

    education: KeptEducation
    organisation: str
    occasions: tuple[KeptOccasion, ...]


def organisations(region: Region, user: User) -> list[Organisation]:
    """The organisations that somebody may keep courses for, by name."""
    statement = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.kind.in_(PROVIDER_KINDS), Organisation.merged_into_id.is_(None))
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(MAX_ORGANISATIONS)
    )
    reach = organisations_where(user, region, KEEP)
    if not reach.everywhere:
        statement = statement.where(Organisation.id.in_(reach.organisations))
    return list(db.session.execute(statement).scalars())


def _educations(region: Region, user: User) -> Select[KeptEducation]:
    statement = select(KeptEducation).where(KeptEducation.region_id == region.id)
    reach = organisations_where(user, region, KEEP)
    if not reach.everywhere:
        statement = statement.where(KeptEducation.organisation_id.in_(reach.organisations))
    return statement


def education(region: Region, user: User, education_id: int, *, lock: bool = False) -> KeptEducation:
    """A kept education.

    Raises:
        NotFound: when there is none, or it is not this person's to keep.
    """
    statement = _educations(region, user).where(KeptEducation.id == education_id)
    if lock:
        statement = statement.with_for_update(of=KeptEducation).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalars().one_or_none()
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def occasion(region: Region, user: User, occasion_id: int, *, lock: bool = False) -> tuple[KeptEducation, KeptOccasion]:
    """A kept occasion with its education, which is what is locked.

    Raises:
        NotFound: when there is none, or it is not this person's to keep.
    """
    owner = select(KeptOccasion.education_id).where(KeptOccasion.id == occasion_id, KeptOccasion.region_id == region.id)
    found = education(region, user, db.session.execute(owner).scalar_one_or_none() or 0, lock=lock)
    statement = select(KeptOccasion).where(KeptOccasion.id == occasion_id).execution_options(populate_existing=lock)
    return found, db.session.execute(statement).scalar_one()


def occasions(education_id: int) -> list[KeptOccasion]:
    """The occasions of a kept education, the soonest first; those without a start last."""
    return list(_occasions([education_id])[education_id])


def _occasions(ids: Sequence[int]) -> defaultdict[int, list[KeptOccasion]]:
    statement = (
        select(KeptOccasion)
        .where(KeptOccasion.education_id.in_(ids))
        .order_by(KeptOccasion.start.is_(None), KeptOccasion.start, KeptOccasion.id)
        .limit(MAX_OCCASIONS * max(1, len(ids)))
    )
    found: defaultdict[int, list[KeptOccasion]] = defaultdict(list)
    for row in db.session.execute(statement).scalars():
        found[row.education_id].append(row)
    return found


def listing(region: Region, user: User, *, number: int = 1, organisation_id: int = 0) -> Page[Kept]:
    """One page of what somebody keeps: drafts first, then by title."""
    statement = _educations(region, user)
    if organisation_id:
        statement = statement.where(KeptEducation.organisation_id == organisation_id)
    page = paginate(statement.order_by(KeptEducation.state, KeptEducation.title, KeptEducation.id), number=number, size=PAGE_SIZE)
    names = names_of({row.organisation_id for row in page.items})
    rows = _occasions([row.id for row in page.items])
    items = [Kept(row, names.get(row.organisation_id, ""), tuple(rows[row.id])) for row in page.items]
    return Page(items=items, total=page.total, number=page.number, size=page.size)


def names_of(ids: set[int]) -> dict[int, str]:
    """The names of some organisations."""
    rows: Any = db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)))
    return dict(rows.all())


def chosen(region: Region, user: User, ids: Sequence[int]) -> list[tuple[KeptEducation, KeptOccasion]]:
    """Some occasions with their educations; those that are not this person's to keep are left out."""
    allowed = _educations(region, user).with_only_columns(KeptEducation.id)
    statement = (
        select(KeptEducation, KeptOccasion)
        .join(KeptOccasion, KeptOccasion.education_id == KeptEducation.id)
        .where(KeptOccasion.id.in_(ids), KeptEducation.id.in_(allowed))
        .order_by(KeptEducation.title, KeptOccasion.start, KeptOccasion.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def alternatives(found: KeptEducation, occasion_: KeptOccasion, today: date) -> list[tuple[int, str, date | None, str]]:
    """What those who wanted this one can still apply for instead: of the same education first, then others by the same source."""
    own = aliased(EducationInfo)
    statement = (
        select(EducationEvent.id, own.title, EducationEvent.start, EducationProvider.name)
        .join(own, own.id == EducationEvent.info_id)
        .outerjoin(EducationProvider, EducationProvider.id == EducationEvent.provider_id)
        .where(EducationEvent.source_id == found.source_id, EducationEvent.is_current.is_(True), EducationEvent.is_cancelled.is_(False))
        .where(EducationEvent.id != (occasion_.event_id or 0), EducationEvent.open_until >= today)
        .order_by(own.id != (found.info_id or 0), EducationEvent.start, EducationEvent.id)
        .limit(50)
    )
    return [(row[0], row[1], row[2], row[3] or "") for row in db.session.execute(statement)]


def cancellation_of(occasion_: KeptOccasion) -> Cancellation | None:
    """Why an occasion is cancelled; None when it is not."""
    statement = select(Cancellation).where(Cancellation.event_id == (occasion_.event_id or 0), Cancellation.resumed_at.is_(None))
    return db.session.execute(statement).scalar_one_or_none()


def published(region: Region) -> list[Kept]:
    """Every published education of the region with its occasions: for the nightly look."""
    statement = select(KeptEducation).where(KeptEducation.region_id == region.id, KeptEducation.state == KeptState.PUBLISHED)
    found = list(db.session.execute(statement.order_by(KeptEducation.id)).scalars())
    rows = _occasions([row.id for row in found])
    return [Kept(row, "", tuple(rows[row.id])) for row in found]
