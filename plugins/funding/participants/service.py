"""What can be done with participants. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.audit.service import record
from core.db import db, sort_key
from core.encrypted import seal, unseal
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.mailed_links import digest, new_seed, token_of
from core.regions.models import Region
from core.users.models import User
from plugins.funding.participants import numbers, queries
from plugins.funding.participants.models import Participant, ReadWhere
from plugins.funding.participants.readings import note
from plugins.funding.projects.models import Project, ProjectStatus

LINK = "funding.participant"
_PLAIN = (
    "name", "email", "phone", "organisation", "municipality_code", "work", "education", "result", "starts_on", "left_on", "consented_on",
    "consent_text",
)  # fmt: skip


def save_participant(
    *, region: Region, project: Project, participant: Participant | None, facts: Mapping[str, Any], at: int | None = None
) -> Participant:
    """Take somebody into the register, or change what it says.

    Args:
        facts: With `personal_number` as written (empty: unchanged), or for protected identity `is_protected`, `born_year` and `is_woman`.
        at: The number in the project, when the caller counts them.

    Raises:
        DomainError: when the number or the days do not hold together.
        Conflict: when the number is in the project's register already, or the project has ended.
    """
    if project.status == ProjectStatus.ENDED:
        raise Conflict(_("Projektet är avslutat. Registret kan inte ändras."))
    _check_days(project, facts)
    known = _identity(project, participant, facts)
    if participant is None:
        seed = new_seed()
        participant = Participant(
            region_id=region.id,
            project_id=project.id,
            number=at or queries.next_number(project),
            seed=seed,
            token_hash=digest(token_of(LINK, seed)),
        )
        db.session.add(participant)
        action = "funding.participant.made"
    else:
        action = "funding.participant.changed"
    for name in _PLAIN:
        if name in facts:
            setattr(participant, name, facts[name])
    participant.is_protected, participant.born_year, participant.is_woman, digits = known
    participant.sort_key = "" if participant.is_protected else sort_key(participant.name)[:200]
    if participant.is_protected:
        participant.number_digest, participant.personal_number = None, ""
    elif digits:
        participant.number_digest = numbers.digests(project.id, digits)[0]
    db.session.flush()
    if digits and not participant.is_protected:
        seal(participant, "personal_number", digits)
        db.session.flush()
    record(action, region=region, subject=participant.ref, project=project.title, number=participant.number)
    return participant


def _check_days(project: Project, facts: Mapping[str, Any]) -> None:
    starts, left = facts["starts_on"], facts.get("left_on")
    if not project.starts_on <= starts <= project.ends_on:
        raise DomainError(
            _("Projektet pågår %(first)s till %(last)s. Startdagen måste ligga däremellan.", first=project.starts_on, last=project.ends_on),
            field="starts_on",
        )
    if left is not None and (left < starts or left > project.ends_on):
        raise DomainError(_("Sista dagen måste ligga efter startdagen, och inom projektets tid."), field="left_on")


def _identity(project: Project, participant: Participant | None, facts: Mapping[str, Any]) -> tuple[bool, int, bool, str]:
    """Whether protected, year of birth, whether a woman, and the number's digits (empty: none, or unchanged)."""
    if facts.get("is_protected"):
        if facts.get("born_year") is None or facts.get("is_woman") is None:
            raise DomainError(_("Skriv födelseår och juridiskt kön. De behövs i stället för personnumret."), field="born_year")
        return True, int(facts["born_year"]), bool(facts["is_woman"]), ""
    written = (facts.get("personal_number") or "").strip()
    if not written and participant is not None and participant.personal_number:
        return False, participant.born_year, participant.is_woman, ""
    found = numbers.read(written)
    there = queries.same_number(project, found.digits)
    if there is not None and (participant is None or there.id != participant.id):
        raise Conflict(_("Personen finns redan i registret, som deltagare %(number)s.", number=there.number), field="personal_number")
    return False, found.born.year, found.is_woman, found.digits


def show_number(
    *, region: Region, project: Project, participant: Participant, user: User | None = None, where: ReadWhere = ReadWhere.PAGE
) -> str:
    """The whole personal number, as twelve digits with a hyphen. That it was looked at is in the audit log, and told to the participant.

    Raises:
        Conflict: when the register has none: the person has protected identity.
    """
    digits = unseal(participant, "personal_number")
    if not digits:
        raise Conflict(_("Deltagaren har inget personnummer i registret."))
    note(region=region, project=project, user=user, where=where, people=[participant])
    record("funding.participant.number_shown", region=region, subject=participant.ref, project=project.title, number=participant.number)
    return f"{digits[:8]}-{digits[8:]}"
