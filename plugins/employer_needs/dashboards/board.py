"""What the strategist's dashboard shows, read in a fixed number of queries: figures, rows with links, and each finding in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_number
from plugins.employer_needs.dashboards import labels, queries
from plugins.employer_needs.dashboards.counting import HORIZONS, UNKNOWN
from plugins.employer_needs.dashboards.models import NOW
from plugins.employer_needs.dashboards.queries import Choice, Figure
from plugins.employer_needs.models import SurveyRound

TOP = 12
PANEL = 6  # rows in each of the small charts
SERIES = 3


@dataclass(frozen=True)
class Row:
    """A line of a chart: the value, what it is called, people, and employers."""

    value: str
    name: str
    people: int
    employers: int
    needs: int


@dataclass(frozen=True)
class Change:
    """How a value has changed since the round before."""

    name: str
    before: int
    now: int

    @property
    def by(self) -> int:
        """The difference."""
        return self.now - self.before


@dataclass(frozen=True)
class Board:
    """Everything on the page. `rows` by property; `places` has every municipality of the region."""

    choice: Choice
    horizon: str
    total: Figure
    rows: Mapping[str, Sequence[Row]]
    panels: Sequence[tuple[str, Sequence[tuple[str, int]]]]
    rounds: Sequence[SurveyRound]
    series: Sequence[tuple[str, Sequence[int]]]
    changes: Sequence[Change]
    compared: tuple[SurveyRound, SurveyRound] | None
    top_places: int

    @property
    def people(self) -> int:
        """People in the chosen horizon, or in all."""
        return self.total.people_in(self.horizon)


def board(choice: Choice, horizon: str = "") -> Board:
    """Read the dashboard."""
    figures = {name: queries.by(choice, name) for name in labels.ARGUMENTS.values() if not choice.chosen.get(name)}
    rounds = queries.rounds()
    per_round = queries.by_round(choice, [each.id for each in rounds])
    groups = figures.get("occupation_group", [])
    compared = _compared(choice, rounds)
    per_group = queries.by_round(choice, [each.id for each in rounds], "occupation_group") if groups else {}
    codes = {*(each.value for each in groups), *(code for _scope, code in per_group)} | {choice.occupation_group} - {""}
    names = {"occupation_group": labels.names("occupation_group", sorted(codes))}
    names |= {name: labels.names(name, (each.value for each in found)) for name, found in figures.items() if name not in names}
    rows = {name: _rows(found, names[name], horizon) for name, found in figures.items()}
    top = rows["occupation_group"][0].value if rows.get("occupation_group") else ""
    places = queries.by(replace(choice, occupation_group=top), "municipality_code") if top and not choice.municipality_code else []
    return Board(
        choice,
        horizon,
        queries.total(choice),
        rows,
        _panels(groups, names["occupation_group"]),
        rounds,
        _series(rounds, per_round, per_group, names["occupation_group"], horizon),
        _changes(compared, per_group, names["occupation_group"], horizon),
        compared,
        sum(1 for each in places if each.people_in(horizon)) or 1,
    )


def _rows(figures: Iterable[Figure], names: Mapping[str, str], horizon: str) -> list[Row]:
    rows = [
        Row(each.value, names[each.value], each.people_in(horizon), each.employers_in(horizon), each.needs_in(horizon)) for each in figures
    ]
    return sorted((row for row in rows if row.needs), key=lambda row: (-row.people, row.name))


def _panels(groups: Sequence[Figure], names: Mapping[str, str]) -> list[tuple[str, list[tuple[str, int]]]]:
    return [(str(labels.HORIZON[h]), [(names[each.value], each.people_in(h)) for each in groups[:PANEL]]) for h in HORIZONS]


def _series(
    rounds: Sequence[SurveyRound],
    whole: Mapping[tuple[int, str], Figure],
    per_group: Mapping[tuple[int, str], Figure],
    names: Mapping[str, str],
    horizon: str,
) -> list[tuple[str, list[int]]]:
    """People over rounds: all, and the groups that have had most."""

    def people(found: Mapping[tuple[int, str], Figure], code: str) -> list[int]:
        return [found[each.id, code].people_in(horizon) if (each.id, code) in found else 0 for each in rounds]

    if len(rounds) < 2:
        return []
    codes = {code for _scope, code in per_group}
    largest = sorted(codes, key=lambda code: (-sum(people(per_group, code)), code))[:SERIES]
    return [(_("Alla"), people(whole, "")), *((names[code], people(per_group, code)) for code in largest)]


def _compared(choice: Choice, rounds: Sequence[SurveyRound]) -> tuple[SurveyRound, SurveyRound] | None:
    """The chosen round and the one before; today's figures are not compared with a round's, because they are of several."""
    places = [number for number, each in enumerate(rounds) if choice.scope in (each.id, NOW)]
    return (rounds[places[-1] - 1], rounds[places[-1]]) if places and places[-1] > 0 else None


def _changes(
    compared: tuple[SurveyRound, SurveyRound] | None, per_group: Mapping[tuple[int, str], Figure], names: Mapping[str, str], horizon: str
) -> list[Change]:
    if compared is None:
        return []
    before, now = compared
    codes = {code for scope, code in per_group if scope in (before.id, now.id) and code != UNKNOWN}

    def people(survey_round: SurveyRound, code: str) -> int:
        found = per_group.get((survey_round.id, code))
        return found.people_in(horizon) if found else 0

    changes = [Change(names[code], people(before, code), people(now, code)) for code in codes]
    return sorted((each for each in changes if each.by), key=lambda each: (-abs(each.by), each.name))[:TOP]


def occupation_finding(found: Board) -> str:
    """Which group is needed most, in words."""
    rows = found.rows.get("occupation_group")
    if not rows:
        return ""
    return _(
        "%(label)s behövs mest: %(people)s hos %(employers)s arbetsgivare i %(places)s.",
        label=rows[0].name,
        people=ngettext("%(n)s person", "%(n)s personer", rows[0].people, n=format_number(rows[0].people)),
        employers=format_number(rows[0].employers),
        places=ngettext("%(n)s kommun", "%(n)s kommuner", found.top_places, n=found.top_places),
    )


def place_finding(found: Board) -> str:
    """Where most are needed, in words."""
    rows = found.rows.get("municipality_code")
    if not rows:
        return ""
    people = ngettext("%(n)s person", "%(n)s personer", rows[0].people, n=format_number(rows[0].people))
    return _("Flest behövs i %(place)s: %(people)s.", place=rows[0].name, people=people)


def share_finding(rows: Sequence[Row]) -> str:
    """The largest part of the whole, in words."""
    whole = sum(row.people for row in rows)
    if not whole:
        return ""
    return _("%(name)s står för %(share)s procent av personerna.", name=rows[0].name, share=round(100 * rows[0].people / whole))


def horizon_finding(total: Figure) -> str:
    """How much of it is near, in words."""
    whole = sum(total.people)
    if not whole:
        return ""
    return _("%(share)s procent av personerna behövs inom ett år.", share=round(100 * total.people[0] / whole))


def change_finding(rounds: Sequence[Any], people: Sequence[int | None]) -> str:
    """How the last round differs from the one before, in words."""
    if len(people) < 2 or people[-1] is None or people[-2] is None:
        return ""
    by = people[-1] - people[-2]
    facts = {"now": rounds[-1], "before": rounds[-2], "n": format_number(abs(by))}
    if not by:
        return _("Lika många personer behövs i %(now)s som i %(before)s.", **facts)
    if by > 0:
        return _("%(n)s fler personer behövs i %(now)s än i %(before)s.", **facts)
    return _("%(n)s färre personer behövs i %(now)s än i %(before)s.", **facts)
