"""Employers' supervisors: read, kept, and taken off the list. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from core.audit.service import record
from core.db import Page, db, get, paginate, sort_key, utcnow
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.queries import organisations_of
from core.records.people import visible_people
from core.users.queries import organisations_where
from plugins.internships.offers.models import PlacementOffer, Supervisor
from plugins.internships.permissions import PLACES

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MOST = 500


def employers_of(region: Region, user: User) -> list[Organisation] | None:
    """For whom one may offer places; None: for anybody."""
    reach = organisations_where(user, region, PLACES)
    return None if reach.everywhere else [each for each in organisations_of(user, region) if each.id in reach]


def supervisors_of(organisation_ids: Sequence[int]) -> Sequence[Supervisor]:
    """Those who supervise at some employers, by name. Nobody with protected identity."""
    wanted = select(Supervisor).where(
        Supervisor.organisation_id.in_(organisation_ids), Supervisor.left_at.is_(None), visible_people(Supervisor.email)
    )
    return db.session.execute(wanted.order_by(Supervisor.sort_key, Supervisor.id).limit(MOST)).scalars().all()


def own_supervisors(region: Region, user: User | None, *, number: int = 1, size: int = 30) -> Page[Any]:
    """(supervisor, employer's name) of those for whom one acts, by employer. Nobody with protected identity."""
    reach = organisations_where(user, region, PLACES)
    wanted: Any = (
        select(Supervisor, Organisation.name)
        .join(Organisation, Organisation.id == Supervisor.organisation_id)
        .where(Supervisor.region_id == region.id, Supervisor.left_at.is_(None), visible_people(Supervisor.email))
        .order_by(Organisation.sort_key, Supervisor.sort_key, Supervisor.id)
    )
    if not reach.everywhere:
        wanted = wanted.where(Supervisor.organisation_id.in_(reach.organisations))
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    return found


def own_supervisor(region: Region, user: User | None, supervisor_id: int, *, lock: bool = False) -> Supervisor:
    """A supervisor of an employer for which one acts.

    Raises:
        NotFound: when there is none, or it is another employer's, or somebody with protected identity.
    """
    found = get(Supervisor, supervisor_id, lock=lock)
    shown = select(Supervisor.id).where(Supervisor.id == found.id, visible_people(Supervisor.email))
    if found.organisation_id not in organisations_where(user, region, PLACES) or db.session.execute(shown).scalar_one_or_none() is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def save_supervisor(*, region: Region, organisation: Organisation, supervisor: Supervisor | None, facts: Mapping[str, Any]) -> Supervisor:
    """Put somebody on an employer's list, or change what is said of them.

    Raises:
        DomainError: when the list is full.
    """
    if supervisor is None:
        if len(supervisors_of([organisation.id])) >= MOST:
            raise DomainError(_("En arbetsgivare kan ha högst %(n)s handledare.", n=MOST))
        supervisor = Supervisor(region_id=region.id, organisation_id=organisation.id, **facts, sort_key=sort_key(facts["name"]))
        db.session.add(supervisor)
    else:
        for key, value in facts.items():
            setattr(supervisor, key, value)
        supervisor.sort_key, supervisor.left_at = sort_key(supervisor.name), None
    db.session.flush()
    record("internships.supervisor.saved", region=region, subject=supervisor.ref, organisation=organisation.name)
    return supervisor


def remove_supervisor(*, region: Region, supervisor: Supervisor) -> None:
    """Take somebody off the list. Offers that named them name nobody."""
    if supervisor.left_at is not None:
        return
    supervisor.left_at = utcnow()
    changed = update(PlacementOffer).where(PlacementOffer.supervisor_id == supervisor.id).values(supervisor_id=None)
    db.session.execute(changed, execution_options={"synchronize_session": "fetch"})
    record("internships.supervisor.removed", region=region, subject=supervisor.ref)
