"""Reads on adoption. A municipality without a row has not started."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import db
from core.organisations.models import Organisation, OrganisationKind
from core.regions.models import Region
from core.regions.queries import municipalities
from core.users.queries import organisations_where
from plugins.role_standards.adoption.models import Adoption, AdoptionStatus
from plugins.role_standards.standards.models import RoleStandard


@dataclass(frozen=True)
class Row:
    """How far a municipality has come. `row` is None when nobody has said anything."""

    code: str
    name: str
    status: AdoptionStatus
    row: Adoption | None


@dataclass(frozen=True)
class Counts:
    """How many municipalities have come how far."""

    municipalities: int
    adopted: int
    in_progress: int
    deviates: int
    not_started: int


def rows(region: Region, standard: RoleStandard) -> list[Row]:
    """Every municipality of the region, by name."""
    wanted = select(Adoption).where(Adoption.standard_id == standard.id)
    said = {each.municipality_code: each for each in db.session.execute(wanted).scalars()}
    return [
        Row(each.code, each.name, said[each.code].status if each.code in said else AdoptionStatus.NOT_STARTED, said.get(each.code))
        for each in municipalities(region)
    ]


def counts(region: Region, standard: RoleStandard) -> Counts:
    """The figures of a standard."""
    found = Counter(row.status for row in rows(region, standard))
    return Counts(
        sum(found.values()),
        found[AdoptionStatus.ADOPTED],
        found[AdoptionStatus.IN_PROGRESS],
        found[AdoptionStatus.DEVIATES],
        found[AdoptionStatus.NOT_STARTED],
    )


def of(standard: RoleStandard, municipality_code: str, *, lock: bool = False) -> Adoption | None:
    """What a municipality has said."""
    wanted = select(Adoption).where(Adoption.standard_id == standard.id, Adoption.municipality_code == municipality_code)
    return db.session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def begun(region: Region, standard_ids: Sequence[int]) -> set[str]:
    """The municipalities that have begun with any of some standards."""
    wanted = select(Adoption.municipality_code).where(
        Adoption.region_id == region.id, Adoption.standard_id.in_(standard_ids), Adoption.status != AdoptionStatus.NOT_STARTED
    )
    return set(db.session.execute(wanted).scalars())


def reached(region: Region, user: Any, permission: str) -> set[str]:
    """The municipalities whose own things a person may say: all, or those of the municipalities they speak for."""
    reach = organisations_where(user, region, permission)
    here = {each.code for each in municipalities(region)}
    if reach.everywhere:
        return here
    if not reach.organisations:
        return set()
    wanted = select(Organisation.municipality_code).where(
        Organisation.id.in_(reach.organisations), Organisation.kind == OrganisationKind.MUNICIPALITY
    )
    return {code for code in db.session.execute(wanted).scalars() if code in here}
