"""Reads on the register of organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from core.audit.models import AuditEntry
from core.db import Page, count, db, one_or_none, paginate, sort_key
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation, OrganisationKind, OrganisationName, OrganisationRegion, Workplace
from core.organisations.permissions import MANAGE, OWN, READ
from core.regions.models import Region
from core.users.models import Membership, User
from core.users.queries import may, organisations_where

SORTS = ("name", "-name", "newest")
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True)
class OrganisationFilter:
    """What to list. A page, an export and an API take the same.

    Args:
        q: A part of a name, present or earlier, or the beginning of an organisation number.
        kind: An `OrganisationKind`, or empty for all.
        municipality: A municipality's code.
        section: A section of the newest SNI.
        size: A size class, as text; empty for all.
        state: "open", "closed", or empty for both.
        sort: One of `SORTS`.
    """

    q: str = ""
    kind: str = ""
    municipality: str = ""
    section: str = ""
    size: str = ""
    state: str = ""
    sort: str = "name"

    @property
    def chosen(self) -> bool:
        """Whether it leaves anything out."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """As arguments of an address; what is empty or usual is left out."""
        changed = replace(self, **changes)
        found = {field.name: getattr(changed, field.name) for field in fields(changed) if getattr(changed, field.name)}
        return {name: value for name, value in found.items() if (name, value) != ("sort", "name")}


def listing(region: Region, filters: OrganisationFilter) -> Select[Any]:
    """The region's organisations that a filter lets through, in its order, as a select to page or to stream."""
    link = OrganisationRegion
    statement = select(Organisation).join(link, link.organisation_id == Organisation.id).where(link.region_id == region.id)
    statement = statement.where(*_conditions(filters))
    if filters.sort == "newest":
        return statement.order_by(link.organisation_id.desc())
    if filters.sort == "-name":
        return statement.order_by(link.sort_key.desc(), link.organisation_id.desc())
    return statement.order_by(link.sort_key, link.organisation_id)


def everything(region: Region, filters: OrganisationFilter) -> Iterator[Organisation]:
    """The whole list, some hundred at a time."""
    return iter(db.session.execute(listing(region, filters).execution_options(yield_per=500)).scalars())


def page(region: Region, filters: OrganisationFilter, *, number: int = 1, size: int = 50) -> Page[Any]:
    """One page of the list. Without a filter the count is read off an index alone."""
    total = None
    if not filters.chosen:
        total = count(select(OrganisationRegion.organisation_id).where(OrganisationRegion.region_id == region.id))
    return paginate(listing(region, filters), number=number, size=size, total=total)


def _conditions(filters: OrganisationFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.q:
        found.append(_matching(filters.q))
    if filters.kind:
        found.append(Organisation.kind == OrganisationKind(filters.kind) if filters.kind in set(OrganisationKind) else false())
    if filters.municipality:
        found.append(Organisation.municipality_code == filters.municipality)
    if filters.section:
        found.append(Organisation.sni_section == filters.section)
    if filters.size:
        found.append(Organisation.size_class == int(filters.size))
    if filters.state == OPEN:
        found.append(Organisation.closed_on.is_(None))
    elif filters.state == CLOSED:
        found.append(Organisation.closed_on.is_not(None))
    return found


def _matching(text: str) -> ColumnElement[bool]:
    digits = "".join(mark for mark in text if mark.isdigit())
    if len(digits) >= 4 and not any(mark.isalpha() for mark in text):
        return Organisation.orgnr.startswith(digits.removeprefix("16") if len(digits) == 12 else digits, autoescape=True)
    key = sort_key(text)
    other = select(OrganisationName.organisation_id).where(OrganisationName.sort_key.contains(key, autoescape=True))
    return or_(Organisation.sort_key.contains(key, autoescape=True), Organisation.id.in_(other))


def organisations_of(user: User, region: Region) -> Sequence[Organisation]:
    """The organisations on whose behalf a user acts in a region, by name."""
    statement = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.user_id == user.id, Membership.region_id == region.id, Membership.suspended_at.is_(None))
        .distinct()
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return db.session.execute(statement).scalars().all()


def visible(user: User | None, region: Region, organisation_id: int) -> Organisation:
    """An organisation of the region that this user may see: any, for who may read the register; else only the user's own.

    One that was merged into another is found here too; its `merged_into_id` says where to go.

    Raises:
        NotFound: when there is none.
    """
    return _found(user, region, organisation_id, READ)


def of_region(region: Region, organisation_id: int, *, lock: bool = False) -> Organisation:
    """An organisation of the region, for a caller that may read or change any.

    Raises:
        NotFound: when there is none.
    """
    organisation = one_or_none(Organisation, organisation_id, lock=lock)
    if organisation is None or not _works_in(organisation, region):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return organisation


def editable(user: User | None, region: Region, organisation_id: int) -> Organisation:
    """As `visible`, but one that this user may change."""
    return _found(user, region, organisation_id, MANAGE)


def _found(user: User | None, region: Region, organisation_id: int, permission: str) -> Organisation:
    organisation = one_or_none(Organisation, organisation_id)
    if organisation is not None and user is not None and _works_in(organisation, region):
        target = organisation.merged_into_id or organisation.id
        # A role held for the region opens the page too; over what it does not act for, only READ and MANAGE count.
        if may(user, region, permission) or target in organisations_where(user, region, OWN).organisations:
            return organisation
    raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))


def _works_in(organisation: Organisation, region: Region) -> bool:
    target = organisation.merged_into_id or organisation.id
    link = select(OrganisationRegion.region_id).where(
        OrganisationRegion.organisation_id == target, OrganisationRegion.region_id == region.id
    )
    return db.session.execute(link).first() is not None


def workplaces(organisation: Organisation) -> Sequence[Workplace]:
    """All workplaces, those that are closed last."""
    statement = (
        select(Workplace)
        .where(Workplace.organisation_id == organisation.id)
        .order_by(Workplace.closed_on.is_not(None), Workplace.sort_key, Workplace.id)
    )
    return db.session.execute(statement).scalars().all()


def other_names(organisation: Organisation) -> Sequence[OrganisationName]:
    """Earlier names and those of duplicates."""
    statement = select(OrganisationName).where(OrganisationName.organisation_id == organisation.id).order_by(OrganisationName.sort_key)
    return db.session.execute(statement).scalars().all()


def regions_of(organisation: Organisation) -> Sequence[Region]:
    """Where it works, by name."""
    statement = (
        select(Region)
        .join(OrganisationRegion, OrganisationRegion.region_id == Region.id)
        .where(OrganisationRegion.organisation_id == organisation.id)
        .order_by(Region.name)
    )
    return db.session.execute(statement).scalars().all()


def member_count(organisation: Organisation, region: Region) -> int:
    """How many users act on its behalf in a region."""
    statement = select(func.count(Membership.user_id.distinct())).where(
        Membership.organisation_id == organisation.id, Membership.region_id == region.id
    )
    return int(db.session.execute(statement).scalar_one())


def history(organisation: Organisation, region: Region, *, limit: int = 20) -> Sequence[AuditEntry]:
    """What has been done with it in this region, newest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject == f"core:organisation:{organisation.id}", AuditEntry.region_id == region.id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return db.session.execute(statement).scalars().all()
