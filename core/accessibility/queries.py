"""Reads on the accessibility statement."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.accessibility.models import AccessibilityFault, AccessibilityStatement, Level, Method
from core.db import db
from core.regions.models import Region


def statement(region: Region) -> AccessibilityStatement:
    """The region's statement; an unsaved one with what is known, where nobody has written it yet."""
    found = db.session.execute(select(AccessibilityStatement).where(AccessibilityStatement.region_id == region.id)).scalar_one_or_none()
    return found or AccessibilityStatement(
        region_id=region.id, actor_name=region.name, service_name=f"Samkraft {region.name}", level=Level.PARTIAL, method=Method.SELF,
        method_detail="", burden="", out_of_scope="", response_days=5, phone="", assessed_on=None, updated_on=None,
    )  # fmt: skip


def known_faults(region: Region) -> Sequence[AccessibilityFault]:
    """What is known not to work for everybody, in the order it was written down."""
    found = select(AccessibilityFault).where(AccessibilityFault.region_id == region.id).order_by(AccessibilityFault.id)
    return db.session.execute(found).scalars().all()
