"""Make and change a kind. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.audit.service import record
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.internships.kinds.models import PlacementKindPolicy
from plugins.internships.kinds.queries import MAX_KINDS, kinds

if TYPE_CHECKING:
    from core.regions.models import Region


def save_kind(*, region: Region, kind: PlacementKindPolicy | None, facts: Mapping[str, Any]) -> PlacementKindPolicy:
    """Make a kind, or change its rules. Its code stays.

    Raises:
        Conflict: when another kind has the code.
        DomainError: when there are too many, or the weeks are in the wrong order.
    """
    if facts["weeks_most"] < facts["weeks_least"]:
        raise DomainError(_("Det högsta antalet veckor kan inte vara lägre än det minsta."), field="weeks_most")
    if kind is None:
        there = kinds(region)
        if any(each.code == facts["code"] for each in there):
            raise Conflict(_("Det finns redan ett slag med den koden. Välj en annan."), field="code")
        if len(there) >= MAX_KINDS:
            raise DomainError(_("Regionen kan ha högst %(n)s slag av praktik.", n=MAX_KINDS))
        kind = PlacementKindPolicy(region_id=region.id, position=len(there) + 1, **facts)
        db.session.add(kind)
        db.session.flush()
        record("internships.kind.made", region=region, subject=kind.ref, name=kind.name)
        return kind
    changed = sorted(key for key, value in facts.items() if key != "code" and getattr(kind, key) != value)
    for key in changed:
        setattr(kind, key, facts[key])
    if changed:
        db.session.flush()
        record("internships.kind.changed", region=region, subject=kind.ref, name=kind.name, fields=changed)
    return kind
