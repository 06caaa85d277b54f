"""Reads on participants. A name is shown only where the reader may see it and the person has no protected identity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, or_, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.mailed_links import MAX_TOKEN, digest
from core.records.people import protected_addresses
from core.regions.models import Region
from plugins.funding.participants import numbers
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project
from plugins.funding.projects.queries import missing

MAX_ORGANISATIONS = 500


def participant(project: Project, participant_id: int, *, lock: bool = False) -> Participant:
    """One participant of a project.

    Raises:
        NotFound: when there is none, or it is another project's.
    """
    found = get(Participant, participant_id, lock=lock)
    if found.project_id != project.id:
        raise NotFound(missing())
    return found


def shown_names(rows: Sequence[Participant]) -> dict[int, str]:
    """The names as one reads them, by id. Of who has protected identity, here or anywhere in the installation, only the number."""
    hidden = protected_addresses(row.email for row in rows)
    return {
        row.id: _("Deltagare %(number)s (skyddade uppgifter)", number=row.number)
        if row.is_protected or row.email.lower() in hidden
        else row.name
        for row in rows
    }


def shown_name(row: Participant) -> str:
    """One name as one reads it."""
    return shown_names([row])[row.id]


def is_hidden(row: Participant) -> bool:
    """Whether the name is not shown."""
    return row.is_protected or bool(protected_addresses([row.email]))


def listing(project: Project, *, q: str = "", organisation: str = "") -> Any:
    """The participants of a project by name; those with protected identity are found by number alone."""
    wanted = select(Participant).where(Participant.project_id == project.id)
    if q.isascii() and q.isdigit() and len(q) <= 9:
        wanted = wanted.where(Participant.number == int(q))
    elif q:
        by_name = Participant.name.icontains(q, autoescape=True) & Participant.is_protected.is_(False)
        wanted = wanted.where(by_name)
    if organisation:
        wanted = wanted.where(Participant.organisation == organisation)
    return wanted.order_by(Participant.sort_key, Participant.id)


def page(project: Project, *, q: str = "", organisation: str = "", number: int = 1, size: int = 50) -> Page[Participant]:
    """One page of the register."""
    return paginate(listing(project, q=q, organisation=organisation), number=number, size=size)


def organisations(project: Project) -> list[str]:
    """Where the participants come from, by name."""
    wanted = select(Participant.organisation).where(Participant.project_id == project.id, Participant.organisation != "").distinct()
    return list(db.session.execute(wanted.order_by(Participant.organisation).limit(MAX_ORGANISATIONS)).scalars())


def same_number(project: Project, digits: str) -> Participant | None:
    """The participant of a project who has a number, whichever secret it was digested by."""
    wanted = select(Participant).where(
        Participant.project_id == project.id, Participant.number_digest.in_(numbers.digests(project.id, digits))
    )
    return db.session.execute(wanted).scalar_one_or_none()


def next_number(project: Project) -> int:
    """The number of the next participant."""
    wanted = select(func.coalesce(func.max(Participant.number), 0)).where(Participant.project_id == project.id)
    return int(db.session.execute(wanted).scalar_one()) + 1


def by_numbers(project: Project, wanted: Sequence[int]) -> dict[int, Participant]:
    """Participants by their numbers in the project."""
    statement = select(Participant).where(Participant.project_id == project.id, Participant.number.in_(wanted))
    return {row.number: row for row in db.session.execute(statement).scalars()}


def by_ids(project: Project, wanted: Sequence[int]) -> Sequence[Participant]:
    """Participants by their ids; another project's are left out."""
    statement = select(Participant).where(Participant.project_id == project.id, Participant.id.in_(wanted))
    return db.session.execute(statement.order_by(Participant.sort_key, Participant.id)).scalars().all()


def by_token(region: Region, token: str) -> Participant | None:
    """The participant behind a mailed link; None when there is none in this region."""
    if len(token) > MAX_TOKEN:
        return None
    wanted = select(Participant).where(Participant.token_hash == digest(token), Participant.region_id == region.id)
    return db.session.execute(wanted).scalar_one_or_none()


def counts(project: Project) -> tuple[int, int]:
    """How many take or took part, and how many of them have told nothing of themselves."""
    unknown = or_(Participant.work == "unknown", Participant.education == "unknown")
    one = func.count()
    whole, silent = db.session.execute(
        select(one, func.coalesce(func.sum(_as_number(unknown)), 0)).where(Participant.project_id == project.id)
    ).one()
    return int(whole), int(silent)


def _as_number(condition: Any) -> Any:
    return case((condition, 1), else_=0)
