"""Reads for the pages of plans. Names stand beside needs only for those who may see them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import Page, db, paginate
from core.errors import NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.demand_pooling.facts import AT_A_TIME, known_distances
from plugins.demand_pooling.levels import level_label
from plugins.demand_pooling.models import PooledNeed
from plugins.demand_pooling.runs import words
from plugins.demand_pooling.runs.models import PlanRun
from plugins.demand_pooling.solving.instance import Instance, Need
from plugins.demand_pooling.solving.result import LeftOut, Member, PlannedClass, Result
from plugins.demand_pooling.solving.similarity import Fit

PAGE_SIZE = 25
ALMOST = 8
NEAREST = 3


@dataclass(frozen=True)
class ClassRow:
    """A class of a plan in a list. Its number is its place in the plan."""

    number: int
    planned: PlannedClass
    label: str
    hub: str
    threshold: int
    employers: int

    @property
    def level(self) -> str:
        """The level in words."""
        return level_label(self.planned.level)

    @property
    def period(self) -> str:
        """When it starts, in words."""
        return words.period_label(self.planned.period)

    @property
    def form(self) -> str:
        """How it is held, in words."""
        return words.form_label(self.planned.form)

    @property
    def at_home(self) -> int:
        """How many of its people follow it from home."""
        return sum(member.people for member in self.planned.members if member.centre is None)


@dataclass(frozen=True)
class MemberRow:
    """A need of a class: the row of the read model (None when it has gone), where its people sit, and why it fits."""

    need: Need
    row: PooledNeed | None
    member: Member
    centre: str
    why: str


@dataclass(frozen=True)
class LeftRow:
    """A need that is not wholly in the plan."""

    need: Need
    row: PooledNeed | None
    left: LeftOut
    why: str
    help: str


@dataclass(frozen=True)
class AlmostRow:
    """Needs that are too few together: how many can meet at most, how many are missing, and where the nearest others are."""

    label: str
    level: str
    people: int
    threshold: int
    missing: int
    place: str
    nearest: Sequence[tuple[str, int, float | None]]


def employer(region: Region, row: PooledNeed | None) -> str:
    """The employer's name, for who may see names; empty where it may not be shown: a secret need's is its own region's alone."""
    if row is None or row.visibility == "aggregate_only" or (row.secret and row.region_id != region.id):
        return ""
    return row.organisation_name


def run_page(region: Region, *, number: int) -> Page[PlanRun]:
    """The region's runs, the newest first."""
    wanted = select(PlanRun).where(PlanRun.region_id == region.id).order_by(PlanRun.created_at.desc(), PlanRun.id.desc())
    return paginate(wanted, number=number, size=PAGE_SIZE)


def latest_run(region: Region) -> PlanRun | None:
    """The run that was started last; None when there is none."""
    wanted = select(PlanRun).where(PlanRun.region_id == region.id).order_by(PlanRun.id.desc()).limit(1)
    return db.session.execute(wanted).scalar_one_or_none()


def rows_of(ids: Collection[str]) -> dict[str, PooledNeed]:
    """The read model's rows of some needs of an instance, those that still are there."""
    numbers = sorted(int(one) for one in ids if one.isdecimal())
    found: dict[str, PooledNeed] = {}
    for start in range(0, len(numbers), AT_A_TIME):
        wanted = select(PooledNeed).where(PooledNeed.id.in_(numbers[start : start + AT_A_TIME]))
        found |= {str(row.id): row for row in db.session.execute(wanted).scalars()}
    return found


def class_rows(instance: Instance, result: Result) -> list[ClassRow]:
    """The classes of a plan, in its order."""
    labels = {profile.id: profile.label or profile.id for profile in instance.profiles}
    places = {centre.id: centre.place for centre in instance.centres}
    rows = rows_of({member.need for planned in result.classes for member in planned.members})
    return [
        ClassRow(
            number,
            planned,
            labels.get(planned.profile, planned.profile),
            name_of(places[planned.hub]) if planned.hub in places else _("Hela regionen"),
            instance.school_forms[planned.level].min * planned.groups,
            len({rows[member.need].organisation_id for member in planned.members if member.need in rows}),
        )
        for number, planned in enumerate(result.classes, 1)
    ]


def class_row(instance: Instance, result: Result, number: int) -> ClassRow:
    """One class of a plan by its number.

    Raises:
        NotFound: when the plan has no such class.
    """
    if not 1 <= number <= len(result.classes):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return class_rows(instance, result)[number - 1]


def member_rows(instance: Instance, planned: PlannedClass) -> list[MemberRow]:
    """The needs of a class, the largest first, each with why it fits."""
    needs = {need.id: need for need in instance.needs}
    centres = {centre.id: centre.name or name_of(centre.place) for centre in instance.centres}
    labels = {profile.group: profile.label for profile in instance.profiles}
    rows, fit = rows_of({member.need for member in planned.members}), Fit(instance)
    found = []
    for member in planned.members:
        need = needs[member.need]
        likeness = next(one for one in fit.profiles(need) if one.profile == planned.profile)
        shared = ", ".join(likeness.shared[:4])
        if likeness.why == "same_group":
            why = _("Samma yrkesgrupp. Delar %(skills)s.", skills=shared) if shared else _("Samma yrkesgrupp.")
        elif likeness.why == "agreed_title":
            why = _("Titeln är en gemensam yrkesroll i yrkesgruppen %(group)s.", group=labels.get(need.agreed or "", need.agreed or ""))
        else:
            why = _("Närliggande yrkesgrupp, %(group)s. Delar %(skills)s.", group=labels.get(need.group, need.group), skills=shared)
        found.append(MemberRow(need, rows.get(need.id), member, centres.get(member.centre or "", ""), why))
    return sorted(found, key=lambda one: (-one.member.people, one.need.id))


def reasons(result: Result) -> Counter[str]:
    """How many people are left out for each reason."""
    found: Counter[str] = Counter()
    for left in result.left_out:
        found[left.reason] += left.people
    return found


def left_page(instance: Instance, result: Result, *, reason: str, number: int) -> Page[LeftRow]:
    """The needs that are left out, those that a single change would bring in first."""
    needs = {need.id: need for need in instance.needs}
    chosen = [left for left in result.left_out if left.reason == reason or not reason]
    chosen.sort(key=lambda left: ("would" not in left.facts, int(left.facts.get("missing", 0)), -left.people, left.need))
    start = (max(1, number) - 1) * PAGE_SIZE
    shown = chosen[start : start + PAGE_SIZE]
    rows = rows_of({left.need for left in shown})
    items = [
        LeftRow(needs[left.need], rows.get(left.need), left, words.why_out(instance, left), words.what_would_help(left)) for left in shown
    ]
    return Page(items=items, total=len(chosen), number=max(1, number), size=PAGE_SIZE)


def almost(instance: Instance, result: Result) -> list[AlmostRow]:
    """Where least is missing to one more class: per occupation and level, with the nearest needs that could not join."""
    needs = {need.id: need for need in instance.needs}
    labels: Mapping[str, str] = {profile.group: profile.label or profile.id for profile in instance.profiles}
    by_key: dict[tuple[str, str], list[LeftOut]] = defaultdict(list)
    for left in result.left_out:
        by_key[needs[left.need].group, needs[left.need].level].append(left)
    found = []
    for (group, level), lefts in by_key.items():
        short = [left for left in lefts if left.reason == "too_few"]
        if not short:
            continue
        best = min(short, key=lambda left: (int(left.facts.get("missing", 0)), left.need))
        place = needs[best.need].place
        others = [left for left in lefts if left.facts.get("people") != best.facts.get("people") or left.reason != "too_few"]
        found.append(
            AlmostRow(
                labels.get(group, group),
                level_label(level),
                int(best.facts.get("people", 0)),
                int(best.facts.get("threshold", 0)),
                int(best.facts.get("missing", 0)),
                name_of(place),
                _nearest(place, [(needs[left.need].place, left.people) for left in others]),
            )
        )
    return sorted(found, key=lambda row: (row.missing, -row.people, row.label))[:ALMOST]


def _nearest(place: str, others: Sequence[tuple[str, int]]) -> list[tuple[str, int, float | None]]:
    people: Counter[str] = Counter()
    for code, count in others:
        people[code] += count
    ways = known_distances(place)
    found = [(name_of(code), count, 0.0 if code == place else ways.get(code)) for code, count in people.items()]
    return sorted(found, key=lambda one: (one[2] is None, one[2] or 0.0, one[0]))[:NEAREST]
