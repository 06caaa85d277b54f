"""Reads on proposals and comments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.regions.models import Region
from plugins.role_standards.drafting.models import Comment, Proposal, ProposalStatus
from plugins.role_standards.standards.models import StandardVersion
from plugins.role_standards.standards.queries import missing


def proposals(of: StandardVersion) -> Sequence[Proposal]:
    """What is proposed for a version: what waits first, then the latest first."""
    wanted = select(Proposal).where(Proposal.version_id == of.id)
    waits = (Proposal.status != ProposalStatus.OPEN, Proposal.created_at.desc(), Proposal.id.desc())
    return db.session.execute(wanted.order_by(*waits).limit(500)).scalars().all()


def waiting(of: StandardVersion) -> int:
    """How many proposals nobody has answered."""
    wanted = select(func.count()).where(Proposal.version_id == of.id, Proposal.status == ProposalStatus.OPEN)
    return int(db.session.execute(wanted).scalar_one())


def proposal(region: Region, proposal_id: int, *, lock: bool = False) -> Proposal:
    """One proposal of the region.

    Raises:
        NotFound: when it is another region's.
    """
    found = get(Proposal, proposal_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def comments(of: StandardVersion, *, number: int = 1, size: int = 30) -> Page[Comment]:
    """What is said of a version, the latest first."""
    wanted = select(Comment).where(Comment.version_id == of.id).order_by(Comment.created_at.desc(), Comment.id.desc())
    return paginate(wanted, number=number, size=size)
