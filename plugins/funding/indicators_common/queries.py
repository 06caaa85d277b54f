"""Reads for the common indicators. The database counts; no participant is read, and no number deciphered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import extract, func, select

from core.db import db
from core.regions.models import Region
from core.statistics import FEW
from plugins.funding.indicators_common.counting import Entered, Left, Line, entry_lines, exit_lines
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project


@dataclass(frozen=True)
class Indicators:
    """The two tables of a project and a period: who began in it, and who left in it."""

    entered: list[Line]
    left: list[Line]

    @property
    def began(self) -> int:
        """How many began, each once."""
        return self.entered[0].people

    @property
    def ended(self) -> int:
        """How many left, each once."""
        return sum(line.people for line in self.left)


def _within(day: Any, first: date | None, last: date | None) -> list[Any]:
    after = [day >= first] if first else []
    return [*after, day <= last] if last else after


def indicators(project: Project, first: date | None = None, last: date | None = None) -> Indicators:
    """The common indicators of a project.

    Args:
        first: The first day of the period; None from the project's start.
        last: Its last day; None to the project's end.
    """
    age = (extract("year", Participant.starts_on) - Participant.born_year).label("age")
    traits = (Participant.is_woman, age, Participant.work, Participant.education)
    began = select(*traits, func.count()).where(Participant.project_id == project.id, *_within(Participant.starts_on, first, last))
    ends = (Participant.is_woman, Participant.result)
    ended = select(*ends, func.count()).where(Participant.project_id == project.id, Participant.left_on.is_not(None))
    entered = [
        Entered(bool(woman), int(years), work, education, int(people))
        for woman, years, work, education, people in db.session.execute(began.group_by(*traits))
    ]
    left = [
        Left(bool(woman), result, int(people))
        for woman, result, people in db.session.execute(ended.where(*_within(Participant.left_on, first, last)).group_by(*ends))
    ]
    return Indicators(entry_lines(entered), exit_lines(left))


def began_in_year(region: Region, year: int) -> int | None:
    """How many began in the region's projects in a year, once per project; None when they are too few to be told in public."""
    wanted = select(func.count()).where(
        Participant.region_id == region.id, Participant.starts_on.between(date(year, 1, 1), date(year, 12, 31))
    )
    people = int(db.session.execute(wanted).scalar_one())
    return people if people >= FEW else None
