"""Reads on municipalities: choices for forms, and the code for a name as people and files write it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.geo.places import counties, municipalities
from core.search.folding import fold

_CODE = re.compile(r"\d{4}")
_AROUND = re.compile(r"^(?:region|kommun|staden)\s+|\s+(?:kommuns?|kommunen|kn|stads?)$")
# Names in use that no rule would give.
_ALIASES = {"falu": "2080", "sthlm": "0180", "gbg": "1480", "ovik": "2284", "o vik": "2284"}
MAX_NAME = 100


def choices(among: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Pairs of code and name for a form's select, in Swedish order; all 290, or only those `among`."""
    return [(place.code, place.name) for place in municipalities().values() if among is None or place.code in among]


def name_of(code: str) -> str:
    """The name of a municipality; the code itself when it is unknown (a code that has been retired, in an old record)."""
    place = municipalities().get(code)
    return place.name if place else code


def county_of(code: str) -> str:
    """The name of the county of a municipality (*Västerbottens län*), or of a county by its own two digits; empty when unknown."""
    return counties().get(code[:2], "")


def code_for(text: str, among: Collection[str] | None = None) -> str | None:
    """The code of the municipality that a text names, or None when it is none or could be several.

    Forgives case, "kommun" and "stad" after the name, the genitive ("Sundsvalls kommun"), missing dots and rings
    ("Skelleftea"), and one or two slips in longer names. A four-digit code is taken as it is.

    Args:
        text: What was written.
        among: Codes to choose from; all when left out.
    """
    text = " ".join(text[:MAX_NAME].split())
    allowed = municipalities().keys() if among is None else set(among) & municipalities().keys()
    if _CODE.fullmatch(text):
        return text if text in allowed else None
    lower = _AROUND.sub("", text.lower())
    # As written first: Håbo and Habo are two municipalities, and differ only by the ring.
    for names, wanted in ((_exact(), lower), (_folded(), fold(lower))):
        for form in (wanted, wanted.removesuffix("s")):
            found = [code for code in names.get(form, ()) if code in allowed]
            if len(found) == 1:
                return found[0]
            if found:
                return None
    return _nearest(fold(lower).removesuffix("s"), allowed)


def _nearest(folded: str, allowed: Collection[str]) -> str | None:
    """The one name within one slip (two in names of nine letters or more). Short names are too like villages' to guess at."""
    slips = 0 if len(folded) < 6 else 1 if len(folded) < 9 else 2
    if not slips:
        return None
    forms = {form.removesuffix("s"): codes for form, codes in _folded().items()}
    near = process.extract(folded, list(forms), scorer=OSA.distance, score_cutoff=slips, limit=3)
    hits = [(code, distance) for form, distance, _ in near for code in forms[form] if code in allowed]
    best = [code for code, distance in hits if distance == min(d for _, d in hits)]
    return best[0] if len(best) == 1 else None


@cache
def _exact() -> Mapping[str, tuple[str, ...]]:
    return {place.name.lower(): (place.code,) for place in municipalities().values()}


@cache
def _folded() -> Mapping[str, tuple[str, ...]]:
    names: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for place in municipalities().values():
        names[fold(place.name)] += (place.code,)
    return {**names, **{alias: (code,) for alias, code in _ALIASES.items()}}
