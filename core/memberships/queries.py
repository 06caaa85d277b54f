"""Reads on the people of a region. What they are elsewhere is nobody's business here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from core.db import Page, db, paginate, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from core.memberships.models import EmailDomain, JoinRequest, RequestStatus, RoleInvitation
from core.organisations.models import Organisation, OrganisationRegion
from core.plugins.registry import registry
from core.records.people import visible_people
from core.regions.models import Region
from core.users.models import Membership, RolePermission, User, UserSession
from core.users.queries import permissions
from core.users.roles import REGION_ADMIN, ROLES


@dataclass(frozen=True)
class Held:
    """A role that somebody has in the region, and for which organisation."""

    id: int
    role: str
    title: Any
    organisation: str
    suspended: bool


def everybody(region: Region, *, q: str = "", role: str = "", organisation_id: int | None = None, status: str = "") -> Select[Any]:
    """Those who have a role in the region, by name, as a select. Somebody with protected identity is in no list."""
    here = select(Membership.user_id).where(Membership.region_id == region.id)
    if role:
        here = here.where(Membership.role == role)
    if organisation_id:
        here = here.where(Membership.organisation_id == organisation_id)
    if status in ("active", "suspended"):
        here = here.where(Membership.suspended_at.is_(None) if status == "active" else Membership.suspended_at.is_not(None))
    statement = select(User).where(User.id.in_(here), visible_people()).order_by(User.name, User.id)
    if q:
        statement = statement.where(or_(User.name.icontains(q, autoescape=True), User.email.icontains(q, autoescape=True)))
    return statement


def people(region: Region, *, number: int = 1, **wanted: Any) -> Page[Any]:
    """One page of `everybody`."""
    return paginate(everybody(region, **wanted), number=number)


def everybody_in_words(region: Region, **wanted: Any) -> Iterator[list[str]]:
    """Everybody, for a file: name, address, roles, state, and when last seen; some hundred at a time."""
    for users in db.session.execute(everybody(region, **wanted)).scalars().partitions(500):
        roles, seen = held(region, users), last_seen(users)
        for user in users:
            own = roles.get(user.id, [])
            titles = ", ".join(f"{role.title} ({role.organisation})" if role.organisation else str(role.title) for role in own)
            suspended = bool(own) and all(role.suspended for role in own)
            yield [user.name, user.email, titles, _("Avstängd") if suspended else _("Aktiv"), seen.get(user.id) or _("Aldrig")]


def person(region: Region, user_id: int) -> User:
    """Somebody who has a role in the region.

    Raises:
        NotFound: when nobody has that number, or only in another region. The two are never told apart.
    """
    here = select(Membership.user_id).where(Membership.region_id == region.id)
    found = db.session.execute(select(User).where(User.id == user_id, User.id.in_(here))).scalar_one_or_none()
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def is_here(region: Region, user_id: int) -> bool:
    """Whether somebody has a role in the region."""
    statement = select(Membership.id).where(Membership.region_id == region.id, Membership.user_id == user_id).limit(1)
    return db.session.execute(statement).first() is not None


def held(region: Region, users: Iterable[User]) -> Mapping[int, Sequence[Held]]:
    """The roles that people have in this region, by user: one query for all of them."""
    statement = (
        select(Membership, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.region_id == region.id, Membership.user_id.in_([user.id for user in users]))
        .order_by(Membership.id)
    )
    found: dict[int, list[Held]] = {}
    for row, organisation in db.session.execute(statement):
        title = ROLES.get(row.role, row.role)
        found.setdefault(row.user_id, []).append(Held(row.id, row.role, title, organisation or "", row.suspended_at is not None))
    return found


def last_seen(users: Iterable[User]) -> Mapping[int, str]:
    """When people last used the service, as coarsely as an administrator needs to know it."""
    statement = (
        select(UserSession.user_id, func.max(UserSession.last_seen_at))
        .where(UserSession.user_id.in_([user.id for user in users]))
        .group_by(UserSession.user_id)
    )
    return {user_id: _coarse(seen) for user_id, seen in db.session.execute(statement) if seen is not None}


def _coarse(seen: datetime) -> str:
    days = (utcnow() - seen).days
    if days < 7:
        return _("Den senaste veckan")
    return _("Den senaste månaden") if days < 31 else _("För mer än en månad sedan")


def rights_of_role(role: str) -> frozenset[str]:
    """The permissions that come with a role."""
    if role == REGION_ADMIN:
        return frozenset(registry().permissions)
    return frozenset(db.session.execute(select(RolePermission.permission).where(RolePermission.role == role)).scalars())


def grantable(actor: User, region: Region) -> list[str]:
    """The roles that somebody may give and take: those without any right that this person lacks."""
    rights = permissions(actor, region)
    return [role for role in ROLES if rights_of_role(role) <= rights]


def organisations(region: Region) -> Sequence[Organisation]:
    """The organisations that work in the region, in Swedish order."""
    statement = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id)
        .order_by(Organisation.sort_key)
        .limit(5000)
    )
    return db.session.execute(statement).scalars().all()


def organisation_here(region: Region, organisation_id: int | None) -> Organisation | None:
    """One of the region's organisations, or None."""
    statement: Select[Any] = select(Organisation).join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
    return db.session.execute(
        statement.where(OrganisationRegion.region_id == region.id, Organisation.id == (organisation_id or 0))
    ).scalar_one_or_none()


def open_invitations(region: Region, number: int = 1) -> Page[Any]:
    """Invitations that nobody has answered, newest first, with the organisation's name."""
    statement: Any = (
        select(RoleInvitation, Organisation.name)
        .outerjoin(Organisation, Organisation.id == RoleInvitation.organisation_id)
        .where(RoleInvitation.region_id == region.id, RoleInvitation.accepted_at.is_(None), RoleInvitation.withdrawn_at.is_(None))
        .where(visible_people(RoleInvitation.email))
        .order_by(RoleInvitation.id.desc())
    )
    return paginate(statement, number=number, scalars=False)


def pending_requests(region: Region, number: int = 1) -> Page[Any]:
    """Requests with a confirmed address that wait for a decision, oldest first."""
    statement = (
        select(JoinRequest).where(JoinRequest.region_id == region.id, JoinRequest.status == RequestStatus.PENDING).order_by(JoinRequest.id)
    )
    return paginate(statement, number=number)


def waiting_requests(region: Region) -> int:
    """How many requests wait for a decision."""
    statement = select(func.count()).where(JoinRequest.region_id == region.id, JoinRequest.status == RequestStatus.PENDING)
    return int(db.session.execute(statement).scalar_one())


def domains(region: Region) -> Sequence[Any]:
    """The e-mail domains that are known, with the organisation's name."""
    statement = (
        select(EmailDomain, Organisation.name)
        .join(Organisation, Organisation.id == EmailDomain.organisation_id)
        .where(EmailDomain.region_id == region.id)
        .order_by(EmailDomain.domain)
    )
    return db.session.execute(statement).all()
