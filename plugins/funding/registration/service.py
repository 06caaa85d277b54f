"""What can be done with links and registrations. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, get, utcnow
from core.encrypted import seal, unseal
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.mailed_links import digest, new_seed, token_of
from core.records.people import protected_addresses
from core.regions.models import Region
from plugins.funding.participants import numbers
from plugins.funding.participants import service as participants
from plugins.funding.participants.models import Education, Participant, Result, Work
from plugins.funding.projects.models import Project, ProjectStatus
from plugins.funding.registration import queries
from plugins.funding.registration.models import Registration, RegistrationLink, RegistrationStatus
from plugins.funding.settings import funding_settings

LINK = "funding.registration"
_PERSON = {"name": "", "email": "", "phone": "", "personal_number": "", "born_year": None, "municipality_code": ""}


def make_link(*, region: Region, project: Project, facts: Mapping[str, Any]) -> RegistrationLink:
    """Open a way in to a project's register.

    Raises:
        Conflict: when the project has ended.
        DomainError: when its last day has been, or is after the project.
    """
    _running(project)
    if not today() <= facts["closes_on"] <= max(project.ends_on, today()):
        raise DomainError(_("Sista dagen måste vara i dag eller senare, och inom projektets tid."), field="closes_on")
    seed = new_seed()
    made = RegistrationLink(region_id=region.id, project_id=project.id, seed=seed, token_hash=digest(token_of(LINK, seed)), **facts)
    db.session.add(made)
    db.session.flush()
    record("funding.registration.link_made", region=region, subject=project.ref, title=project.title, what=made.title)
    return made


def revoke_link(*, region: Region, project: Project, link: RegistrationLink) -> None:
    """Close a link for good. What has come in by it stays.

    Raises:
        Conflict: when it is closed already.
    """
    if link.revoked_at is not None:
        raise Conflict(_("Länken är redan stängd."))
    link.revoked_at = utcnow()
    db.session.flush()
    record("funding.registration.link_closed", region=region, subject=project.ref, title=project.title, what=link.title)


def register(*, region: Region, link: RegistrationLink, facts: Mapping[str, Any]) -> Registration:
    """Take in a registration. Whether the person is known already is told to nobody here; the leader sees it.

    Args:
        link: Locked.
        facts: With `personal_number` as written.

    Raises:
        Conflict: when the link takes no more.
        DomainError: when the number does not hold together.
    """
    if not queries.takes_registrations(link):
        raise Conflict(_("Länken tar inte längre emot anmälningar."))
    number = numbers.read(facts["personal_number"])
    rest = {name: value for name, value in facts.items() if name != "personal_number"}
    made = Registration(
        region_id=region.id, project_id=link.project_id, link_id=link.id, received_on=today(), born_year=number.born.year, **rest
    )
    db.session.add(made)
    link.used += 1
    db.session.flush()
    seal(made, "personal_number", number.digits)
    db.session.flush()
    record("funding.registration.received", region=region, subject=made.ref, what=link.title)
    return made


def confirm(*, region: Region, project: Project, registration: Registration, starts_on: date) -> Participant:
    """Take the person into the project's register. What was sent in is then only there.

    Raises:
        Conflict: when it is decided already, the person is in the register or has protected identity, or the project has ended.
        DomainError: when the start is outside the project.
    """
    _undecided(registration)
    if protected_addresses([registration.email]):
        raise Conflict(_("Personen har skyddade uppgifter. Avvisa anmälan och lägg in personen på sidan Deltagare, utan personnummer."))
    link = get(RegistrationLink, registration.link_id)
    facts = {
        "personal_number": unseal(registration, "personal_number"),
        **{name: getattr(registration, name) for name in ("name", "email", "phone", "municipality_code", "work", "education")},
        "organisation": link.organisation,
        "result": Result.NONE,
        "starts_on": starts_on,
        "left_on": None,
        "consented_on": registration.received_on,
        "consent_text": link.text,
    }
    made = participants.save_participant(region=region, project=project, participant=None, facts=facts)
    registration.participant_id = made.id
    _settle(registration, RegistrationStatus.CONFIRMED)
    record("funding.registration.confirmed", region=region, subject=registration.ref, project=project.title, number=made.number)
    return made


def confirm_all(*, region: Region, project: Project) -> int:
    """Take in everybody who waits and is no double, from the day they registered or the project's first day. Returns how many."""
    _running(project)
    done = 0
    for each in queries.received(project, queries.waiting(project)):
        if each.is_clear:
            confirm(region=region, project=project, registration=each.row, starts_on=first_day(project, each.row))
            done += 1
    return done


def reject(*, region: Region, project: Project, registration: Registration) -> None:
    """Say no. What the person sent in is taken away at once.

    Raises:
        Conflict: when it is decided already.
    """
    _undecided(registration)
    _settle(registration, RegistrationStatus.REJECTED)
    record("funding.registration.rejected", region=region, subject=registration.ref, project=project.title)


def clear_old(*, region: Region) -> int:
    """Take away what nobody has decided on in time. Returns how many."""
    before = today() - timedelta(days=funding_settings(region).registration_days)
    old = select(Registration).where(
        Registration.region_id == region.id, Registration.status == RegistrationStatus.RECEIVED, Registration.received_on < before
    )
    rows: Sequence[Registration] = db.session.execute(old.order_by(Registration.id)).scalars().all()
    for row in rows:
        _settle(row, RegistrationStatus.CLEARED)
        record("funding.registration.cleared", region=region, subject=row.ref)
    return len(rows)


def first_day(project: Project, registration: Registration) -> date:
    """The day from which somebody takes part, if nothing else is said."""
    return min(max(registration.received_on, project.starts_on), project.ends_on)


def _settle(registration: Registration, status: RegistrationStatus) -> None:
    registration.status, registration.decided_at = status, utcnow()
    registration.work, registration.education = Work.UNKNOWN, Education.UNKNOWN
    for name, nothing in _PERSON.items():
        setattr(registration, name, nothing)
    db.session.flush()


def _undecided(registration: Registration) -> None:
    if registration.status != RegistrationStatus.RECEIVED:
        raise Conflict(_("Anmälan är redan hanterad."))


def _running(project: Project) -> None:
    if project.status == ProjectStatus.ENDED:
        raise Conflict(_("Projektet är avslutat. Registret kan inte ändras."))
