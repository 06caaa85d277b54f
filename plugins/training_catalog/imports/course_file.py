"""A course file (CSV or Excel), row by row: good rows become records, and every fault is named with its row, column and cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from core.files.tabular import Row, Table
from plugins.training_catalog import cleaning
from plugins.training_catalog.cleaning import Unreadable
from plugins.training_catalog.codes import CREDIT_UNITS, SSYK_SUBJECTS, credit_unit_of
from plugins.training_catalog.imports.columns import Column, find_columns, school_form_of
from plugins.training_catalog.imports.folding import Folder, info_identifier, slug
from plugins.training_catalog.places import known_code
from plugins.training_catalog.records import EventRecord, Fault, InfoRecord, Place, ProviderRecord, Reading, key_of

T = TypeVar("T")
_MAX_VALUE = 120
_MAX_TITLE = 300
_MAX_NAME = 200
# Which list a subject's code is from, by the beginning of the school form.
_SUBJECT_TYPES = {"VUX": "SV_Subject", "FHS": "FH_Subject", "AUB": SSYK_SUBJECTS, "YH": "C_Subject_SUN"}
_YES = frozenset({"1", "ja", "true", "sant", "yes", "x"})


class Rejected(Exception):
    """The whole row cannot be used; its fault is already noted."""


def read(table: Table, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read a course file.

    Args:
        mapping: Which heading stands for which column, as a person chose it: {column: heading}.

    Raises:
        DomainError: when the file as a whole cannot be read: no heading, a needed column missing, too many rows.
    """
    columns, unused = find_columns(table.heading, mapping)
    reading = Reading(format=table.format, unused=unused)
    folder = Folder(reading)
    for row in table.rows:
        reading.rows += 1
        try:
            _Line(row, len(table.heading), columns, reading).into(folder)
        except Rejected:
            continue
    return folder.finish()


class _Line:
    """One row, with its columns by name."""

    def __init__(self, row: Row, width: int, columns: dict[Column, int], reading: Reading) -> None:
        self.number = row.number
        self.columns = columns
        self.reading = reading
        self.cells = row.cells
        if len(row.cells) > width or 0 < row.written < width:  # a row with too few is a broken one: spreadsheets write the empty ones too
            self._reject("", "columns", str(row.written), str(width))
        if row.fault:
            self._reject("", "unreadable", detail=row.fault)

    def raw(self, column: Column) -> str:
        """The cell as written."""
        position = self.columns.get(column)
        return self.cells[position] if position is not None else ""

    def _note(self, column: str, cause: str, value: str, detail: str, *, rejected: bool) -> None:
        self.reading.faults.append(
            Fault(self.number, column, cause, cleaning.line(value[:400])[:_MAX_VALUE] or value.strip()[:_MAX_VALUE], detail[:200], rejected)
        )

    def _reject(self, column: str, cause: str, value: str = "", detail: str = "") -> None:
        """Note that the row cannot be used. The event's identifier is remembered, so that a faulty row is no removal."""
        if identifier := cleaning.line(self.raw(Column.EVENT_ID)) if len(self.cells) > self.columns.get(Column.EVENT_ID, 10**6) else "":
            self.reading.seen["event"].add(key_of(f"e.{identifier}"))
        self._note(column, cause, value, detail, rejected=True)
        raise Rejected

    def needed(self, column: Column, cause: str, limit: int) -> str:
        """A text without which the row is useless."""
        raw = self.raw(column)
        text = cleaning.title(raw)
        if not text:
            self._reject(column, cause if raw.strip() else "missing", raw)
        if len(text) > limit:
            self._reject(column, "too_long", text, str(limit))
        return text

    def date(self, column: Column) -> Any:
        """A date that the row stands or falls with."""
        raw = self.raw(column)
        try:
            return cleaning.day(raw)
        except Unreadable as error:
            self._reject(column, error.cause, raw, error.detail)

    def optional(self, column: Column, convert: Callable[[str], T], otherwise: T) -> T:
        """A value that the row can do without: when it cannot be read it is left out and noted."""
        raw = self.raw(column)
        try:
            return convert(raw)
        except Unreadable as error:
            self._note(column, error.cause, raw, error.detail, rejected=False)
            return otherwise

    def short(self, column: Column, limit: int) -> str:
        """A short text, cut at its limit."""
        return cleaning.line(self.raw(column))[:limit]

    def into(self, folder: Folder) -> None:
        """Make the row's records and add them."""
        title = self.needed(Column.TITLE, "unknown_title", _MAX_TITLE)
        name = self.needed(Column.PROVIDER, "unknown_provider", _MAX_NAME)
        provider = ProviderRecord(identifier=f"p.{slug(name)}", name=name, url=self.optional(Column.PROVIDER_URL, cleaning.url, ""))
        info = self._info(title, provider.identifier)
        event = self._event(info, provider)
        row = folder.clash(event)
        if row is not None:
            self._reject(Column.EVENT_ID, "conflict", event.identifier.removeprefix("e."), str(row))
        folder.add(self.number, provider, info, event)

    def _info(self, title: str, provider: str) -> InfoRecord:
        form = self._school_form()
        code = self.short(Column.CODE, 60)
        credits = self.optional(Column.CREDITS, cleaning.number, None) or None  # no course gives zero credits: zero means not said
        unit = self.short(Column.CREDITS_UNIT, 10).lower()
        if unit and unit not in CREDIT_UNITS:
            self._note(Column.CREDITS_UNIT, "credits_unit", unit, ", ".join(CREDIT_UNITS), rejected=False)
            unit = ""
        subjects = []
        if subject := self.short(Column.SUBJECT, 60):
            subjects.append({"type": _SUBJECT_TYPES.get(form[:3], ""), "code": subject})
        if category := self.short(Column.CATEGORY, 200):
            subjects.append({"type": "category", "code": "", "label": category})
        return InfoRecord(
            identifier=info_identifier(school_form=form, code=code, title=title, credits=credits, provider=provider),
            title=title,
            school_form=form,
            code=code,
            credits=credits,
            credits_unit=(unit or credit_unit_of(form)) if credits is not None else "",
            description=cleaning.plain_text(self.raw(Column.DESCRIPTION)),
            subjects=subjects,
        )

    def _school_form(self) -> str:
        text = self.short(Column.LEVEL, 200)
        form = school_form_of(text) if text else ""
        if form is None:
            self._note(Column.LEVEL, "school_form", text, "", rejected=False)
        return form or ""

    def _event(self, info: InfoRecord, provider: ProviderRecord) -> EventRecord:
        start, end = self.date(Column.START), self.date(Column.END)
        if start and end and end < start:
            self._reject(Column.END, "end_before_start", end.isoformat(), start.isoformat())
        first, last = self.optional(Column.FIRST, cleaning.day, None), self.optional(Column.LAST, cleaning.day, None)
        if first and last and last < first:
            self._note(Column.LAST, "last_before_first", last.isoformat(), first.isoformat(), rejected=False)
            first = last = None
        mandatory, optional = self.optional(Column.MANDATORY, cleaning.whole, None), self.optional(Column.OPTIONAL, cleaning.whole, None)
        # The columns are counts, 0 for none: without a session on site nothing says distance, unless it is said outright.
        distance = bool(mandatory or optional) or self.short(Column.DISTANCE, 10).lower() in _YES
        language = self.optional(Column.LANGUAGE, cleaning.language, "")
        place = self._place()
        pace = self.optional(Column.PACE, lambda text: cleaning.number(text, high=200), None) or None
        given = self.short(Column.EVENT_ID, 150)
        identifier = (
            f"e.{given}" if given else "e." + slug(info.identifier, provider.identifier, str(start), str(end), place.town, f"{pace or ''}")
        )
        return EventRecord(
            identifier=identifier,
            education=info.identifier,
            provider=provider.identifier,
            start=start,
            end=end,
            description=info.description,
            url=self.optional(Column.URL, cleaning.url, ""),
            languages=[language] if language else [],
            pace=pace,
            is_distance=distance,
            mandatory_sessions=mandatory if distance else None,
            optional_sessions=optional if distance else None,
            places=self.optional(Column.PLACES, cleaning.whole, None),
            application_first=first,
            application_last=last,
            is_cancelled=self.short(Column.CANCELLED, 10).lower() in _YES,
            locations=[place] if place.town or place.municipality_code else [],
        )

    def _place(self) -> Place:
        place = Place(town=self.short(Column.PLACE, 100))
        for column in (Column.MUNICIPALITY, Column.VISIT_MUNICIPALITY):
            code = self.short(column, 20).removesuffix(".0").zfill(4) if self.short(column, 20) else ""
            if code and known_code(code):
                place.municipality_code = place.municipality_code or code
            elif code:
                self._note(column, "municipality", self.raw(column), "", rejected=False)
        return place
