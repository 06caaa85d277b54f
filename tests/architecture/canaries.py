"""Canaries: a word of its own in every text of every row that belongs to a region, to look for where it must not be.

Made from the tables themselves, so that a new column is planted without anybody remembering to. What the program itself reads as a
code, a name of something else, or a key is left as it is: `FIXED`, and texts that are too short for the word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Enum, String, Table, and_, or_, select, update
from sqlalchemy.exc import IntegrityError

from core import encrypted
from core.db import Model, RegionScoped, all_regions, atomic, db, region_scope
from core.organisations.models import OrganisationRegion
from core.records.register import own_tables
from core.regions.models import Region
from core.testing.factories import Factory
from core.users.models import Membership, User
from tests.architecture import any_row

# Columns, by name, whose text is a code or a key that the program reads.
_FIXED = """
kind role scope key endpoint token token_hash code code_hash attempt_hash seed previous_seed fingerprint digest plugin
record_type queue run_token handler stored_name configuration school_form group_code occupation_group taxonomy_version
format cause level reference identity occupation_id hash handle credential_id message_id dedupe purpose events scopes
settings accepted_levels disabled_reason mapping group_key languages paces time_of_study ref subject_ref slug accent
facets dirty basis amr acr issuer client_secret client_id identifier_key education_key provider_key name_key
default_role template language secret content_type
"""
FIXED = frozenset(_FIXED.split())
# The same, in one table only.
FIXED_IN = {
    "core_outbox": {"name", "payload"},
    "core_audit_entry": {"actor", "action", "subject", "detail"},  # nothing there can be changed; `grow()` writes an entry instead
    "core_secrecy_mark": {"field", "paragraph"},
    "core_retention_hold": {"subject"},
    "core_webhook": {"url"},
    "core_email_domain": {"domain"},  # decides who may join
    "employer_needs_status_entry": {"facts"},
    "funding_monthly_file": {"sha256"},
    "funding_participant": {"number_digest"},
    "meeting_places_attendance_line": {"fault"},
    "meeting_places_registration": {"person_key"},
    "meeting_places_solution": {"confirm_seed", "confirm_digest"},
    "regional_plans_agenda_item": {"subject"},
    "regional_plans_amendment": {"part_field"},
    "role_standards_local_title": {"folded"},
}
LABELS = frozenset({"label", "title", "name", "message", "text", "value"})
# JSON that the program reads as a thing of fixed shape: the word stands where a label does, and nothing is added.
SHAPED = frozenset(
    {
        "demand_pooling_dossier_version.content",
        "demand_pooling_run.instance",
        "demand_pooling_run.result",
        "distance_learning_centre.closures",
        "distance_learning_centre.opening_hours",
        "distance_learning_self_check.answers",
        "funding_column_set.columns",
        "funding_column_set.draft",
        "funding_monthly_file.columns",
        "funding_monthly_file.hours_by",
        "funding_number_reading.whose",
        "internships_contract.certificate",
        "internships_contract.content",
        "internships_run.statistics",
        "meeting_places_attendance_line.before",
        "regional_plans_report.content",
        "regional_plans_report.summaries",
        "regional_plans_board_case.letter",
        "regional_plans_board_case.record",
        "regional_plans_referral.content",
        "regional_plans_referral.parts",
        "role_standards_referral.content",
        "training_catalog_kept_occasion.places",
    }
)


class Canaries:
    """The words of one region.

    Args:
        people: Users of the region besides those who have a role in it.
    """

    def __init__(self, region: Region, letter: str, *people: User) -> None:
        self.region, self.word, self.people = region, f"kanarie{letter}", people
        self.planted: dict[str, str] = {}

    def plant(self) -> None:
        """Put a word in every text of every row that is the region's and nobody else's."""
        with all_regions("a test plants a word in every text of a region"):
            self._find_owned()
            own = own_tables()  # not those of plugins that other tests have imported
            for table in (table for table in Model.metadata.sorted_tables if table.name in own):
                for column in table.columns:
                    if self._takes_a_word(table, column):
                        self._write(table, column)
        db.session.expire_all()

    def found_in(self, text: str) -> list[str]:
        """The columns, as table.column, whose words stand in a text."""
        return sorted({self.planted.get(word, word) for word in re.findall(rf"{self.word}[0-9]+x", text.lower())})

    def _find_owned(self) -> None:
        """The organisations and people that belong to this region only."""
        execute = db.session.execute
        own = select(OrganisationRegion.organisation_id).where(OrganisationRegion.region_id == self.region.id)
        others = select(OrganisationRegion.organisation_id).where(OrganisationRegion.region_id != self.region.id)
        members = select(Membership.user_id).where(Membership.region_id == self.region.id)
        elsewhere = select(Membership.user_id).where(Membership.region_id != self.region.id)
        self.owned = {
            "core_organisation": set(execute(own).scalars()) - set(execute(others).scalars()),
            "core_user": (set(execute(members).scalars()) | {each.id for each in self.people}) - set(execute(elsewhere).scalars()),
            "core_region": {self.region.id},
        }

    def _rows(self, table: Table) -> Any:
        """The condition that a row is the region's."""
        if table.name in self.owned:
            return table.c.id.in_(self.owned[table.name])
        if "region_id" in table.c:
            return table.c.region_id == self.region.id
        keys = [(key.parent, key.column.table.name) for key in table.foreign_keys if key.column.table.name in self.owned]
        return or_(*(and_(column.in_(self.owned[name])) for column, name in keys)) if keys else None

    def _takes_a_word(self, table: Table, column: Any) -> bool:
        if column.name in FIXED or column.name in FIXED_IN.get(table.name, ()) or column.foreign_keys or _is_sealed(table, column):
            return False
        if isinstance(column.type, JSON):
            return True
        long_enough = (getattr(column.type, "length", None) or 99) >= 30
        return isinstance(column.type, String) and not isinstance(column.type, Enum) and long_enough

    def _write(self, table: Table, column: Any) -> None:
        rows = self._rows(table)
        if rows is None:
            return
        word = f"{self.word}{len(self.planted) + 1}x"
        connection = db.session.connection()
        key = list(table.primary_key.columns)
        numbered = 0
        for row in connection.execute(select(*key, column).where(rows)).all():
            value = self._value(column, word, row[-1], "".join(map(str, row[:-1])))
            if value is not None:
                mine = and_(*(each == row[index] for index, each in enumerate(key)))
                connection.execute(update(table).where(mine).values({column.name: value}))
                numbered += 1
        if numbered:
            self.planted[word] = f"{table.name}.{column.name}"

    @staticmethod
    def _value(column: Any, word: str, old: Any, number: str) -> Any:
        if isinstance(column.type, JSON):
            new = _with_word(old, word, adds=f"{column.table.name}.{column.name}" not in SHAPED)
            return None if new == old else new
        if "email" in column.name or column.name in ("recipient", "requester"):
            return f"{word}{number}@exempel.example"
        if column.name.endswith("url"):
            return f"/{word}" if str(old).startswith("/") else f"https://{word}.example/"
        return f"{word} {number}"[: column.type.length or 99]


def _is_sealed(table: Table, column: Any) -> bool:
    """Whether a column holds encrypted text, which no word can stand in."""
    return any(model.__tablename__ == table.name and column.name in encrypted.columns_of(model) for model in encrypted.models())


def _with_word(value: Any, word: str, *, adds: bool) -> Any:
    """A JSON value with the word in every text that stands under a label, and, if it may be added, in every mapping of words."""
    if isinstance(value, Mapping):
        labelled = {k: word if k in LABELS and isinstance(v, str) else _with_word(v, word, adds=adds) for k, v in value.items()}
        return {**labelled, "kanarie": word} if adds and not LABELS & set(value) else labelled
    return [_with_word(each, word, adds=adds) for each in value] if isinstance(value, list) else value


def _there(region: Region) -> dict[Any, Any]:
    """By table, a row that the region has: what a new row refers to."""
    found = {}
    with all_regions("a test looks which rows there are"):
        for table in (
            each for each in Model.metadata.sorted_tables if each.name in own_tables() and {"id", "region_id"} <= set(each.c.keys())
        ):
            number = db.session.connection().execute(select(table.c.id).where(table.c.region_id == region.id).limit(1)).scalar()
            if number is not None:
                found[table.name] = number
    return found


def grow(make: Factory, region: Region, person: User) -> list[str]:
    """Make a row in every table of a region that has none. Returns the tables for which that is not possible."""
    barren, there = [], _there(region)
    for mapper in sorted(Model.registry.mappers, key=lambda each: each.local_table.name):
        table: Any = mapper.local_table
        if not issubclass(mapper.class_, RegionScoped) or table.name not in own_tables():
            continue
        with all_regions("a test looks whether there are rows"):
            found = db.session.connection().execute(select(table.c.region_id).where(table.c.region_id == region.id).limit(1)).first()
        if found is None:
            made = dict(there)
            try:
                with region_scope(region.id), atomic():
                    any_row.row(table.name, made, make, region, person)
                there = made
            except (IntegrityError, AttributeError, TypeError) as error:
                barren.append(f"{table.name}: {type(error).__name__} {error}"[:200])
    return barren
