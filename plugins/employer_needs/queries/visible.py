"""What of the needs may be shown where, beside what the employer chose: the secrecy marker."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from core.db import current_scope
from plugins.employer_needs.models import CompetenceNeed


def shown_here() -> ColumnElement[bool]:
    """A condition: leaves out the needs with a secrecy marker that are another region's. They are for that region's own staff."""
    scope = current_scope()
    return or_(CompetenceNeed.secret.is_(False), CompetenceNeed.region_id == (scope.write if scope else None))
