"""Commitments follow their needs: when a need is said again in a later round, the commitment is about the new one too."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from core.db import db
from core.events import emit
from core.organisations import sizes
from core.organisations.models import Organisation
from core.regions.models import Region
from plugins.employer_needs.commitments.models import Commitment, Letter
from plugins.employer_needs.events import CommitmentMade


def follow(region: Region, again: Mapping[int, int]) -> None:
    """Let signed commitments about needs be about those that took their place, and tell others.

    Args:
        again: By need, the one that says it anew.
    """
    if not again:
        return
    statement = (
        select(Commitment, Letter)
        .join(Letter, Letter.id == Commitment.letter_id)
        .where(Commitment.region_id == region.id, Letter.signed_at.is_not(None), Letter.withdrawn_at.is_(None))
        .order_by(Commitment.id)
    )
    for commitment, letter in db.session.execute(statement).all():
        fresh = [again[key] for key in commitment.need_ids if key in again and again[key] not in commitment.need_ids]
        if fresh:
            commitment.need_ids = [*commitment.need_ids, *fresh]
            tell(region, letter, commitment)


def tell(region: Region, letter: Letter, commitment: Commitment) -> None:
    """Tell others of a signed commitment, for the first time or with changes."""
    commitment.revision += 1
    organisation = db.session.execute(select(Organisation).where(Organisation.id == letter.organisation_id)).scalar_one_or_none()
    emit(
        CommitmentMade(
            commitment_id=commitment.id,
            letter_ref=ref(letter),
            organisation_id=letter.organisation_id,
            organisation_name=letter.organisation_name,
            orgnr=letter.orgnr or "",
            municipality_code=letter.municipality_code or "",
            size=sizes.label(organisation.size_class) if organisation else "",
            occupation_group=commitment.occupation_group,
            need_ids=list(commitment.need_ids),
            kind=commitment.kind.value,
            amount=commitment.amount,
            period=commitment.period,
            signed_on=letter.signed_at.date() if letter.signed_at else None,
            revision=commitment.revision,
        ),
        region=region,
    )


def ref(letter: Letter) -> str:
    """How others name a letter."""
    return f"employer_needs:letter:{letter.id}"
