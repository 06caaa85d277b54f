"""The columns of the monthly file: which facts, under which headings, in which order and form. Pure, but for reading the default."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l

MAX_COLUMNS = 30
MAX_HEADING = 80


class Column(NamedTuple):
    """A column of the file. `form`: how the fact is written, one of its field's forms; empty where there is only one."""

    name: str
    heading: str
    form: str = ""


class Fact(NamedTuple):
    """A fact that a column can hold. The first form is meant where none is said."""

    label: Any
    forms: tuple[str, ...] = ()
    is_required: bool = False


_DAYS = ("ÅÅÅÅ-MM-DD", "ÅÅÅÅMMDD")
FACTS: dict[str, Fact] = {
    "reference": Fact(_l("Projektets diarienummer hos finansiären")),
    "project": Fact(_l("Projektets namn")),
    "personal_number": Fact(_l("Personnummer, eller finansiärens nummer för skyddade uppgifter"), ("ÅÅÅÅMMDDNNNN", "ÅÅÅÅMMDD-NNNN"), True),
    "number": Fact(_l("Deltagarens nummer i projektet")),
    "month": Fact(_l("Månaden"), ("ÅÅÅÅ-MM", "ÅÅÅÅMM"), True),
    "starts_on": Fact(_l("Dagen då personen började"), _DAYS),
    "left_on": Fact(_l("Dagen då personen slutade"), _DAYS),
    "hours": Fact(_l("Timmar i månaden"), ("timmar", "minuter"), True),
    "organisation": Fact(_l("Organisation")),
    "municipality": Fact(_l("Kommunens kod")),
    "work": Fact(_l("Läget på arbetsmarknaden vid start")),
    "education": Fact(_l("Utbildning vid start")),
}
EXAMPLE: dict[str, Any] = {
    "reference": "2026/00123", "project": "Exempelprojektet", "personal_number": "189001019802", "number": 1, "month": "2026-02",
    "starts_on": "2026-01-12", "left_on": "", "hours": 7.5, "organisation": "Exempelskolan", "municipality": "0380",
    "work": "employed", "education": "isced_3_4",
}  # fmt: skip


@cache
def default() -> tuple[Column, ...]:
    """The columns that come with the program, from `columns.toml`."""
    return tuple(read((Path(__file__).parent / "columns.toml").read_text("utf-8")))


def read(text: str) -> list[Column]:
    """Columns as they are written: a line per column, `field; heading; form`, or TOML as in `columns.toml`.

    Raises:
        DomainError: telling everything that is wrong.
    """
    rows = _toml(text) if "[[column]]" in text else _lines(text)
    columns = [
        Column(name, heading, form or (FACTS[name].forms[:1] or ("",))[0] if name in FACTS else form) for name, heading, form in rows
    ]
    if faults := _faults(columns):
        raise DomainError(" ".join(faults), field="columns")
    return columns


def _first_form(name: str) -> str:
    forms = FACTS[name].forms if name in FACTS else ()
    return forms[0] if forms else ""


def _toml(text: str) -> list[tuple[str, str, str]]:
    try:
        found = tomllib.loads(text)["column"]
        return [tuple(" ".join(str(each.get(key, "")).split()) for key in ("name", "heading", "form")) for each in found]  # type: ignore[misc]
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError):
        raise DomainError(
            _("Filen är inte riktigt skriven TOML. Jämför med den som följer med, eller skriv en rad per kolumn."), field="columns"
        ) from None


def _lines(text: str) -> list[tuple[str, str, str]]:
    rows = []
    for line in text.splitlines():
        if line.strip():
            parts = [" ".join(part.split()) for part in line.split(";")]
            name, heading, form = (*parts, "", "")[:3]
            rows.append((name, heading, form))
    return rows


def _faults(columns: Sequence[Column]) -> list[str]:
    found = []
    if not columns:
        return [_("Skriv minst en kolumn.")]
    if len(columns) > MAX_COLUMNS:
        return [_("Skriv högst %(n)s kolumner.", n=MAX_COLUMNS)]
    headings: set[str] = set()
    for at, column in enumerate(columns, 1):
        if column.name not in FACTS:
            found.append(_("Kolumn %(n)s: fältet %(name)s finns inte. Välj ett ur tabellen.", n=at, name=column.name[:40] or "–"))
        elif column.form not in (FACTS[column.name].forms or ("",)):
            forms = ", ".join(FACTS[column.name].forms) or _("ingen form")
            found.append(_("Kolumn %(n)s: formen %(form)s passar inte. Välj av: %(forms)s.", n=at, form=column.form[:40], forms=forms))
        if not column.heading or len(column.heading) > MAX_HEADING:
            found.append(_("Kolumn %(n)s: skriv en rubrik med högst %(most)s tecken.", n=at, most=MAX_HEADING))
        elif column.heading.casefold() in headings:
            found.append(_("Kolumn %(n)s: rubriken %(heading)s finns två gånger.", n=at, heading=column.heading))
        headings.add(column.heading.casefold())
    names = {column.name for column in columns}
    missing = [name for name, fact in FACTS.items() if fact.is_required and name not in names]
    return [*found, *(_("Fältet %(name)s måste vara med.", name=name) for name in missing)]


def written(columns: Sequence[Column]) -> str:
    """Columns as text, a line each."""
    return "\n".join("; ".join(part for part in column if part) for column in columns)


def shown(column: Column, row: dict[str, Any]) -> Any:
    """A fact of a row as the column shows it: a text, or a number."""
    value = row.get(column.name, "")
    if not value:
        return value
    match column.form:
        case "ÅÅÅÅMM" | "ÅÅÅÅMMDD":
            return str(value).replace("-", "")
        case "ÅÅÅÅMMDD-NNNN":
            return f"{value[:8]}-{value[8:]}"
        case "minuter":
            return round(float(value) * 60)
    return value


def from_stored(stored: Sequence[Sequence[str]]) -> list[Column]:
    """Columns as they stand in the database; the default where there are none."""
    return [Column(*each) for each in stored] or list(default())
