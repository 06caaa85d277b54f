"""Reads on ideas. `whole` is an idea with its partners, its budget and whether the money adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.mailed_links import MAX_TOKEN, digest
from core.organisations.models import Organisation
from core.records.people import protected_addresses
from core.regions.models import Region
from plugins.funding.calls.models import FundingCall
from plugins.funding.ideas.models import IdeaBudgetLine, IdeaPartner, IdeaStatus, PartnerAnswer, ProjectIdea
from plugins.funding.projects.queries import missing

OVER = (IdeaStatus.GRANTED, IdeaStatus.REFUSED, IdeaStatus.DROPPED)


@dataclass(frozen=True)
class Row:
    """An idea of the list, with its owner's name."""

    idea: ProjectIdea
    owner: str


@dataclass(frozen=True)
class Whole:
    """An idea, whole. Amounts in SEK."""

    idea: ProjectIdea
    owner: str
    call: FundingCall | None
    partners: Sequence[IdeaPartner]
    lines: Sequence[IdeaBudgetLine]

    @property
    def joined(self) -> list[IdeaPartner]:
        """Those who take part."""
        return [each for each in self.partners if each.answer == PartnerAnswer.YES]

    @property
    def cost(self) -> int:
        """The whole budget."""
        return sum(each.amount for each in self.lines)

    @property
    def cash(self) -> int:
        """What partners put in in money."""
        return sum(each.cash for each in self.joined)

    @property
    def time_value(self) -> int:
        """What partners' time is worth."""
        return sum(each.time_value for each in self.joined)

    @property
    def applied(self) -> int:
        """What is left to apply for. Time is a cost that is borne by who gives it, so it is in the budget too."""
        return self.cost - self.cash - self.time_value

    @property
    def share(self) -> float | None:
        """How much of the budget the partners bear, in per cent; None without a budget."""
        return 100 * (self.cash + self.time_value) / self.cost if self.cost else None


def idea(region: Region, idea_id: int, *, lock: bool = False) -> ProjectIdea:
    """One idea of the region.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(ProjectIdea, idea_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def partner(of: ProjectIdea, partner_id: int, *, lock: bool = False) -> IdeaPartner:
    """One partner of an idea.

    Raises:
        NotFound: when there is none, or it is another idea's.
    """
    found = get(IdeaPartner, partner_id, lock=lock)
    if found.idea_id != of.id:
        raise NotFound(missing())
    return found


def ideas(region: Region, *, over: bool, number: int = 1, size: int = 30) -> Page[Row]:
    """The region's ideas by name; those that are decided or dropped apart."""
    ended = ProjectIdea.status.in_(OVER)
    wanted: Any = (
        select(ProjectIdea, Organisation.name)
        .outerjoin(Organisation, Organisation.id == ProjectIdea.organisation_id)
        .where(ProjectIdea.region_id == region.id, ended if over else ~ended)
        .order_by(ProjectIdea.sort_key, ProjectIdea.id)
    )
    found: Page[Any] = paginate(wanted, number=number, size=size, scalars=False)
    rows = [Row(each, owner or each.owner_name) for each, owner in found.items]
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def whole(region: Region, idea_id: int) -> Whole:
    """An idea with everything in it."""
    found = idea(region, idea_id)
    owner = db.session.execute(select(Organisation.name).where(Organisation.id == found.organisation_id)).scalar_one_or_none()
    call = db.session.execute(select(FundingCall).where(FundingCall.id == found.call_id)).scalar_one_or_none()
    partners = select(IdeaPartner).where(IdeaPartner.idea_id == found.id).order_by(IdeaPartner.sort_key, IdeaPartner.id)
    lines = select(IdeaBudgetLine).where(IdeaBudgetLine.idea_id == found.id).order_by(IdeaBudgetLine.year, IdeaBudgetLine.kind)
    return Whole(
        found,
        owner or found.owner_name,
        call,
        db.session.execute(partners).scalars().all(),
        db.session.execute(lines).scalars().all(),
    )


def contacts(partners: Sequence[IdeaPartner]) -> dict[int, str]:
    """The partners' contacts as one reads them; empty for somebody with protected identity."""
    hidden = protected_addresses(each.contact_email for each in partners)
    return {
        each.id: "" if each.contact_email.lower() in hidden else ", ".join(p for p in (each.contact_name, each.contact_email) if p)
        for each in partners
    }


def by_token(region: Region, token: str, *, lock: bool = False) -> IdeaPartner | None:
    """The partner behind a mailed link; None when there is none in this region."""
    if len(token) > MAX_TOKEN:
        return None
    wanted = select(IdeaPartner).where(IdeaPartner.token_hash == digest(token), IdeaPartner.region_id == region.id)
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def silent(region: Region) -> Sequence[tuple[IdeaPartner, ProjectIdea]]:
    """Partners that were asked and have neither answered nor been reminded."""
    wanted = (
        select(IdeaPartner, ProjectIdea)
        .join(ProjectIdea, ProjectIdea.id == IdeaPartner.idea_id)
        .where(ProjectIdea.region_id == region.id, ProjectIdea.status == IdeaStatus.COLLECTING)
        .where(IdeaPartner.answer == PartnerAnswer.ASKED, IdeaPartner.mailed_at.is_not(None), IdeaPartner.reminded_at.is_(None))
        .order_by(IdeaPartner.id)
    )
    return [(partner, of) for partner, of in db.session.execute(wanted)]
