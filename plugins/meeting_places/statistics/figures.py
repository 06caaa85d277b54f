"""How many the meetings have reached. A person counts once, however many meetings and regions: `Registration.person_key` says who is who.

Whoever attended is reached; whoever only registered is not. What somebody is counted as (kind of organisation, municipality, role) is
what they said last. The figures for everybody go through `core.statistics`, so that nobody can tell of one or two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import SWEDEN
from core.db import db
from core.geo.queries import county_of, name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.organisations.naming import KINDS
from core.regions.models import Region
from core.statistics import OTHER, Counted, Published, publish
from core.web.format import format_number
from plugins.meeting_places.attendance.models import Attendance
from plugins.meeting_places.meetings.models import Meeting, MeetingStatus, MeetingTheme
from plugins.meeting_places.registration.models import Registration, RegistrationStatus
from plugins.meeting_places.roles import ROLES
from plugins.meeting_places.series.models import MeetingPlaceTheme, Theme
from plugins.meeting_places.settings import meeting_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN = ""
EVEN = 3  # rows with as many each that are named; of more it is only said that they are even
AXES = ("kind", "municipality", "role")
PROPERTIES: Mapping[str, Any] = {
    "kind": _l("Slag av organisation"),
    "county": _l("Län"),
    "municipality": _l("Kommun"),
    "role": _l("Roll"),
    "theme": _l("Tema"),
    "region": _l("Region"),
    "month": _l("Månad"),
}


@dataclass(frozen=True)
class Span:
    """The days that are looked at, both included; None is without limit."""

    first: date | None = None
    last: date | None = None

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The moments from which, and to which."""
        return (
            datetime.combine(self.first, time.min, SWEDEN) if self.first else None,
            datetime.combine(self.last, time.max, SWEDEN) if self.last else None,
        )


@dataclass(frozen=True)
class Table:
    """People by one property: (name, people), and whether somebody may stand in several rows."""

    axis: str
    rows: Sequence[tuple[str, int]]
    overlaps: bool = False

    @property
    def finding(self) -> str:
        """In one sentence."""
        return " ".join(part for part in (leading(self.rows), _("En person kan stå på flera rader.") if self.overlaps else "") if part)


@dataclass(frozen=True)
class Figures:
    """What the meetings have come to.

    Args:
        reached: Individuals who have attended.
        registered: Individuals who have, or have had, a place.
        meetings: Meetings that have had somebody.
        attended: Attendances; somebody at three meetings is three.
        hours: Certified hours.
        target: How many individuals there should be; 0 is no target.
        months: By month: how many came for the first time, and how many had come by then.
    """

    reached: int
    registered: int
    meetings: int
    attended: int
    hours: float
    target: int
    tables: Sequence[Table]
    months: Sequence[tuple[str, int, int]]

    @property
    def finding(self) -> str:
        """In one sentence."""
        if not self.target:
            return _("%(n)s personer har varit med på minst ett möte.", n=format_number(self.reached))
        reached, target = format_number(self.reached), format_number(self.target)
        return _("%(n)s av %(target)s personer har varit med på minst ett möte.", n=reached, target=target)


def leading(rows: Sequence[tuple[str, int]]) -> str:
    """Which row has most people, in words. What has no name of its own (not said, too few each) leads nothing."""
    apart = (_("Inte sagt"), _("Övriga, för få var för sig"))
    named = [row for row in rows if row[0] not in apart]
    if not named:
        return ""
    most = max(number for _name, number in named)
    names = [name for name, number in named if number == most]
    told = ngettext("%(num)s person", "%(num)s personer", most)
    if len(names) == 1:
        return _("Flest: %(name)s, %(people)s.", name=names[0], people=told)
    if len(names) <= EVEN:
        return _("Flest: %(names)s, %(people)s var.", names=", ".join(names), people=told)
    return _("Flera har lika många, %(people)s var.", people=told)


@dataclass
class _Person:
    """One individual: what they said last, where and when they were."""

    kind: str = UNKNOWN
    municipality: str = UNKNOWN
    role: str = UNKNOWN
    said_at: datetime | None = None
    first_at: datetime | None = None
    hours: float = 0.0

    def __post_init__(self) -> None:
        self.meetings: set[int] = set()
        self.regions: set[int] = set()


def _within(statement: Any, span: Span) -> Any:
    first, last = span.bounds
    if first is not None:
        statement = statement.where(Meeting.starts_at >= first)
    if last is not None:
        statement = statement.where(Meeting.starts_at <= last)
    return statement.where(Meeting.status == MeetingStatus.PUBLISHED)


def people(span: Span) -> dict[str, _Person]:
    """Everybody who attended a meeting in the readable regions, by their key."""
    wanted = _within(
        select(
            Registration.person_key,
            Registration.organisation_kind,
            Registration.municipality_code,
            Registration.role,
            Registration.region_id,
            Meeting.id,
            Meeting.starts_at,
            Attendance.hours,
        )
        .join(Meeting, Meeting.id == Registration.meeting_id)
        .join(Attendance, Attendance.registration_id == Registration.id),
        span,
    )
    found: dict[str, _Person] = {}
    for number, (key, kind, municipality, role, region_id, meeting_id, at, hours) in enumerate(
        db.session.execute(wanted.order_by(Meeting.starts_at, Registration.id))
    ):
        one = found.setdefault(key or f"#{number}", _Person())  # whose address is gone counts by itself
        one.kind, one.municipality, one.role = (kind.value if kind else one.kind), municipality or one.municipality, role or one.role
        one.first_at = one.first_at or at
        one.hours += hours or 0.0
        one.meetings.add(meeting_id)
        one.regions.add(region_id)
    return found


def figures(region: Region, span: Span | None = None) -> Figures:
    """The true figures, for those who may see them."""
    span = span or Span()
    there = people(span)
    registered = _within(
        select(Registration.person_key)
        .join(Meeting, Meeting.id == Registration.meeting_id)
        .where(Registration.status == RegistrationStatus.REGISTERED)
        .distinct(),
        span,
    )
    keys = {key for key in db.session.execute(registered).scalars() if key} | set(there)
    held = {meeting for one in there.values() for meeting in one.meetings}
    return Figures(
        reached=len(there),
        registered=len(keys),
        meetings=len(held),
        attended=sum(len(one.meetings) for one in there.values()),
        hours=round(sum(one.hours for one in there.values()), 1),
        target=meeting_settings(region).target_individuals,
        tables=_tables(there, held),
        months=_months(there.values()),
    )


def _tables(there: Mapping[str, _Person], held: set[int]) -> list[Table]:
    counts: dict[str, Counter[str]] = {axis: Counter() for axis in ("kind", "county", "municipality", "role", "theme", "region")}
    themes = _themes(held)
    for one in there.values():
        counts["kind"][one.kind] += 1
        counts["municipality"][one.municipality] += 1
        counts["county"][county_of(one.municipality) if one.municipality else UNKNOWN] += 1
        counts["role"][one.role] += 1
        counts["theme"].update({theme for meeting in one.meetings for theme in themes.get(meeting, ())})
        counts["region"].update({str(each) for each in one.regions})
    names = {
        "kind": {key.value: str(label) for key, label in KINDS.items()},
        "county": {},
        "municipality": {code: name_of(code) for code in counts["municipality"] if code},
        "role": {str(key): str(label) for key, label in ROLES.items()},
        "theme": {},
        "region": _regions({int(each) for each in counts["region"]}),
    }
    unknown = _("Inte sagt")
    found = []
    for axis, counted in counts.items():
        if axis == "region" and len(counted) < 2:
            continue
        rows = [(names[axis].get(value, value) if value else unknown, number) for value, number in counted.items()]
        found.append(Table(axis, sorted(rows, key=lambda row: (-row[1], row[0])), overlaps=axis in ("theme", "region")))
    return [table for table in found if table.rows]


def _themes(meetings: set[int]) -> dict[int, set[str]]:
    own = select(MeetingTheme.meeting_id, Theme.name).join(Theme, Theme.id == MeetingTheme.theme_id)
    of_series = (
        select(Meeting.id, Theme.name)
        .join(MeetingPlaceTheme, MeetingPlaceTheme.series_id == Meeting.series_id)
        .join(Theme, Theme.id == MeetingPlaceTheme.theme_id)
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for wanted, column in ((own, MeetingTheme.meeting_id), (of_series, Meeting.id)):
        for meeting, name in db.session.execute(wanted.where(column.in_(meetings))):
            found[meeting].add(name)
    return found


def _regions(ids: set[int]) -> dict[str, str]:
    wanted = select(Region.id, Region.name).where(Region.id.in_(ids))
    return {str(row[0]): row[1] for row in db.session.execute(wanted)}


def _months(there: Iterable[_Person]) -> list[tuple[str, int, int]]:
    first = Counter(one.first_at.astimezone(SWEDEN).strftime("%Y-%m") for one in there if one.first_at)
    found, so_far = [], 0
    for month in _every_month(sorted(first)):
        so_far += first[month]
        found.append((month, first[month], so_far))
    return found


def _every_month(months: Sequence[str]) -> list[str]:
    """Also those between in which nobody came, so that the line is true."""
    if not months:
        return []
    year, month = int(months[0][:4]), int(months[0][5:])
    found = [months[0]]
    while found[-1] < months[-1]:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        found.append(f"{year}-{month:02d}")
    return found


def public_figures(span: Span | None = None) -> tuple[Published | None, dict[str, str]]:
    """What everybody may know, and what the values are called."""
    there = people(span or Span())
    counted = [
        Counted(number, (one.kind or "unknown", one.municipality or "unknown", one.role or "unknown"))
        for number, one in enumerate(there.values())
    ]
    names = {
        **{key.value: str(label) for key, label in KINDS.items()},
        **{str(key): str(label) for key, label in ROLES.items()},
        **{one.municipality: name_of(one.municipality) for one in there.values() if one.municipality},
        "unknown": _("Inte sagt"),
        OTHER: _("Övriga, för få var för sig"),
    }
    return publish(counted, AXES), names
