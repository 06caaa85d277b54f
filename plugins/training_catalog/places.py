"""Which municipality a place lies in, when the source does not say: from the name of the place, else from the provider's.

Only what is certain is inferred. A village is looked up in `data/localities.csv` (villages with a folk high school, which the
national data name by the village); a provider's name counts when exactly one municipality is named in it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from core.geo.places import municipalities
from core.geo.queries import code_for, name_of
from core.search.folding import fold
from plugins.training_catalog.records import Place

_WORD = re.compile(r"[^\W\d_][\w-]+", re.UNICODE)
# Municipalities that are also words or family names: within a longer text they count only in "Bergs kommun".
_ALSO_WORDS = frozenset({"ale", "berg", "boden", "eda", "flen", "kil", "koping", "lund", "mark", "mora", "nora", "sala", "salem", "vara"})


@cache
def _localities() -> Mapping[str, str]:
    with (files("plugins.training_catalog") / "data" / "localities.csv").open(encoding="utf-8") as file:
        return {fold(row["name"]): row["municipality_code"] for row in csv.DictReader(file)}


@cache
def _names() -> Mapping[str, str]:
    """Names of municipalities and their genitives, as written and folded; folded ones that are alike (Habo, Håbo) are left out."""
    written: dict[str, str] = {}
    folded: dict[str, set[str]] = {}
    for place in municipalities().values():
        for form in _with_genitive(place.name.lower()):
            written[form] = place.code
        for form in _with_genitive(fold(place.name)):
            folded.setdefault(form, set()).add(place.code)
    return {form: codes.copy().pop() for form, codes in folded.items() if len(codes) == 1} | written


def _with_genitive(name: str) -> tuple[str, ...]:
    return (name,) if name.endswith("s") else (name, f"{name}s")


def known_code(code: str) -> bool:
    """Whether there is a municipality with this code."""
    return code in municipalities()


@lru_cache(maxsize=4096)
def from_place(text: str) -> str | None:
    """The municipality of a place as a source names it ("Sundsvall", "Nyland", "Campus Umeå"), or None."""
    if not text:
        return None
    return _localities().get(fold(text)) or code_for(text) or _named_in(text)


@lru_cache(maxsize=4096)
def from_provider(name: str) -> str | None:
    """The one municipality named in a provider's name ("Örnsköldsviks folkhögskola"), or None when there is none or several."""
    return _named_in(name)


def _named_in(text: str) -> str | None:
    words = _WORD.findall(text)
    found: set[str] = set()
    for start in range(len(words)):
        for length in (2, 1):
            part = " ".join(words[start : start + length])
            if not part[0].isupper() or start + length > len(words):
                continue
            code = _names().get(part.lower()) or _names().get(fold(part))
            if code and (fold(part).removesuffix("s") not in _ALSO_WORDS or _is_municipality(words[start + length :])):
                found.add(code)
                break
    return found.pop() if len(found) == 1 else None


def _is_municipality(following: list[str]) -> bool:
    return bool(following) and following[0].lower().startswith("kommun")


@lru_cache(maxsize=4096)
def _municipal(name: str) -> bool:
    """Whether a provider is a municipality itself, and so teaches within its borders unless it says otherwise."""
    return any(word.lower() in ("kommun", "kommuns", "kommunen") for word in _WORD.findall(name))


def locate(place: Place, provider_name: str) -> Place:
    """Fill in a place's municipality if it lacks one, and say from what it was inferred. Changes and returns the place.

    The provider counts where no place is named, or none that we know and the provider is a municipality: others may well teach
    elsewhere than where they are named after.
    """
    if place.municipality_code:
        return place
    for text in (place.town, place.study_location):
        if code := from_place(text):
            place.municipality_code, place.inferred_from = code, "place"
            return place
    named = place.town or place.study_location
    if (not named or _municipal(provider_name)) and (code := from_provider(provider_name)):
        place.municipality_code, place.inferred_from = code, "provider"
        place.town = place.town or (name_of(code) if not named else "")
    return place
