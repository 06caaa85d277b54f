"""What can be done with an applicant: entered, told who they travel with, withdrawn. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core import mailed_links
from core.audit.service import record
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.geo.places import municipalities as all_municipalities
from core.i18n import gettext as _
from core.organisations.models import Organisation
from plugins.internships import tokens
from plugins.internships.applicants.links import PURPOSE
from plugins.internships.applicants.models import Applicant, ApplicantStatus, SelfFound, SpecialNeed
from plugins.internships.applicants.queries import ENTERED_IN
from plugins.internships.applicants.self_found import let_go
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.rounds.models import Pin, Placement, PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region

MOST = 5000  # of a school in a period
_LIVE = (PlacementStatus.PUBLISHED, PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY)


def make_applicant(*, region: Region, period: PlacementPeriod, school: Organisation, facts: Mapping[str, Any]) -> Applicant:
    """Enter somebody who is to have a placement. Nothing is mailed yet.

    Args:
        facts: `name` and `email`, and what else is known: `programme`, `phone`, `municipality_code`, `occupation_groups`.

    Raises:
        Conflict: when the period takes no more applicants, or the address is there already.
    """
    if period.status not in ENTERED_IN:
        raise Conflict(_("Perioden tar inte emot fler sökande."), field="period_id")
    email = facts["email"].lower()
    there = select(Applicant.id).where(Applicant.period_id == period.id, Applicant.email == email)
    if db.session.execute(there).first() is not None:
        raise Conflict(_("Någon med den e-postadressen är redan anmäld till perioden."), field="email")
    count = select(func.count()).select_from(Applicant).where(Applicant.period_id == period.id, Applicant.school_id == school.id)
    if db.session.execute(count).scalar_one() >= MOST:
        raise DomainError(_("En skola kan ha högst %(n)s sökande i en period.", n=MOST))
    seed = mailed_links.new_seed()
    applicant = Applicant(
        region_id=region.id,
        period_id=period.id,
        school_id=school.id,
        sort_key=sort_key(facts["name"])[:200],
        seed=seed,
        token_hash=mailed_links.digest(tokens.token_of(PURPOSE, seed)),
        **{**at_home(facts), "email": email},
    )
    db.session.add(applicant)
    db.session.flush()
    record("internships.applicant.made", region=region, subject=applicant.ref)
    return applicant


def change_applicant(*, region: Region, applicant: Applicant, facts: Mapping[str, Any]) -> Applicant:
    """Change what is said of an applicant.

    Raises:
        Conflict: when they are withdrawn.
    """
    if applicant.status == ApplicantStatus.WITHDRAWN:
        raise Conflict(_("Anmälan är tillbakadragen och kan inte ändras."))
    found = at_home(facts)
    changed = sorted(key for key, value in found.items() if getattr(applicant, key) != value)
    for key in changed:
        setattr(applicant, key, found[key])
    if changed:
        applicant.sort_key = sort_key(applicant.name)[:200]
        db.session.flush()
        record("internships.applicant.changed", region=region, subject=applicant.ref, fields=changed)
    return applicant


def set_pair(*, region: Region, applicant: Applicant, email: str) -> None:
    """Say whom an applicant travels with; an empty address: nobody. Both are written at once, so no pair is one-sided.

    Raises:
        DomainError: when it is the same person, or nobody of the school in the period.
        Conflict: when either travels with somebody else.
    """
    if applicant.status == ApplicantStatus.WITHDRAWN:
        raise Conflict(_("Anmälan är tillbakadragen och kan inte ändras."))
    if not email:
        _part(applicant)
        record("internships.applicant.parted", region=region, subject=applicant.ref)
        return
    if email.lower() == applicant.email:
        raise DomainError(_("Ingen kan vara par med sig själv. Skriv den andras e-postadress."), field="email")
    other = db.session.execute(
        select(Applicant)
        .where(
            Applicant.period_id == applicant.period_id,
            Applicant.school_id == applicant.school_id,
            Applicant.email == email.lower(),
            Applicant.status != ApplicantStatus.WITHDRAWN,
        )
        .with_for_update()
    ).scalar_one_or_none()
    if other is None:
        raise DomainError(_("Ingen sökande från samma skola i samma period har den adressen."), field="email")
    if applicant.pair_id == other.id and other.pair_id == applicant.id:
        return
    if applicant.pair_id is not None:
        raise Conflict(_("Sökanden är redan par med någon annan. Ta bort det paret först."), field="email")
    if other.pair_id is not None:
        raise Conflict(_("Den andra är redan par med någon annan. Ta bort det paret först."), field="email")
    applicant.pair_id, other.pair_id = other.id, applicant.id
    db.session.flush()
    record("internships.applicant.paired", region=region, subject=applicant.ref, other=other.ref)


def withdraw(*, region: Region, applicant: Applicant) -> None:
    """Take an applicant out of the period. Who they travelled with is alone from now on. Done twice: nothing happens.

    Raises:
        Conflict: when they have a placement, which must be ended first.
    """
    if applicant.status == ApplicantStatus.WITHDRAWN:
        return
    placed = select(Placement.id).where(Placement.applicant_id == applicant.id, Placement.status.in_(_LIVE)).limit(1)
    if db.session.execute(placed).first() is not None:
        raise Conflict(_("Sökanden har en plats. Skolan behöver avsluta placeringen först."))
    _part(applicant)
    let_go(region=region, applicant=applicant)
    applicant.status, applicant.status_at = ApplicantStatus.WITHDRAWN, utcnow()
    db.session.flush()
    record("internships.applicant.withdrawn", region=region, subject=applicant.ref)


def is_untouched(applicant: Applicant) -> bool:
    """Whether nothing has happened with somebody since they were entered: nothing mailed, said, asked or decided."""
    if applicant.status != ApplicantStatus.INVITED or applicant.mailed_on is not None or applicant.pair_id is not None:
        return False
    more: tuple[Any, ...] = (SpecialNeed, SelfFound, Pin, Placement)
    wanted = (select(each.id).where(each.applicant_id == applicant.id).limit(1) for each in more)
    return all(db.session.execute(one).first() is None for one in wanted)


def remove_applicant(*, region: Region, applicant: Applicant) -> None:
    """Take away somebody who was entered by mistake, and with whom nothing has happened.

    Raises:
        Conflict: when something has.
    """
    if not is_untouched(applicant):
        raise Conflict(_("Det har redan hänt något med den sökande. Dra tillbaka anmälan i stället."))
    record("internships.applicant.removed", region=region, subject=applicant.ref)
    db.session.delete(applicant)
    db.session.flush()


def _part(applicant: Applicant) -> None:
    for other in db.session.execute(select(Applicant).where(Applicant.pair_id == applicant.id)).scalars():
        other.pair_id = None
    applicant.pair_id = None
    db.session.flush()


def at_home(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with a point in the municipality's seat, never nearer the home than that."""
    found = dict(facts)
    if "municipality_code" in found:
        seat = all_municipalities().get(found["municipality_code"])
        found["latitude"], found["longitude"] = (seat.latitude, seat.longitude) if seat else (None, None)
    return found
