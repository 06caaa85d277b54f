"""What a visitor has chosen in the list: read from the address, and written back to it. Whatever cannot be understood is left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

from core.geo.distance import within
from plugins.training_catalog.codes import CREDIT_UNITS, LANGUAGES, LEVEL_LABELS, SCHOOL_FORMS
from plugins.training_catalog.places import known_code
from plugins.training_catalog.state import NO_TERM, term_span
from plugins.training_catalog.subjects import FIELDS

MAX_QUERY = 200
MAX_CREDITS = 9_999
STARTED = "started"
DISTANCE = ("only", "on-site")
SORTS = ("start", "deadline", "title")
SESSIONS = ("0", "2", "5", "10")
PACES = ("25", "50", "75", "100")
TRAVEL = ("0", "30", "60", "100", "150", "200")
REACH_KM = 60
_NAMES = {"home": "from", "credits_from": "credits-from", "credits_to": "credits-to"}


@dataclass(frozen=True)
class Filters:
    """A choice.

    Args:
        q: Words to search for.
        form, level, subject: School forms (C_SchoolType), levels, fields of study; of each, none means all.
        unit: Unit of credits; `credits_from` and `credits_to` count in it, and mean nothing without it. 0 is no limit.
        pace: Steps of pace: "25" is up to 25 per cent, "50" up to 50.
        language: Languages it is taught in (ISO 639-2).
        place: Municipality where the education is held.
        home: Municipality it can be followed from: held or received within the travel limit, or by distance without sessions.
        km: The travel limit, kilometres; empty for the region's own, `reach_km`.
        travel: Sessions may be farther away than that.
        distance: "only" or "on-site".
        sessions: The most sessions one must come to, of what is given by distance.
        start: A term such as "2027-1", "none" for no set start, or "started".
        group: Occupation group (SSYK 2012) that the education leads to.
        provider: Id of a provider.
        open: Only what can be applied for now.
        sort: "start", "deadline" or "title"; empty for the natural one: the best hit first, or without words the nearest start.
    """

    q: str = ""
    form: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    unit: str = ""
    credits_from: int = 0
    credits_to: int = 0
    pace: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    place: str = ""
    home: str = ""
    km: str = ""
    travel: bool = False
    distance: str = ""
    sessions: str = ""
    start: str = ""
    group: str = ""
    provider: int = 0
    open: bool = False
    sort: str = ""
    reach_km: int = REACH_KM

    @property
    def by_event(self) -> bool:
        """Whether the choice is about single events, so that the educations' own columns do not answer it."""
        about = (self.place, self.home, self.distance, self.sessions, self.start, self.provider, self.open, self.pace, self.language)
        return any(about)

    @property
    def by_info(self) -> bool:
        """Whether the choice is about educations themselves, words apart."""
        return bool(self.form or self.level or self.subject or self.unit or self.group)

    @property
    def chosen(self) -> bool:
        """Whether anything at all is chosen, sorting apart."""
        return self.by_event or self.by_info or bool(self.q)

    @property
    def order(self) -> str:
        """How the list is sorted: "relevance", or one of `SORTS`."""
        return self.sort or ("relevance" if self.q else "start")

    @property
    def limit_km(self) -> int:
        """The travel limit that counts."""
        return int(self.km) if self.km else self.reach_km

    @property
    def near(self) -> Collection[str]:
        """The municipalities within the travel limit of home; none without a home."""
        return [code for code, _km in within(self.home, self.limit_km)] if self.home else []

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """The choice as arguments of an address, with changes; what is empty is left out."""
        changed = replace(self, **changes)
        found: dict[str, Any] = {}
        for field in fields(changed):
            value = getattr(changed, field.name)
            if value and field.name != "reach_km":
                found[_NAMES.get(field.name, field.name)] = list(value) if isinstance(value, tuple) else 1 if value is True else value
        return found


def parse(arguments: Any, *, reach_km: int = REACH_KM) -> Filters:
    """Read a choice from the arguments of an address (a MultiDict).

    Args:
        reach_km: The region's own travel limit.
    """

    def one(name: str) -> str:
        return str(arguments.get(name, "")).strip()

    def among(name: str, allowed: Any) -> str:
        return one(name) if one(name) in allowed else ""

    def some(name: str, allowed: Any) -> tuple[str, ...]:
        wanted = set(arguments.getlist(name))
        return tuple(value for value in allowed if value in wanted)

    def number(name: str, most: int) -> int:
        text = one(name)
        return min(int(text), most) if text.isascii() and text.isdigit() and len(text) <= 9 else 0

    start, group = one("start"), one("group")
    home = one("from") if known_code(one("from")) else ""
    unit = among("unit", CREDIT_UNITS)
    none_at_all = one("distance") == "no-sessions"  # how addresses said it before there was a choice of how many
    return Filters(
        q=" ".join(one("q").replace("\x00", " ").split())[:MAX_QUERY],
        form=some("form", SCHOOL_FORMS),
        level=some("level", LEVEL_LABELS),
        subject=some("subject", FIELDS),
        unit=unit,
        credits_from=number("credits-from", MAX_CREDITS) if unit else 0,
        credits_to=number("credits-to", MAX_CREDITS) if unit else 0,
        pace=some("pace", PACES),
        language=some("language", LANGUAGES),
        place=one("place") if known_code(one("place")) else "",
        home=home,
        km=among("km", TRAVEL) if home else "",
        travel=bool(home) and one("travel") == "1",
        distance="only" if none_at_all else among("distance", DISTANCE),
        sessions="0" if none_at_all else among("sessions", SESSIONS),
        start=start if start in (STARTED, NO_TERM) or term_span(start) else "",
        group=group if group.isascii() and group.isdigit() and len(group) == 4 else "",
        provider=number("provider", 999_999_999),
        open=one("open") == "1",
        sort=among("sort", SORTS),
        reach_km=reach_km,
    )
