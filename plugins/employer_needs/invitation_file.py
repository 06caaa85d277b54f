"""Reading a file of employers to invite: forgiving about form, exact about what is wrong.

Header names, order, delimiter and encoding may vary as spreadsheets make them vary. A row is good or bad by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import DomainError
from core.files.tabular import MIB, Limits, Row, read_table
from core.geo.queries import code_for
from core.i18n import gettext as _
from core.organisations.service import normalise_orgnr
from core.search.folding import fold
from core.users.service import normalise_email

LIMITS = Limits(bytes=2 * MIB, rows=5_000)
MAX_CELL = 500
MAX_NAME = 200
MAX_EMAIL = 254

# Folded header names that mean a column, the likeliest first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisation": (
        "organisation",
        "organisationsnamn",
        "arbetsgivare",
        "foretag",
        "foretagsnamn",
        "bolag",
        "namn",
        "organization",
        "company",
        "name",
    ),
    "orgnr": (
        "organisationsnummer",
        "orgnr",
        "org nr",
        "orgnummer",
        "org nummer",
        "organisationsnr",
        "organisation number",
        "registration number",
    ),
    "email": (
        "e post",
        "epost",
        "e postadress",
        "epostadress",
        "mejl",
        "mejladress",
        "mail",
        "mailadress",
        "email",
        "e mail",
        "email address",
    ),
    "municipality": ("kommun", "kommunnamn", "kommunkod", "municipality"),
}
REQUIRED = ("organisation", "email")


@dataclass(frozen=True)
class GoodRow:
    """An employer that can be invited."""

    row: int
    organisation: str
    orgnr: str | None
    email: str
    municipality_code: str | None
    identity: str


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be used: its number in the file, and per fault the column and the cause. `cells` is the row as it was."""

    row: int
    faults: list[list[str]]
    cells: list[str]


@dataclass
class Parsed:
    """What a file holds. `doubles` are good rows that stand in it more than once."""

    good: list[GoodRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    doubles: int = 0


def parse(data: bytes, municipalities: Collection[str]) -> Parsed:
    """Read a file: CSV, or a workbook's first sheet.

    Args:
        municipalities: The codes that a municipality may have.

    Raises:
        DomainError: when the file as a whole cannot be read: too big, too many rows, no header.
    """
    table = read_table(data, limits=LIMITS)
    columns = _columns(table.heading)
    parsed = Parsed()
    seen: set[str] = set()
    for row in table.rows:
        if row.fault:
            parsed.bad.append(BadRow(row.number, [[_("raden"), row.fault]], _shown(row)))
        else:
            _take(parsed, seen, row, columns, municipalities)
    if not parsed.good and not parsed.bad:
        raise DomainError(_("Filen har rubriker men inga rader med arbetsgivare."), field="file")
    return parsed


def _columns(header: Sequence[str]) -> dict[str, int]:
    names = [fold(cell) for cell in header]
    columns = {column: names.index(name) for column, known in COLUMNS.items() for name in reversed(known) if name in names}
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        words = {"organisation": _("organisation"), "email": _("e-post")}
        raise DomainError(
            _(
                "Filens första rad ska vara rubriker. Kolumnen %(missing)s saknas. "
                "De kolumner som läses är organisation, organisationsnummer, e-post och kommun.",
                missing=_(" och ").join(str(words[column]) for column in missing),
            ),
            field="file",
        )
    return columns


def _shown(row: Row) -> list[str]:
    return [cell[:MAX_CELL] for cell in row.cells[:20]]


def _take(parsed: Parsed, seen: set[str], row: Row, columns: Mapping[str, int], municipalities: Collection[str]) -> None:
    values = {column: " ".join(row.cells[place].split()) for column, place in columns.items()}
    faults: list[list[str]] = []
    name = values["organisation"]
    if not name:
        faults.append([_("organisation"), _("Namnet saknas.")])
    elif len(name) > MAX_NAME:
        faults.append([_("organisation"), _("Namnet är längre än 200 tecken.")])
    orgnr = email = municipality = None
    try:
        orgnr = normalise_orgnr(values["orgnr"]) if values.get("orgnr") else None
    except DomainError as error:
        faults.append([_("organisationsnummer"), error.message])
    try:
        email = normalise_email(values["email"]) if len(values["email"]) <= MAX_EMAIL else None
        if email is None:
            faults.append([_("e-post"), _("Adressen är längre än 254 tecken.")])
    except DomainError as error:
        faults.append([_("e-post"), error.message if values["email"] else _("Adressen saknas.")])
    if values.get("municipality"):
        municipality = code_for(values["municipality"])
        if municipality is None:
            faults.append([_("kommun"), _("Det finns ingen kommun som heter så. Kontrollera stavningen.")])
        elif municipality not in municipalities:
            faults.append([_("kommun"), _("Kommunen ingår inte i regionen.")])
    if faults or email is None:
        parsed.bad.append(BadRow(row.number, faults, _shown(row)))
        return
    identity = f"{orgnr or fold(name)}|{email}"
    if identity in seen:
        parsed.doubles += 1
        return
    seen.add(identity)
    parsed.good.append(GoodRow(row.number, name, orgnr, email, municipality, identity))
