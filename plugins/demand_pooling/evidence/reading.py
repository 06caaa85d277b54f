"""Reading the cells of published files: codes, areas, rounds and the words of forecasts, as their publishers write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from core.errors import DomainError
from core.geo.queries import code_for, county_of, name_of
from core.i18n import gettext as _
from core.search.folding import fold

_CODE = re.compile(r"\d{4}")
_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]|[12]|[Kk][1-4]))?")
_COUNTRY = {"riket", "hela landet", "sverige", "nationellt", "0", "00"}
MOST_ADS = 10_000_000

# The publisher's words, folded, and ours.
_SITUATIONS = {"brist": "shortage", "paradox": "paradox", "balans": "balance", "overskott": "surplus", "": ""}
_CHANCES = {"stora": "large", "goda": "large", "medelstora": "medium", "sma": "small", "": ""}
_OUTLOOKS = {"oka": "increase", "okar": "increase", "vara oforandrad": "unchanged", "oforandrad": "unchanged", "minska": "decrease", "": ""}


def group(text: str) -> str:
    """An occupation group of SSYK 2012, four digits."""
    if _CODE.fullmatch(text):
        return text
    if text.isdecimal() and len(text) == 3:
        return f"0{text}"  # a table program took the first zero away
    raise DomainError(_("Skriv yrkesgruppens fyra siffror enligt SSYK 2012. Har raden flera koder, dela den på flera rader."))


def area(text: str) -> str:
    """The country, a county or a municipality, by code or by name."""
    plain = fold(text).strip()
    if plain in _COUNTRY:
        return "00"
    if text.isdecimal() and len(text) <= 2 and county_of(text.zfill(2)):
        return text.zfill(2)
    if text.isdecimal() and len(text) in (3, 4) and name_of(text.zfill(4)) != text.zfill(4):
        return text.zfill(4)
    if county := _counties().get(plain.removesuffix(" lan").rstrip("s")):
        return county
    if not text.isdecimal() and (code := code_for(text)):
        return code
    raise DomainError(_("Området är okänt. Skriv 00 för hela landet, två siffror för ett län eller fyra för en kommun."))


def _counties() -> Mapping[str, str]:
    codes = (f"{number:02d}" for number in range(1, 26))
    return {fold(name).removesuffix(" lan").rstrip("s"): code for code in codes if (name := county_of(code))}


def period(text: str) -> str:
    """A year, a month, a quarter, or a round of that year."""
    if _PERIOD.fullmatch(text):
        return text.upper()
    if text.isdecimal() and len(text) == 6 and _PERIOD.fullmatch(f"{text[:4]}-{text[4:]}"):
        return f"{text[:4]}-{text[4:]}"
    raise DomainError(_("Skriv perioden som 2026, 2026-10, 2026-K3 eller 2026-1."))


def count(text: str) -> int:
    """How many ads."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not plain.isdecimal() or int(plain[:9]) > MOST_ADS or len(plain) > 8:
        raise DomainError(_("Antalet ska vara ett helt tal. Är det dolt hos källan, ta bort raden."))
    return int(plain)


def _word(known: Mapping[str, str], message: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        plain = fold(text).strip()
        plain = "" if plain in ("null", "none", "-") else plain
        if plain not in known:
            raise DomainError(message)
        return known[plain]

    return read


def situation(text: str) -> str:
    """How recruitment stands now."""
    return _word(_SITUATIONS, _("Rekryteringssituationen ska vara brist, paradox, balans eller överskott."))(text)


def chances(text: str) -> str:
    """The chances of a job."""
    return _word(_CHANCES, _("Jobbmöjligheterna ska vara stora, medelstora eller små."))(text)


def outlook(text: str) -> str:
    """The demand in five years."""
    return _word(_OUTLOOKS, _("Prognosen ska vara öka, vara oförändrad eller minska."))(text)


def name(text: str) -> str:
    """The occupation's or the source's name."""
    if len(text) > 120:
        raise DomainError(_("Namnet är längre än 120 tecken. Korta det."))
    return text


READERS: Mapping[str, Callable[[str], Any]] = {
    "occupation_group": group,
    "area": area,
    "period": period,
    "name": name,
    "source": name,
    "situation": situation,
    "chances": chances,
    "outlook": outlook,
    "count": count,
}
