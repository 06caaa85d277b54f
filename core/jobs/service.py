"""What an administrator can do with jobs. Nothing here commits."""

from __future__ import annotations

from core.audit.service import record
from core.db import get, on_commit, one_or_none, utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.jobs.models import Outbox, Outcome
from core.jobs.outbox import wake
from core.regions.models import Region


def retry(*, outbox_id: int) -> Outbox:
    """Let a job that failed, or was skipped, try again from the start.

    Raises:
        NotFound: there is no such job, or it has been cleared away.
        Conflict: it is waiting or has succeeded, so there is nothing to try again.
    """
    row = get(Outbox, outbox_id, lock=True)
    if row.outcome not in (Outcome.FAILED, Outcome.SKIPPED):
        raise Conflict(_("Jobbet väntar redan eller är klart. Läs in sidan igen för att se hur det gick."))
    row.done_at = row.outcome = row.leased_until = row.run_token = None
    row.attempts = row.handed = 0
    row.available_at = utcnow()
    region = one_or_none(Region, row.region_id) if row.region_id is not None else None
    record("core.job.retried", region=region, subject=f"core:job:{row.id}", name=row.name)
    on_commit(wake)
    return row
