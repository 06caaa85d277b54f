"""What can be done with a standard and its versions. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from core.audit.service import record
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.role_standards.standards import queries, telling
from plugins.role_standards.standards.models import CompetenceRequirement, RoleStandard, StandardVersion, VersionStatus

MAX_REQUIREMENTS = 60
_CARRIED = ("key", "position", "title", "level", "is_required", "description", "met_by", "validated_by")


def save_standard(*, region: Region, standard: RoleStandard | None, facts: Mapping[str, Any]) -> RoleStandard:
    """Begin a standard, with a first draft, or change its name and code.

    Args:
        facts: `title`, `occupation_group`, `occupation_id`, `taxonomy_version`.

    Raises:
        DomainError: when another standard has the name.
        Conflict: when it is withdrawn.
    """
    wanted = select(RoleStandard.id).where(
        RoleStandard.region_id == region.id,
        func.lower(RoleStandard.title) == facts["title"].lower(),
        RoleStandard.id != (standard.id if standard else 0),
    )
    if standard is not None:
        wanted = wanted.where(RoleStandard.id != standard.id)
    if db.session.execute(wanted).first() is not None:
        raise DomainError(_("Det finns redan en yrkesroll som heter så. Öppna den i stället."), field="title")
    key = sort_key(facts["title"])[:200]
    if standard is None:
        standard = RoleStandard(region_id=region.id, sort_key=key, **facts)
        db.session.add(standard)
        db.session.flush()
        db.session.add(StandardVersion(region_id=region.id, standard_id=standard.id, number=1))
        db.session.flush()
        record("role_standards.standard.made", region=region, subject=standard.ref, title=standard.title)
        return standard
    usable(standard)
    changed = sorted(name for name, value in facts.items() if getattr(standard, name) != value)
    for name in changed:
        setattr(standard, name, facts[name])
    if changed:
        standard.sort_key = key
        db.session.flush()
        telling.tell(region, standard)
        record("role_standards.standard.changed", region=region, subject=standard.ref, title=standard.title, fields=changed)
    return standard


def usable(standard: RoleStandard) -> None:
    """That a standard is in use.

    Raises:
        Conflict: when it is withdrawn.
    """
    if standard.withdrawn_at is not None:
        raise Conflict(_("Yrkesrollen används inte längre och kan inte ändras."))


def withdraw(*, region: Region, standard: RoleStandard, at: datetime | None = None) -> None:
    """Take a standard out of use. What it said stays readable.

    Raises:
        Conflict: when it is done already.
    """
    usable(standard)
    standard.withdrawn_at = at or utcnow()
    db.session.flush()
    telling.tell(region, standard)
    record("role_standards.standard.withdrawn", region=region, subject=standard.ref, title=standard.title)


def begin_draft(*, region: Region, standard: RoleStandard) -> StandardVersion:
    """A new draft, with what holds now.

    Raises:
        Conflict: when there is one already.
    """
    usable(standard)
    all_of_them = queries.versions(standard)
    if any(each.status in queries.WORKED_ON for each in all_of_them):
        raise Conflict(_("Det finns redan ett utkast. Fortsätt med det."))
    held = next((each for each in all_of_them if each.status is VersionStatus.IN_FORCE), None)
    made = StandardVersion(region_id=region.id, standard_id=standard.id, number=max((each.number for each in all_of_them), default=0) + 1)
    if held is not None:
        made.description, made.tasks = held.description, held.tasks
    db.session.add(made)
    db.session.flush()
    if held is not None:
        for each in queries.requirements(held.id):
            values = {name: getattr(each, name) for name in _CARRIED}
            db.session.add(CompetenceRequirement(region_id=region.id, version_id=made.id, **values))
    db.session.flush()
    record("role_standards.version.begun", region=region, subject=made.ref, title=standard.title, number=made.number)
    return made


def changeable(version: StandardVersion) -> None:
    """That a version may be changed.

    Raises:
        Conflict: when it is on referral, or has been agreed.
    """
    if version.status is VersionStatus.REFERRAL:
        raise Conflict(_("Utkastet är på remiss. Avsluta remissen innan du ändrar det, så att alla svarar på samma text."))
    if version.status is not VersionStatus.DRAFT:
        raise Conflict(_("Versionen är beslutad och kan inte ändras. Börja på en ny version."))


def save_texts(*, region: Region, standard: RoleStandard, version: StandardVersion, facts: Mapping[str, Any]) -> StandardVersion:
    """Change what a draft says of the role.

    Args:
        facts: `description`, `tasks`.

    Raises:
        Conflict: when it is no draft.
    """
    changeable(version)
    changed = sorted(name for name, value in facts.items() if getattr(version, name) != value)
    for name in changed:
        setattr(version, name, facts[name])
    if changed:
        db.session.flush()
        record("role_standards.version.changed", region=region, subject=version.ref, title=standard.title, fields=changed)
    return version


def save_requirement(
    *, region: Region, version: StandardVersion, requirement: CompetenceRequirement | None, facts: Mapping[str, Any]
) -> CompetenceRequirement:
    """Add a requirement to a draft, last, or change one.

    Raises:
        DomainError: when there are too many.
        Conflict: when it is no draft.
    """
    changeable(version)
    if requirement is None:
        there = queries.requirements(version.id)
        if len(there) >= MAX_REQUIREMENTS:
            raise DomainError(_("En yrkesroll kan ha högst %(n)s krav.", n=MAX_REQUIREMENTS))
        requirement = CompetenceRequirement(
            region_id=region.id,
            version_id=version.id,
            key=_next_key(version),
            position=max((each.position for each in there), default=0) + 1,
        )
        db.session.add(requirement)
    for name, value in facts.items():
        setattr(requirement, name, value)
    db.session.flush()
    record("role_standards.requirement.saved", region=region, subject=version.ref, title=requirement.title)
    return requirement


def _next_key(version: StandardVersion) -> int:
    wanted = (
        select(func.max(CompetenceRequirement.key))
        .join(StandardVersion, StandardVersion.id == CompetenceRequirement.version_id)
        .where(StandardVersion.standard_id == version.standard_id)
    )
    return (db.session.execute(wanted).scalar() or 0) + 1


def remove_requirement(*, region: Region, version: StandardVersion, requirement: CompetenceRequirement) -> None:
    """Take a requirement out of a draft.

    Raises:
        Conflict: when it is no draft.
    """
    changeable(version)
    record("role_standards.requirement.removed", region=region, subject=version.ref, title=requirement.title)
    db.session.delete(requirement)
    db.session.flush()


def move_requirement(*, region: Region, version: StandardVersion, requirement: CompetenceRequirement, up: bool) -> None:
    """Change places with the requirement before or after.

    Raises:
        Conflict: when it is no draft.
    """
    changeable(version)
    rows = list(queries.requirements(version.id))
    place = rows.index(requirement)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for number, row in enumerate(rows, 1):
            row.position = number
        db.session.flush()
        record("role_standards.requirement.moved", region=region, subject=version.ref, title=requirement.title)


def agree(*, region: Region, standard: RoleStandard, version: StandardVersion, agreed_on: date, decision: str) -> StandardVersion:
    """A draft holds from now; the version before it is replaced.

    Raises:
        DomainError: when the draft says nothing.
        Conflict: when it is on referral, or holds already.
    """
    usable(standard)
    changeable(version)
    if not version.description:
        raise DomainError(_("Skriv vad rollen är till för innan den beslutas."))
    if not queries.requirements(version.id):
        raise DomainError(_("Skriv minst ett krav innan rollen beslutas."))
    before = queries.in_force(standard)
    if before is not None:
        before.status = VersionStatus.REPLACED
    version.status, version.agreed_on, version.decision, version.in_force_at = VersionStatus.IN_FORCE, agreed_on, decision, utcnow()
    db.session.flush()
    telling.tell(region, standard)
    record("role_standards.version.agreed", region=region, subject=version.ref, title=standard.title, number=version.number)
    return version
