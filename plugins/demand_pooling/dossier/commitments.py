"""Keeping the copy of the commitments like what their owner says, and telling when something that was sent no longer holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from core.audit.service import record
from core.db import db, utcnow
from core.regions.models import Region
from plugins.demand_pooling.dossier import notices
from plugins.demand_pooling.dossier.events import CommitmentMade, CommitmentWithdrawn
from plugins.demand_pooling.dossier.models import Dossier, DossierVersion, PooledCommitment
from plugins.demand_pooling.service import locked_state

MAX_NEEDS = 500
_LENGTHS = {
    "letter_ref": 120,
    "organisation_name": 200,
    "orgnr": 10,
    "municipality_code": 4,
    "size": 60,
    "occupation_group": 4,
    "kind": 30,
    "period": 60,
}


def record_commitment(*, region: Region, made: CommitmentMade) -> PooledCommitment:
    """Add a commitment to the copy, or bring it up to date. What is told in the wrong order ends in the same place."""
    locked_state(region)
    row = _row(region, made.commitment_id)
    if row is None:
        row = PooledCommitment(region_id=region.id, commitment_id=made.commitment_id)
        db.session.add(row)
    elif made.revision < row.revision or (row.withdrawn_at is not None and made.revision == row.revision):
        return row
    values: dict[str, Any] = made.model_dump(exclude={"commitment_id"})
    for name, value in values.items():
        setattr(row, name, value[: _LENGTHS[name]] if name in _LENGTHS else value)
    row.need_ids = made.need_ids[:MAX_NEEDS]
    row.made_at, row.withdrawn_at = row.made_at or utcnow(), None
    db.session.flush()
    return row


def withdraw_commitment(*, region: Region, withdrawn: CommitmentWithdrawn) -> PooledCommitment:
    """Count a commitment no more. Those who have sent a dossier that leans on it are told; what was sent stays as it was."""
    locked_state(region)
    row = _row(region, withdrawn.commitment_id)
    if row is None:
        row = PooledCommitment(region_id=region.id, commitment_id=withdrawn.commitment_id, letter_ref=withdrawn.letter_ref[:120])
        db.session.add(row)
    elif row.withdrawn_at is not None or withdrawn.revision < row.revision:
        return row
    row.withdrawn_at, row.revision = utcnow(), withdrawn.revision
    db.session.flush()
    told = any(other.withdrawn_at and other.id != row.id for other in of_letters(region, [row.letter_ref]))
    for dossier, number in [] if told else _sent_with(region, row):  # a letter with several commitments is one thing to tell
        ref = f"demand_pooling:dossier:{dossier.id}"
        record("demand_pooling.dossier.commitment_withdrawn", region=region, subject=ref, number=number, organisation=row.organisation_id)
        notices.tell_withdrawn(region, dossier, number, row)
    return row


def _row(region: Region, commitment_id: int) -> PooledCommitment | None:
    statement = select(PooledCommitment).where(PooledCommitment.region_id == region.id, PooledCommitment.commitment_id == commitment_id)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()


def _sent_with(region: Region, row: PooledCommitment) -> list[tuple[Dossier, int]]:
    """The dossiers whose latest sent version counts a commitment, with the version's number."""
    statement = (
        select(Dossier, DossierVersion.number, DossierVersion.commitments)
        .join(DossierVersion, DossierVersion.dossier_id == Dossier.id)
        .where(Dossier.region_id == region.id, DossierVersion.region_id == region.id)
        .order_by(Dossier.id, DossierVersion.number)
    )
    latest = {dossier.id: (dossier, number, counted) for dossier, number, counted in db.session.execute(statement)}
    return [(dossier, number) for dossier, number, counted in latest.values() if row.commitment_id in counted]


def of_letters(region: Region, refs: Sequence[str]) -> Sequence[PooledCommitment]:
    """What stands in some letters, withdrawn too."""
    if not refs:
        return []
    statement = select(PooledCommitment).where(PooledCommitment.region_id == region.id, PooledCommitment.letter_ref.in_(refs))
    return db.session.execute(statement.order_by(PooledCommitment.commitment_id)).scalars().all()


def of_group(region: Region, occupation_group: str) -> Sequence[PooledCommitment]:
    """The commitments that hold for an occupation group, and so can be chosen."""
    statement = select(PooledCommitment).where(
        PooledCommitment.region_id == region.id,
        or_(PooledCommitment.occupation_group == occupation_group, PooledCommitment.occupation_group == ""),
        PooledCommitment.withdrawn_at.is_(None),
        PooledCommitment.made_at.is_not(None),
    )
    return db.session.execute(statement.order_by(PooledCommitment.organisation_name, PooledCommitment.commitment_id)).scalars().all()


def counted(region: Region, commitment_ids: Sequence[int]) -> Sequence[PooledCommitment]:
    """Some commitments by their owner's ids, withdrawn too."""
    if not commitment_ids:
        return []
    statement = select(PooledCommitment).where(
        PooledCommitment.region_id == region.id, PooledCommitment.commitment_id.in_(list(commitment_ids))
    )
    return db.session.execute(statement.order_by(PooledCommitment.organisation_name, PooledCommitment.commitment_id)).scalars().all()
