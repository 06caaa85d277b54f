"""Reads on self-registration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import Page, db, get, one_or_none, paginate
from core.encrypted import unseal
from core.errors import NotFound
from core.i18n import gettext as _
from core.mailed_links import MAX_TOKEN, digest
from core.records.people import protected_addresses
from core.regions.models import Region
from plugins.funding.participants import numbers
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project, ProjectStatus
from plugins.funding.projects.queries import missing
from plugins.funding.registration.models import Registration, RegistrationLink, RegistrationStatus

MAX_LINKS = 100
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Received:
    """A registration as the leader sees it. `double`: the number of the participant that it is already, or 0. `again`: twice in the list.

    `hidden`: the address belongs to somebody with protected identity.
    """

    row: Registration
    name: str
    organisation: str
    double: int
    again: bool
    hidden: bool

    @property
    def is_clear(self) -> bool:
        """Whether it can be taken in unseen."""
        return not self.double and not self.again and not self.hidden


def link_by_token(region: Region, token: str, *, lock: bool = False) -> RegistrationLink | None:
    """The link behind an address; None when there is none in this region."""
    if len(token) > MAX_TOKEN:
        return None
    wanted = select(RegistrationLink).where(RegistrationLink.token_hash == digest(token), RegistrationLink.region_id == region.id)
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def takes_registrations(link: RegistrationLink) -> bool:
    """Whether one can register by a link today: it is open, and its project has not ended."""
    project = one_or_none(Project, link.project_id)
    return link.is_open and project is not None and project.status != ProjectStatus.ENDED


def links(project: Project) -> Sequence[RegistrationLink]:
    """A project's links, the latest first."""
    wanted = select(RegistrationLink).where(RegistrationLink.project_id == project.id).order_by(RegistrationLink.id.desc())
    return db.session.execute(wanted.limit(MAX_LINKS)).scalars().all()


def link(project: Project, link_id: int, *, lock: bool = False) -> RegistrationLink:
    """One link of a project.

    Raises:
        NotFound: when there is none, or it is another project's.
    """
    found = get(RegistrationLink, link_id, lock=lock)
    if found.project_id != project.id:
        raise NotFound(missing())
    return found


def registration(project: Project, registration_id: int, *, lock: bool = False) -> Registration:
    """One registration of a project.

    Raises:
        NotFound: when there is none, or it is another project's.
    """
    found = get(Registration, registration_id, lock=lock)
    if found.project_id != project.id:
        raise NotFound(missing())
    return found


def page(project: Project, *, number: int = 1, size: int = 50) -> Page[Registration]:
    """The registrations that wait for the leader, the first first."""
    return paginate(_waiting(project), number=number, size=size)


def waiting(project: Project) -> Sequence[Registration]:
    """All that wait, at most so many as are taken in at once; locked."""
    return db.session.execute(_waiting(project).limit(MOST_AT_ONCE).with_for_update()).scalars().all()


def _waiting(project: Project) -> Any:
    wanted = select(Registration).where(Registration.project_id == project.id, Registration.status == RegistrationStatus.RECEIVED)
    return wanted.order_by(Registration.id)


def received(project: Project, rows: Sequence[Registration]) -> list[Received]:
    """Registrations with what only the leader is told: who is in the register already, and who has registered twice."""
    digits = {row.id: unseal(row, "personal_number") for row in rows}
    keys = {row.id: numbers.digests(project.id, digits[row.id]) for row in rows if digits[row.id]}
    everything = [key for each in keys.values() for key in each]
    wanted = select(Participant.number_digest, Participant.number).where(
        Participant.project_id == project.id, Participant.number_digest.in_(everything)
    )
    there = {str(key): number for key, number in db.session.execute(wanted)}
    where = select(RegistrationLink.id, RegistrationLink.organisation).where(RegistrationLink.project_id == project.id)
    organisations = {key: name for key, name in db.session.execute(where)}  # noqa: C416
    hidden = protected_addresses(row.email for row in rows)
    seen: set[str] = set()
    found = []
    for row in rows:
        double = next((there[key] for key in keys.get(row.id, ()) if key in there), 0)
        is_hidden = row.email.lower() in hidden
        name = _("Anmälan %(n)s (skyddade uppgifter)", n=row.id) if is_hidden else row.name
        found.append(Received(row, name, organisations.get(row.link_id, ""), double, digits[row.id] in seen, is_hidden))
        seen.add(digits[row.id])
    return found
