"""When a source is read, whether wholly or for changes, and what happens when it asks us to come back."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.clock import SWEDEN
from core.db import utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.jobs import enqueue
from plugins.training_catalog.models import ImportRun, RunStatus, Source, SourceState
from plugins.training_catalog.sources.lease import LEASE, state_of
from plugins.training_catalog.sources.models import Schedule, SourceKind

if TYPE_CHECKING:
    from core.regions.models import Region
    from plugins.training_catalog.sources.client import Later

SUSA_NAVET = "https://api.skolverket.se/susa-navet/emil3"
HARVEST_JOB = "training_catalog.harvest_source"
OVERLAP = timedelta(hours=1)  # changes are asked for from a little before the last reading: clocks differ, and the same twice is harmless
WHOLE_EVERY = timedelta(days=7)
NIGHT = 2  # from this hour on, in Stockholm
MAX_POSTPONED = 12


def fingerprint(source: Source) -> str:
    """What is mirrored of a source. When it differs, changes are not enough."""
    choices = [sorted(each) for each in (source.school_forms, source.provider_ids, source.municipality_codes)]
    said = [source.kind, source.url, *choices, source.keep_distance]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=16).hexdigest()


def whole_due(source: Source, state: SourceState) -> bool:
    """Whether the next reading must be of everything."""
    if source.kind != SourceKind.SUSA_NAVET or state.synced_until is None or state.whole_at is None:
        return True
    return state.mirrored != fingerprint(source) or utcnow() - state.whole_at > WHOLE_EVERY


def is_due(source: Source, last: datetime | None, now: datetime) -> bool:
    """Whether a source is to be read by itself now.

    Args:
        last: When it was last asked to be.
    """
    if source.kind == SourceKind.FILE or source.is_paused or source.schedule == Schedule.NEVER:
        return False
    here = now.astimezone(SWEDEN)
    if here.hour < NIGHT:
        return False
    if last is None:
        return True
    days = (here.date() - last.astimezone(SWEDEN).date()).days
    return days >= (7 if source.schedule == Schedule.WEEKLY else 1)


def postpone(run: ImportRun, region: Region, later: Later) -> None:
    """Come back when the source said so. The source stays ours until then.

    Raises:
        DomainError: when it has been put off too often.
    """
    from core.db import get

    times = int(run.cursor.get("postponed", 0)) + 1
    if times > MAX_POSTPONED:
        raise DomainError(_("%(why)s Vi har försökt %(n)s gånger.", why=later.why, n=MAX_POSTPONED))
    run.status = RunStatus.QUEUED
    run.message = _("%(why)s Vi försöker igen om %(n)s minuter.", why=later.why, n=max(1, round(later.seconds / 60)))
    run.cursor = {**run.cursor, "postponed": times}
    wait = timedelta(seconds=later.seconds)
    state_of(get(Source, run.source_id)).leased_until = utcnow() + wait + LEASE
    enqueue(HARVEST_JOB, region=region, delay=wait, run_id=run.id)
