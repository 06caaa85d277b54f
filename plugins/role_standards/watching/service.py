"""Keeping the list of requirements that change. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from core.audit.service import record
from core.db import db
from core.i18n import lazy_gettext as _l
from core.regions.models import Region
from plugins.role_standards.standards.queries import in_use
from plugins.role_standards.watching import notices, queries
from plugins.role_standards.watching.models import WatchedRequirement, WatchedStandard


def save(*, region: Region, row: WatchedRequirement | None, facts: Mapping[str, Any], standard_ids: Collection[int]) -> WatchedRequirement:
    """Watch a requirement, or change what is said of it. Those concerned are told.

    Args:
        facts: `title`, `law`, `authority`, `url`, `in_force_on`, `change`.
        standard_ids: The standards that it touches. Others' than the region's are passed over.
    """
    known = {each.id for each in in_use(region)}
    made = row is None
    if row is None:
        row = WatchedRequirement(region_id=region.id, **facts)
        db.session.add(row)
        changed = sorted(facts)
    else:
        changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
        for name in changed:
            setattr(row, name, facts[name])
    db.session.flush()
    held = {link.standard_id: link for link in queries.links(row)}
    wanted = known & set(standard_ids)
    for number in sorted(wanted - held.keys()):
        db.session.add(WatchedStandard(region_id=region.id, watched_id=row.id, standard_id=number))
    for number in sorted((held.keys() & known) - wanted):
        db.session.delete(held[number])
    if wanted != held.keys() & known:
        changed.append("standards")
    db.session.flush()
    if made:
        record("role_standards.watched.made", region=region, subject=row.ref, title=row.title)
        notices.tell(region, row, "made", _l("Nytt krav att bevaka: %(title)s", title=row.title))
    elif changed:
        record("role_standards.watched.changed", region=region, subject=row.ref, title=row.title, fields=changed)
        notices.tell(region, row, f"changed:{row.version}", _l("Ändrat krav: %(title)s", title=row.title))
    return row


def remove(*, region: Region, row: WatchedRequirement) -> None:
    """Watch it no longer."""
    record("role_standards.watched.removed", region=region, subject=row.ref, title=row.title)
    db.session.delete(row)
    db.session.flush()
