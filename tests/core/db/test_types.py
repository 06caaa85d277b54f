"""Column types mean the same on both databases, and names sort as Swedish people expect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column, func, select, table
from sqlalchemy.exc import StatementError
from sqlalchemy.orm.exc import StaleDataError

from core.db import Model, SortKey, atomic, db, get, region_scope, sort_key
from core.testing.factories import Factory
from tests.fixture_plugins.meetings.models import Meeting

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"


@pytest.mark.parametrize(
    "written",
    [
        datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
        datetime(2026, 11, 24, 9, 30, tzinfo=STOCKHOLM),
        datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM, fold=1),  # the hour that comes twice
        datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
    ],
)
def test_a_datetime_comes_back_as_the_same_moment_in_utc(make: Factory, written: datetime) -> None:
    region = make.region()
    with atomic(), region_scope(region.id):
        db.session.add(meeting := Meeting(region_id=region.id, title="x", starts_at=written))
        db.session.flush()
        db.session.expire(meeting)
        found = get(Meeting, meeting.id).starts_at
        assert found == written.astimezone(UTC)
        assert found is not None
        assert found.utcoffset() == timedelta(0)
        assert db.session.execute(select(Meeting.title).where(Meeting.starts_at == written)).scalar_one() == "x"
        assert db.session.execute(select(Meeting.id).where(Meeting.starts_at > written)).all() == []


def test_a_naive_datetime_is_refused(make: Factory) -> None:
    region = make.region()
    with pytest.raises(StatementError, match="without time zone"), atomic(), region_scope(region.id):
        db.session.add(Meeting(region_id=region.id, title="x", starts_at=datetime(2026, 11, 24)))


def test_a_change_inside_a_json_value_is_seen(make: Factory) -> None:
    region = make.region()
    with atomic(), region_scope(region.id):
        db.session.add(meeting := Meeting(region_id=region.id, title="x", facts={"rum": ["A"], "antal": 1}))
    with atomic(), region_scope(region.id):
        meeting.facts["antal"] = 2
    with region_scope(region.id):
        db.session.expire_all()
        assert get(Meeting, meeting.id).facts == {"rum": ["A"], "antal": 2}


@pytest.mark.requirement("R10")
def test_two_editors_of_one_row(make: Factory) -> None:
    region = make.region()
    with atomic(), region_scope(region.id):
        db.session.add(meeting := Meeting(region_id=region.id, title="first"))
    assert meeting.version == 1
    with pytest.raises(StaleDataError), atomic(), region_scope(region.id):
        # Somebody else saves between our reading and our writing.
        db.session.connection().execute(
            table("meetings_meeting", column("version"), column("title")).update().values(version=2, title="theirs")
        )
        meeting.title = "ours"
        db.session.flush()
    with atomic(), region_scope(region.id):
        meeting = get(Meeting, meeting.id)
        meeting.title = "second"
    assert meeting.version == 2


@pytest.mark.parametrize(
    "names",
    [
        ["Abisko", "Arjeplog", "Zinkgruvan", "Åmål", "Åre", "Ängelholm", "Örebro", "Östersund"],
        ["Malmo", "Malmö", "Malmöhus"],
        ["Norra Ön", "Norrköping"],
        ["cafe", "Café Ett", "cafe två"],
        ["Ö", "öb"],
    ],
)
def test_names_sort_in_swedish_order(names: list[str]) -> None:
    assert sorted(sorted(names, reverse=True), key=sort_key) == names


@given(st.lists(st.text(ALPHABET + ALPHABET.upper() + " ", min_size=1, max_size=12), max_size=8))
def test_byte_order_of_the_key_is_alphabetical_order(words: list[str]) -> None:
    def expected(word: str) -> list[int]:
        return [(" " + ALPHABET).index(letter) for letter in word.strip().lower()]

    assert [expected(w) for w in sorted(words, key=sort_key)] == sorted(expected(w) for w in words)
    for word in words:
        assert sort_key(word).isascii()
        assert sort_key(f"  {word.upper()} ") == sort_key(word)


def test_the_database_sorts_as_python_does(make: Factory) -> None:
    """PostgreSQL compares bytes in these columns, whatever collation the database has."""
    names = ["Åre", "Arjeplog", "Örebro", "Norra Ön", "Norrköping", "Älvdalen", "Zinkgruvan", "norrtälje", "É-huset"]
    region = make.region()
    with atomic(), region_scope(region.id):
        db.session.add_all(Meeting(region_id=region.id, title=name, sort_key=sort_key(name)) for name in names)
        found = db.session.execute(select(Meeting.title).order_by(Meeting.sort_key)).scalars().all()
    assert found == sorted(names, key=sort_key)


def test_every_sort_key_column_is_compared_by_bytes(context: None) -> None:
    columns = [c for t in Model.metadata.tables.values() for c in t.columns if c.name == "sort_key"]
    assert {c.table.name for c in columns} >= {"core_municipality", "core_organisation", "meetings_meeting"}
    core = [c for c in columns if c.table.name.startswith(("core_", "meetings_"))]
    assert [c.table.name for c in core if c.type is not SortKey] == []
    if db.session.connection().dialect.name == "postgresql":
        described = table("columns", column("table_name"), column("collation_name"), column("column_name"), schema="information_schema")
        found = db.session.connection().execute(
            select(func.distinct(described.c.collation_name)).where(described.c.column_name == "sort_key")
        )
        assert found.scalars().all() == ["C"]
