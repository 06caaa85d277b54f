"""The full-text index, on the database of the run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.db import all_regions, atomic, db, region_scope
from core.db.fulltext import create_fulltext, drop_fulltext, fulltext_match
from core.errors import TenantFenceError
from core.regions.models import Region
from core.search import index
from core.search.models import SearchEntry
from core.search.stems import query_stems
from core.testing.factories import Factory

KIND = "test_catalog.event"


@pytest.fixture
def north(make: Factory) -> Region:
    region = make.region("norr")
    texts = {
        1: "Svetsutbildning på distans, Skellefteå",
        2: "Undersköterska: kurs i äldreomsorg",
        3: "Matematik 1a, två kurser. C++ för nybörjare",
        4: "Kurs kurs kurs, bara kurs",
    }
    with atomic(), region_scope(region.id):
        index.put_many(KIND, region, texts.items())
        index.put("test_catalog.provider", 1, region, "Svetsskolan")
    return region


def found(region: Region, query: str, kind: str = KIND) -> list[int]:
    with region_scope(region.id):
        return sorted(db.session.execute(index.matching(kind, query)).scalars())


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("svetsutbildning", [1]),
        ("svetsutbildningarna", [1]),
        ("svets", [1]),
        ("svetsning", [1]),
        ("utbildning distans", [1]),
        ("distans undersköterska", []),
        ("kurs", [2, 3, 4]),
        ("KURSER", [2, 3, 4]),
        ("äldre", [2]),
        ("omsorg", [2]),
        ("undersköt", [2]),
        ("unders ", []),  # finished by the space, and no word
        ("1a", [3]),
        ("c++", [3]),
        ("c#", []),
        ("skelleft", [1]),
        ("och", []),
        ("", []),
    ],
)
def test_what_is_found(north: Region, query: str, ids: list[int]) -> None:
    assert found(north, query) == ids


def test_compounds_are_found_by_parts_and_the_other_way(north: Region) -> None:
    with atomic(), region_scope(north.id):
        index.put(KIND, 7, north, "Utbildning för dig som vill bli svetsare")
    assert found(north, "svetsutbildning") == [1, 7]


@pytest.mark.parametrize(
    "query", ['"', "' OR 1=1 --", "NEAR(a b)", "svets* OR", "(svets", "-svets", "svets:*&", "\\", "a\x00b", "^svets", "{body}:x", "!", "😀"]
)
@pytest.mark.requirement("S30")
def test_the_query_language_cannot_be_reached(north: Region, query: str) -> None:
    assert found(north, query) in ([], [1])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
def test_no_query_is_an_error(north: Region, query: str) -> None:
    assert set(found(north, query)) <= {1, 2, 3, 4}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_can_be_indexed(north: Region, text: str) -> None:
    with atomic(), region_scope(north.id):
        index.put(KIND, 99, north, text + " näverslöjd")
    assert found(north, "näverslöjd ") == [99]


def test_the_better_match_ranks_higher(north: Region) -> None:
    hits = index.ranked(KIND, "kurs ")
    with region_scope(north.id):
        order = db.session.execute(select(hits.c.object_id).order_by(hits.c.rank.desc())).scalars().all()
    assert order[0] == 4
    assert sorted(order) == [2, 3, 4]


def test_it_narrows_a_select_on_a_model(north: Region) -> None:
    """`in_(matching(…))` on any model: here the entries themselves."""
    statement = select(SearchEntry.object_id).where(SearchEntry.kind == KIND, SearchEntry.object_id.in_(index.matching(KIND, "svets")))
    with region_scope(north.id):
        assert db.session.execute(statement).scalars().all() == [1]


def test_putting_again_replaces(north: Region) -> None:
    with atomic(), region_scope(north.id):
        assert index.put_many(KIND, north, [(1, "Hundskötsel"), (2, "Undersköterska: kurs i äldreomsorg")]) == 1
    assert found(north, "svets") == []
    assert found(north, "hund ") == []
    assert found(north, "hundskötsel") == [1]
    with region_scope(north.id):
        assert db.session.execute(select(func.count(SearchEntry.id)).where(SearchEntry.kind == KIND)).scalar_one() == 4


def test_removing(north: Region) -> None:
    with atomic(), region_scope(north.id):
        index.remove(KIND, [1, 2])
        index.remove(KIND, 3)
        index.remove(KIND, 1234)
    assert found(north, "kurs") == [4]
    assert found(north, "svets", "test_catalog.provider") == [1], "another kind with the same id stays"
    with atomic(), region_scope(north.id):
        index.put(KIND, 1, north, "Svetsning igen")
    assert found(north, "svets") == [1]


@pytest.mark.requirement("S3")
def test_another_region_finds_nothing_and_removes_nothing(north: Region, make: Factory) -> None:
    south = make.region("syd")
    assert found(south, "svets") == []
    with atomic(), region_scope(south.id):
        index.remove(KIND, 1)
    assert found(north, "svets") == [1]
    with region_scope(south.id, read=[north.id]):
        assert db.session.execute(index.matching(KIND, "svets")).scalars().all() == [1]


def test_writing_for_another_region_is_refused(north: Region, make: Factory) -> None:
    south = make.region("syd")
    with pytest.raises(TenantFenceError), region_scope(south.id):
        index.put(KIND, 5, north, "Svetsning")


def test_searching_without_a_scope_is_refused(north: Region) -> None:
    with pytest.raises(TenantFenceError):
        db.session.execute(index.matching(KIND, "svets")).all()


def test_the_index_can_be_made_again_over_existing_rows(north: Region) -> None:
    connection = db.session.connection()
    drop_fulltext(connection)
    create_fulltext(connection)
    create_fulltext(connection)
    assert found(north, "svets") == [1]


def test_deleting_a_region_empties_its_index(north: Region) -> None:
    with all_regions("the region goes"), atomic():
        db.session.delete(north)
    with all_regions("looking for what is left"):
        assert db.session.execute(index.matching(KIND, "svets")).scalars().all() == []


def test_much_text_is_cut_not_refused(north: Region) -> None:
    with atomic(), region_scope(north.id):
        index.put(KIND, 50, north, "början " + " ".join(f"ord{number}" for number in range(300_000)))
    assert found(north, "början ") == [50]


def test_the_database_uses_its_index(north: Region) -> None:
    """Without it, a search reads every text. The planner has no other index to prefer: the select is on the text alone."""
    connection = db.session.connection()
    dialect = connection.dialect.name
    columns = {"entry_id": SearchEntry.id, "body": SearchEntry.body}
    statement, _rank = fulltext_match(select(SearchEntry.id), dialect=dialect, words=query_stems("svetsutbildning"), **columns)
    compiled = statement.compile(connection, compile_kwargs={"literal_binds": True})
    if dialect == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        assert "core_search_fts_gin" in str(connection.exec_driver_sql(f"EXPLAIN {compiled}").all())
    else:
        assert "core_search_fts VIRTUAL TABLE INDEX" in str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all())
