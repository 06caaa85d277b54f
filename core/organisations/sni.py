"""Branches (*svensk näringsgrensindelning*, SNI): sections and divisions of the versions 2007 and 2025, read once per process."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language

NEWEST = "2025"
VERSIONS = ("2025", "2007")
_NOISE = re.compile(r"[\s.\-]+")


@dataclass(frozen=True, slots=True)
class Branch:
    """A section or a division. `section` is the letter in its own version."""

    version: str
    code: str
    section: str
    title_sv: str
    title_en: str

    @property
    def title(self) -> str:
        """In the reader's language where there is one."""
        return self.title_en if self.title_en and language() == "en" else self.title_sv


@cache
def branches() -> Mapping[tuple[str, str], Branch]:
    """Every section and division, by version and code."""
    rows = csv.DictReader((files("core.organisations") / "data" / "sni.csv").read_text("utf-8").splitlines())
    return {(row["version"], row["code"]): Branch(**row) for row in rows}


def sections() -> list[tuple[str, str]]:
    """The sections of the newest version, for a filter: pairs of letter and title."""
    return [(code, f"{code} {branch.title}") for (version, code), branch in branches().items() if version == NEWEST and code.isalpha()]


def normalise_sni(text: str, version: str = "", *, field: str = "sni_code") -> tuple[str, str]:
    """A branch code as people write it, as digits (two to five), with the version it belongs to.

    Args:
        version: "2007" or "2025"; the newest that knows the code when left out.

    Raises:
        DomainError: when no such division is known.
    """
    code = _NOISE.sub("", text)
    if not code.isdigit() or not 2 <= len(code) <= 5 or not code.isascii():
        raise DomainError(_("SNI-koden ska ha två till fem siffror, till exempel 41200."), field=field)
    for candidate in (version,) if version else VERSIONS:
        if (candidate, code[:2]) in branches():
            return code, candidate
    raise DomainError(_("Det finns ingen bransch med SNI-kod %(code)s. Kontrollera koden.", code=code), field=field)


def section_of(code: str) -> str:
    """The section in the newest version, whichever version the code is of, so that one filter finds both; empty for no code."""
    if not code:
        return ""
    if code[:2] == "45":  # trade in and repair of vehicles: spread over trade and repair in 2025
        return "G"
    found = branches().get((NEWEST, code[:2]))
    return found.section if found else ""


def title_of(code: str, version: str) -> str:
    """The title of a code's division; empty when it is unknown."""
    found = branches().get((version, code[:2]))
    return found.title if found else ""
