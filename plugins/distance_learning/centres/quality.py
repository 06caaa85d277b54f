"""A centre looks at its own quality: which criteria, what was answered, what is missing. Nothing here commits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db
from core.i18n import lazy_gettext as _l
from plugins.distance_learning.centres.models import LearningCentre, SelfCheck
from plugins.distance_learning.settings import distance_settings

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

MAX_HISTORY = 20


class Answer(StrEnum):
    """How far a criterion is met."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


ANSWERS: dict[Answer, Any] = {Answer.YES: _l("Ja"), Answer.PARTLY: _l("Delvis"), Answer.NO: _l("Nej")}

# Starting values, until a region writes its own in its settings.
STANDARD: dict[str, Any] = {
    "premises": _l("Lokalerna är trivsamma, rena och lätta att hitta till."),
    "quiet": _l("Det finns tysta studieplatser och rum för grupparbete."),
    "technology": _l("Nätet och videotekniken är provade och fungerar, och någon kan hjälpa till samma dag."),
    "hours": _l("Öppettiderna passar dem som arbetar: minst en kväll i veckan."),
    "accessibility": _l("Lokalerna är tillgängliga, och vi har skrivit hur på sidan."),
    "guidance": _l("Studerande får vägledning före, under och efter studierna."),
    "support": _l("Studerande får studiestöd på plats, minst en gång i veckan."),
    "exams": _l("Vi ordnar tentamen rättssäkert, med tentamensvakt och låst förvaring."),
    "information": _l("Sidan visar vilka kurser som går att läsa här, och den är aktuell."),
    "cooperation": _l("Vi möter kommunens skola, arbetsliv och anordnare minst en gång per termin."),
    "followup": _l("Vi frågar de studerande vad de tycker varje termin, och ändrar efter svaren."),
}


@dataclass(frozen=True)
class Criterion:
    """Something to be met. `key` names it in the answers."""

    key: str
    text: str


@dataclass(frozen=True)
class Answered:
    """A criterion with what was answered; `answer` None when it was not asked then."""

    criterion: Criterion
    answer: Answer | None
    note: str

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return self.answer is Answer.YES


def criteria(region: Region) -> list[Criterion]:
    """What the region asks: its own criteria, or the standard ones."""
    own = distance_settings(region).quality_criteria
    if own:
        return [Criterion(hashlib.sha256(text.encode()).hexdigest()[:12], text) for text in own]
    return [Criterion(key, str(text)) for key, text in STANDARD.items()]


def checks_of(centre: LearningCentre) -> Sequence[SelfCheck]:
    """The centre's checks, the newest first."""
    wanted = select(SelfCheck).where(SelfCheck.region_id == centre.region_id, SelfCheck.centre_id == centre.id)
    return db.session.execute(wanted.order_by(SelfCheck.done_on.desc(), SelfCheck.id.desc()).limit(MAX_HISTORY)).scalars().all()


def answered(asked: Sequence[Criterion], check: SelfCheck | None) -> list[Answered]:
    """The criteria of today with what a check said of each."""
    said: Mapping[str, Any] = check.answers if check else {}
    found = []
    for criterion in asked:
        row = said.get(criterion.key) or {}
        answer = Answer(row["answer"]) if row.get("answer") in set(Answer) else None
        found.append(Answered(criterion, answer, str(row.get("note", ""))))
    return found


def is_due(region: Region, latest: SelfCheck | None) -> bool:
    """Whether it is time to look again."""
    return latest is None or (today() - latest.done_on).days > distance_settings(region).check_months * 30.5


def keep_check(
    *, region: Region, centre: LearningCentre, answers: Mapping[str, tuple[str, str]], actor: User | None, done_on: date | None = None
) -> SelfCheck:
    """Keep what was answered: by criterion, the answer and a note. Earlier checks stay."""
    asked = {criterion.key: criterion.text for criterion in criteria(region)}
    kept = {
        key: {"answer": Answer(answer).value, "note": note, "text": asked[key]} for key, (answer, note) in answers.items() if key in asked
    }
    made = SelfCheck(region_id=region.id, centre_id=centre.id, done_on=done_on or today(), answers=kept, by_id=actor.id if actor else None)
    db.session.add(made)
    db.session.flush()
    missing = sum(row["answer"] != Answer.YES for row in kept.values())
    record("distance_learning.centre.checked", region=region, subject=centre.ref, name=centre.name, missing=missing)
    return made
