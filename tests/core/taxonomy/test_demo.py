"""The small hand-written set."""

from __future__ import annotations

import csv
from collections import Counter

from sqlalchemy import select

from core.config import ROOT
from core.db import atomic, db, get
from core.search.folding import fold
from core.taxonomy import importer, queries
from core.taxonomy.models import Occupation, OccupationGroup, OccupationTerm, TermSource
from core.taxonomy.service import sync_demo_taxonomy
from core.taxonomy.terms import rows

from .conftest import SHARED


def test_it_is_there_after_an_upgrade() -> None:
    loaded = queries.loaded()
    assert (loaded.full, loaded.groups, loaded.occupations) == (False, 72, 254)
    assert loaded.terms > 1000
    assert [row.code for row in queries.ancestors("7212")] == ["7", "72", "721"]


def test_a_second_run_changes_nothing() -> None:
    with atomic():
        assert sync_demo_taxonomy() == 0


def test_what_differs_is_corrected() -> None:
    with atomic():
        get(OccupationGroup, "7212").name = "Svetsfolk"
        occupation = get(Occupation, rows("occupations.csv")[0]["concept_id"])
        occupation.name = "Fel"
    with atomic():
        assert sync_demo_taxonomy() > 0
    assert get(OccupationGroup, "7212").name == "Svetsare och gasskärare"
    assert occupation.name == rows("occupations.csv")[0]["name"]


def test_the_files_agree_with_each_other() -> None:
    groups = {row["code"]: row for row in rows("groups.csv")}
    occupations = rows("occupations.csv")
    assert all(not row["parent_code"] or row["parent_code"] in groups for row in groups.values())
    assert all(row["parent_code"] == row["code"][:-1] for row in groups.values() if row["parent_code"])
    assert {row["group_code"] for row in occupations} == {code for code in groups if len(code) == 4}
    assert max(Counter(row["concept_id"] for row in occupations).values()) == 1
    pairs = Counter((fold(row["term"]), row["occupation_id"]) for row in rows("terms.csv"))
    assert [pair for pair, times in pairs.items() if times > 1] == []


def test_the_files_agree_with_the_official_sets(official: object) -> None:
    """So that a full import updates these rows instead of doubling them."""
    with (SHARED / "occupation_names.csv").open(encoding="utf-8", newline="") as file:
        names = {row["concept_id"]: (row["label_sv"], row["ssyk4"]) for row in csv.DictReader(file)}
    with (SHARED / "ssyk2012.csv").open(encoding="utf-8", newline="") as file:
        groups = {row["code"]: (row["label_sv"], row["parent_code"], row["concept_id"]) for row in csv.DictReader(file)}
    assert all(names[row["concept_id"]] == (row["name"], row["group_code"]) for row in rows("occupations.csv"))
    assert all(names[row["occupation_id"]] == (row["occupation_name"], row["group_code"]) for row in rows("terms.csv"))
    assert all(groups[row["code"]] == (row["name"], row["parent_code"], row["concept_id"]) for row in rows("groups.csv"))


def test_it_never_overwrites_a_full_import(full: None) -> None:
    with atomic():
        get(OccupationGroup, "7212").name = "Nyare namn"
        sync_demo_taxonomy()
    assert get(OccupationGroup, "7212").name == "Nyare namn"
    assert queries.loaded().full


def test_a_full_import_after_it_doubles_nothing(full: None) -> None:
    ids = db.session.execute(select(Occupation.id)).scalars().all()
    assert len(ids) == len(set(ids)) == 2412
    names = Counter(db.session.execute(select(Occupation.name)).scalars())
    assert {name: times for name, times in names.items() if times > 1} == {}
    term = OccupationTerm
    words = Counter(db.session.execute(select(term.term, term.occupation_id, term.group_code, term.source)))
    assert max(words.values()) == 1


def test_words_about_occupations_that_are_not_loaded_wait(delivery: object) -> None:
    """The demo has no veterinarians; *djurläkare* leads to them only after a full import."""
    statement = select(OccupationTerm.term).where(OccupationTerm.source == TermSource.CURATED)
    assert "djurläkare" not in set(db.session.execute(statement).scalars())
    assert any(row["term"] == "djurläkare" for row in rows("terms.csv"))
    assert importer.SourceError.code == "taxonomy_source"
    assert (ROOT / "core" / "taxonomy" / "data" / "README.md").is_file()
