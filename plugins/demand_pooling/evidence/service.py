"""Writing down a joint judgement. Nothing here commits."""

from __future__ import annotations

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.evidence import queries
from plugins.demand_pooling.evidence.models import Judgement, Level


def judge(*, region: Region, group: str, level: Level, words: str, parties: str, seen: int, actor: User | None) -> Judgement:
    """Write down what was judged together. The one before stays in the history.

    Args:
        seen: The id of the judgement that held when the writer began; 0 for none.

    Raises:
        Conflict: when another has been written since.
    """
    held = queries.current(region, group)
    if (held.id if held else 0) != seen:
        raise Conflict(_("Någon annan har skrivit en bedömning medan du skrev. Läs den nedanför, och spara igen om din ska gälla."))
    made = Judgement(
        region_id=region.id,
        occupation_group=group,
        level=level,
        words=words.strip(),
        parties=parties.strip(),
        actor_id=actor.id if actor else None,
        at=utcnow(),
    )
    db.session.add(made)
    db.session.flush()
    subject = f"demand_pooling:judgement:{made.id}"
    record("demand_pooling.evidence.judged", region=region, subject=subject, group=group, level=level.value)
    return made
