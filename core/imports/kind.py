"""What a plugin says of a table that people may read in. Core brings the pages, the jobs, the file of bad rows and the undoing.

KIND = ImportKind(
    name="internships.places", title=_l("Praktikplatser"), permission=MANAGE,
    columns=(ImportColumn("employer", _l("Arbetsgivare"), ("företag",), required=True), …),
    checker=Checker, apply=apply_row, undo=undo_row,
)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from core.search.folding import fold

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region

HIDDEN = "•••"  # stands where something was, and is not kept


@dataclass(frozen=True)
class ImportColumn:
    """A field that a column of the file can be read into.

    Args:
        name: The field's name in the code.
        label: Its name for people; a heading of this name is recognised.
        aliases: Other headings that mean it, in any language.
        required: Whether the file must have it.
        example: What it looks like, for the template file.
        is_secret: Whether what stands there is never kept in clear: not in rows with faults, nor in the first rows that are shown. Where a
            kind has such a column, nothing is kept of columns that no field is read from, and the file goes when it is read in.
    """

    name: str
    label: Any
    aliases: tuple[str, ...] = ()
    required: bool = False
    example: str = ""
    is_secret: bool = False


@dataclass
class Checked:
    """What a row would do.

    Args:
        title: What the row is about, in a few words.
        values: What it says, read, in JSON types; handed to `apply`.
        faults: Pairs of field name (or "") and what is wrong and what to do. A row with faults is not applied.
        changes: {field: [before, after]}. Empty for a thing that is known: nothing would change.
        object_id: The thing it is about; None when it would be made.
        object_version: The thing's version now; apply refuses if it has changed until then.
    """

    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    object_id: int | None = None
    object_version: int | None = None


class Checker(Protocol):
    """Reads rows, batch by batch; one is made per file, so it can remember what it has seen."""

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """Pairs of row number and the texts of its mapped fields, empty ones too. One answer per row."""


@dataclass(frozen=True)
class Applied:
    """A thing after a row was applied to it."""

    object_id: int
    version: int | None = None


@dataclass(frozen=True)
class ImportKind:
    """A kind of table.

    Args:
        name: `<plugin>.<noun>`.
        title: What the rows are, in the plural.
        permission: Asked of whoever reads one in.
        columns: The fields.
        checker: Makes a checker for a region; of a personal kind, for a region and who reads the file in (None when they are gone).
        apply: Called for each good row inside a transaction: does it and answers with the thing. A DomainError makes the row a bad one.
        undo: Called for each applied row: takes it back. Answers with the reason when it cannot, else with "".
        in_words: A field's value as one reads it.
        endpoint: Where the things are listed.
        personal: Whether what a row may do depends on who reads it in. Nobody else then sees the import, applies it or takes it back.
            `apply` asks anew, with `core.imports.queries.reader_of(row)`: much can have happened since the rows were checked.
    """

    name: str
    title: Any
    permission: str
    columns: tuple[ImportColumn, ...]
    checker: Callable[..., Checker]
    apply: Callable[[Region, ImportRow], Applied]
    undo: Callable[[Region, ImportRow], str]
    in_words: Callable[[str, Any], str] = lambda _name, value: "" if value is None else str(value)
    endpoint: str = "core_region.start"
    personal: bool = False

    def label(self, name: str) -> str:
        """A field's name for people."""
        return next((str(column.label) for column in self.columns if column.name == name), name)

    @property
    def has_secrets(self) -> bool:
        """Whether a column must not be kept in clear."""
        return any(column.is_secret for column in self.columns)

    def kept(self, cells: Sequence[str], mapping: Mapping[str, int]) -> list[str]:
        """What may be kept of a row: all of it, or for a kind with secrets only the columns that fields without secrets are read from."""
        if not self.has_secrets:
            return list(cells)
        open_places = {mapping[column.name] for column in self.columns if not column.is_secret and column.name in mapping}
        return [cell if place in open_places or not cell else HIDDEN for place, cell in enumerate(cells)]

    def guess(self, heading: Sequence[str]) -> dict[str, int]:
        """Which column of the file each field is most likely read from, by the names. Of two alike the first counts."""
        folded = [_plain(name) for name in heading]
        found: dict[str, int] = {}
        for column in self.columns:
            for known in (str(column.label), column.name, *column.aliases):
                place = next((n for n, name in enumerate(folded) if name == _plain(known) and n not in found.values()), None)
                if place is not None:
                    found[column.name] = place
                    break
        return found


def _plain(name: str) -> str:
    return fold(name).replace(" ", "")
