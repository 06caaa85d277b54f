"""Writing the accessibility statement. Nothing here commits."""

from __future__ import annotations

from typing import Any

from core.accessibility.models import AccessibilityFault, AccessibilityStatement, Level
from core.accessibility.queries import known_faults, statement
from core.audit.service import record
from core.clock import today
from core.db import db, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.regions.models import Region

FIELDS = (
    "actor_name",
    "service_name",
    "level",
    "assessed_on",
    "method",
    "method_detail",
    "burden",
    "out_of_scope",
    "response_days",
    "phone",
)


def save_statement(*, region: Region, values: dict[str, Any]) -> AccessibilityStatement:
    """Save what the region says. The day of the change is the statement's own "updated".

    Raises:
        DomainError: when it says full conformance beside known faults, or was assessed in the future.
    """
    found = statement(region)
    assessed = values.get("assessed_on")
    if assessed is not None and assessed > today():
        raise DomainError(_("Bedömningen kan inte ligga i framtiden. Skriv dagen då den gjordes."), field="assessed_on")
    if values.get("level") == Level.FULL and known_faults(region):
        raise DomainError(_("Det finns kända brister. Välj delvis förenlig, eller ta bort bristerna när de är åtgärdade."), field="level")
    for name in FIELDS:
        setattr(found, name, values[name])
    found.updated_on = today()
    db.session.add(found)
    db.session.flush()
    record("core.accessibility.statement_changed", region=region, level=str(found.level))
    return found


def save_fault(*, region: Region, values: dict[str, Any], fault_id: int | None = None) -> AccessibilityFault:
    """Write down a fault, or change one."""
    found = get(AccessibilityFault, fault_id, lock=True) if fault_id else AccessibilityFault(region_id=region.id)
    for name in ("title", "reason", "plan", "mended_by"):
        setattr(found, name, values[name])
    db.session.add(found)
    db.session.flush()
    _touch(region)
    record("core.accessibility.fault_saved", region=region, subject=f"core:accessibility_fault:{found.id}")
    return found


def remove_fault(*, region: Region, fault_id: int) -> None:
    """A fault is mended."""
    found = get(AccessibilityFault, fault_id, lock=True)
    db.session.delete(found)
    db.session.flush()
    _touch(region)
    record("core.accessibility.fault_removed", region=region, subject=f"core:accessibility_fault:{fault_id}")


def _touch(region: Region) -> None:
    found = statement(region)
    found.updated_on = today()
    if found.level == Level.FULL:
        found.level = Level.PARTIAL  # a new fault contradicts it; the region says when it is full again
    db.session.add(found)
    db.session.flush()
