"""What a visitor has chosen in the list: read from the address, and written back to it. Whatever cannot be understood is left out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from plugins.training_catalog.codes import SCHOOL_FORMS
from plugins.training_catalog.places import known_code
from plugins.training_catalog.state import NO_TERM, term_span

MAX_QUERY = 200
STARTED = "started"
DISTANCE = ("only", "no-sessions", "on-site")
SORTS = ("start", "deadline", "title")


@dataclass(frozen=True)
class Filters:
    """A choice.

    Args:
        q: Words to search for.
        form: School forms (C_SchoolType); none means all.
        place: Municipality where the education is held.
        home: Municipality it can be followed from: held there, or by distance.
        distance: "only", "no-sessions" (none one must come to) or "on-site".
        start: A term such as "2027-1", "none" for no set start, or "started".
        group: Occupation group (SSYK 2012) that the education leads to.
        provider: Id of a provider.
        open: Only what can be applied for now.
        sort: "start", "deadline" or "title"; empty for the natural one: the best hit first, or without words the nearest start.
    """

    q: str = ""
    form: tuple[str, ...] = ()
    place: str = ""
    home: str = ""
    distance: str = ""
    start: str = ""
    group: str = ""
    provider: int = 0
    open: bool = False
    sort: str = ""

    @property
    def by_event(self) -> bool:
        """Whether the choice is about single events, so that the educations' own columns do not answer it."""
        return bool(self.place or self.home or self.distance or self.start or self.provider or self.open)

    @property
    def chosen(self) -> bool:
        """Whether anything at all is chosen, sorting apart."""
        return self.by_event or bool(self.q or self.form or self.group)

    @property
    def order(self) -> str:
        """How the list is sorted: "relevance", or one of `SORTS`."""
        return self.sort or ("relevance" if self.q else "start")

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """The choice as arguments of an address, with changes; what is empty is left out."""
        changed = replace(self, **changes)
        found: dict[str, Any] = {}
        for field in fields(changed):
            value = getattr(changed, field.name)
            if value:
                found["from" if field.name == "home" else field.name] = (
                    list(value) if isinstance(value, tuple) else 1 if value is True else value
                )
        return found


def parse(arguments: Any) -> Filters:
    """Read a choice from the arguments of an address (a MultiDict)."""

    def one(name: str) -> str:
        return str(arguments.get(name, "")).strip()

    def among(name: str, allowed: Any) -> str:
        return one(name) if one(name) in allowed else ""

    start = one("start")
    group = one("group")
    provider = one("provider")
    return Filters(
        q=" ".join(one("q").replace("\x00", " ").split())[:MAX_QUERY],
        form=tuple(form for form in SCHOOL_FORMS if form in set(arguments.getlist("form"))),
        place=one("place") if known_code(one("place")) else "",
        home=one("from") if known_code(one("from")) else "",
        distance=among("distance", DISTANCE),
        start=start if start in (STARTED, NO_TERM) or term_span(start) else "",
        group=group if group.isascii() and group.isdigit() and len(group) == 4 else "",
        provider=int(provider) if provider.isascii() and provider.isdigit() and len(provider) <= 9 else 0,
        open=one("open") == "1",
        sort=among("sort", SORTS),
    )
