"""Each morning: tell those concerned of what will soon hold."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from core.clock import today
from core.db import db
from core.i18n import lazy_gettext as _l
from core.plugins import Job
from core.regions.models import Region
from plugins.role_standards.settings import role_settings
from plugins.role_standards.watching import notices
from plugins.role_standards.watching.models import WatchedRequirement


def warn_of_requirements(region: Region) -> None:
    """Run again it tells nobody more: each is told once per requirement and day in force."""
    last = today() + timedelta(days=role_settings(region).warn_days)
    day = WatchedRequirement.in_force_on
    wanted = select(WatchedRequirement).where(WatchedRequirement.region_id == region.id, day >= today(), day <= last)
    for row in db.session.execute(wanted.order_by(WatchedRequirement.id)).scalars():
        notices.tell(region, row, f"soon:{row.in_force_on}", _l("Gäller snart: %(title)s", title=row.title))


JOBS = [Job("role_standards.warn_of_requirements", warn_of_requirements, every="50 6 * * *", timeout=300)]
