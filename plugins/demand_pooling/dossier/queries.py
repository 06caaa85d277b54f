"""Reads of dossiers, their seats and their versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.demand_pooling.dossier import commitments
from plugins.demand_pooling.dossier.models import Dossier, DossierVersion, PooledCommitment, Seat


def ref(dossier: Dossier) -> str:
    """How other parts name a dossier."""
    return f"demand_pooling:dossier:{dossier.id}"


def listing(region: Region, *, number: int = 1, size: int = 30) -> Page[Dossier]:
    """The region's dossiers, the one last worked on first."""
    wanted = select(Dossier).where(Dossier.region_id == region.id).order_by(Dossier.updated_at.desc(), Dossier.id.desc())
    return paginate(wanted, number=number, size=size)


def latest_numbers(region: Region, dossiers: Sequence[Dossier]) -> dict[int, int]:
    """The number of the last sent version of each; those without are left out."""
    statement = (
        select(DossierVersion.dossier_id, func.max(DossierVersion.number))
        .where(DossierVersion.region_id == region.id, DossierVersion.dossier_id.in_([each.id for each in dossiers]))
        .group_by(DossierVersion.dossier_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def of_cluster(region: Region, cluster_id: int) -> Sequence[Dossier]:
    """The dossiers that a cluster has."""
    statement = select(Dossier).where(Dossier.region_id == region.id, Dossier.cluster_id == cluster_id).order_by(Dossier.id)
    return db.session.execute(statement).scalars().all()


def get_dossier(region: Region, dossier_id: int, *, lock: bool = False) -> Dossier:
    """A dossier of this region.

    Raises:
        NotFound: when there is none, or it is another region's, even one whose rows may be read.
    """
    found = get(Dossier, dossier_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def seats(dossier: Dossier) -> Sequence[Seat]:
    """The proposed steering group."""
    statement = select(Seat).where(Seat.region_id == dossier.region_id, Seat.dossier_id == dossier.id).order_by(Seat.id)
    return db.session.execute(statement).scalars().all()


def versions(dossier: Dossier) -> Sequence[DossierVersion]:
    """What has been sent, the latest first."""
    statement = (
        select(DossierVersion)
        .where(DossierVersion.region_id == dossier.region_id, DossierVersion.dossier_id == dossier.id)
        .order_by(DossierVersion.number.desc())
    )
    return db.session.execute(statement).scalars().all()


def get_version(dossier: Dossier, number: int) -> DossierVersion:
    """One version.

    Raises:
        NotFound: when there is none of that number.
    """
    found = next((each for each in versions(dossier) if each.number == number), None)
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return found


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of a document's data, written in one way only."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def withdrawn_since(region: Region, version: DossierVersion) -> list[PooledCommitment]:
    """The commitments that a sent version counts and that no longer hold."""
    return [row for row in commitments.counted(region, version.commitments) if row.withdrawn_at is not None]


def story(region: Region, dossier: Dossier, *, limit: int = 20) -> Sequence[AuditEntry]:
    """What has happened to a dossier, newest first."""
    statement = select(AuditEntry).where(AuditEntry.region_id == region.id, AuditEntry.subject == ref(dossier))
    return db.session.execute(statement.order_by(AuditEntry.id.desc()).limit(limit)).scalars().all()
