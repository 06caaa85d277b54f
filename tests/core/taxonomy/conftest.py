"""What the taxonomy's tests share."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import ROOT
from core.db import atomic
from core.taxonomy import importer
from core.taxonomy.search import forget

SHARED = ROOT.parent / "shared" / "data" / "taxonomy"
GOLD = Path(__file__).with_name("gold.csv")


@pytest.fixture(autouse=True)
def fresh_memory(context: None) -> Iterator[None]:
    """What a process holds in memory must not outlive the test's rolled-back transaction."""
    forget()
    yield
    forget()


@pytest.fixture
def official() -> Path:
    """The folder with the full official sets."""
    if not SHARED.is_dir():
        pytest.skip("the official sets are not beside the repository (../shared/data/taxonomy)")
    return SHARED


@pytest.fixture
def full(official: Path, context: None) -> None:
    """The full official sets, imported."""
    with atomic():
        importer.apply(importer.read(official), version_label="official")


@pytest.fixture
def gold() -> list[tuple[str, frozenset[str], str]]:
    """Realistic queries: what is typed, the groups that are right, and the kind of difficulty."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return [(row["query"], frozenset(row["groups"].split()), row["kind"]) for row in csv.DictReader(file)]


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """A folder with a tiny set in the flat form, to be spoiled by the tests."""
    (tmp_path / "ssyk2012.csv").write_text(
        "code,level,label_sv,parent_code,concept_id,definition_sv\n"
        "7,1,Bygg och tillverkning,,g_7,\n"
        "72,2,Metall,7,g_72,\n"
        "721,3,Svetsare m.fl.,72,g_721,\n"
        '7212,4,Svetsare och gasskärare,721,g_7212,"Svetsar, skär och löder."\n'
        "7211,4,Gjutare,721,g_7211,\n",
        "utf-8",
    )
    (tmp_path / "occupation_names.csv").write_text(
        "concept_id,label_sv,ssyk4\no_1,Provsvetsare,7212\no_2,Provgjutare/Konstgjutare,7211\n", "utf-8"
    )
    (tmp_path / "skills.csv").write_text("concept_id,label_sv\ns_1,Provsvetsning\n", "utf-8")
    (tmp_path / "keywords.csv").write_text(
        "keyword,related_id,related_label,related_type\nGnistor,o_1,Provsvetsare,occupation-name\nKonst,x_9,Konst,sun-education-field-4\n",
        "utf-8",
    )
    return tmp_path
