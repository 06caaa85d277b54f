"""What events refer to and no page held: asked for one by one. Changes name an event, and not the education that we once chose away."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db import atomic, db
from core.errors import DomainError
from plugins.training_catalog import writer
from plugins.training_catalog.emil3 import reader as emil3
from plugins.training_catalog.models import EducationEvent
from plugins.training_catalog.sources import client
from plugins.training_catalog.sources.lease import Hold
from plugins.training_catalog.sources.models import SourceKind

MAX_ASKED = 300
MAX_BYTES = 2 * 2**20


def fill(hold: Hold) -> None:
    """Fetch the educations and providers that are still lacking, as far as the source has them."""
    with atomic():
        hold.mine()
        writer.connect_waiting(hold.source)
    if hold.source.kind != SourceKind.SUSA_NAVET:
        return
    asked = 0
    for name, key, target in (
        ("educationInfos", EducationEvent.education_key, EducationEvent.info_id),
        ("educationProviders", EducationEvent.provider_key, EducationEvent.provider_id),
    ):
        with atomic():
            hold.mine()
            wanted = _lacking(hold, key, target)
        for identifier in wanted:
            asked += 1
            if asked > MAX_ASKED:
                return
            _ask(hold, f"{hold.source.url.rstrip('/')}/{name}/{identifier}")
    with atomic():
        hold.mine()
        writer.connect_waiting(hold.source)


def _lacking(hold: Hold, key: Any, target: Any) -> list[str]:
    statement = (
        select(key)
        .where(EducationEvent.source_id == hold.source.id, EducationEvent.removed_at.is_(None), target.is_(None))
        .distinct()
        .order_by(key)
        .limit(MAX_ASKED)
    )
    return [identifier for identifier in db.session.execute(statement).scalars() if _plain(identifier)]


def _plain(identifier: str) -> bool:
    """Whether an identifier can stand in an address as it is."""
    return identifier.isascii() and all(sign.isalnum() or sign in "._-~:" for sign in identifier) and ".." not in identifier


def _ask(hold: Hold, url: str) -> None:
    try:
        answer = client.get(url, max_bytes=MAX_BYTES)
    except DomainError:
        return  # one that cannot be had is one that waits; the run says how many do
    if answer.status != 200:
        return
    try:
        reading = emil3.read(answer.body.decode("utf-8", errors="replace"))
    except DomainError:
        return
    with atomic():
        run = hold.mine()
        counts = writer.write(hold.source, [*reading.providers, *reading.infos])
        run.added += counts.added
        run.changed += counts.changed
