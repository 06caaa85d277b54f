"""Import of official sets in both forms: what it writes, and how it tells what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from core.db import atomic, db, get
from core.taxonomy import importer, queries
from core.taxonomy.importer import Outcome, SourceError
from core.taxonomy.models import Occupation, OccupationGroup, OccupationTerm, Skill, TermSource
from core.taxonomy.service import add_local_term


def load(folder: Path, version: str = "v1", form: str = "auto") -> dict[str, Outcome]:
    with atomic():
        return {outcome.what: outcome for outcome in importer.apply(importer.read(folder, form=form), version_label=version)}


def refusal(folder: Path, form: str = "auto") -> str:
    with pytest.raises(SourceError) as error:
        importer.read(folder, form=form)
    return str(error.value)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_flat_form(delivery: Path) -> None:
    outcomes = load(delivery)
    assert (outcomes["occupations"].added, outcomes["skills"].added) == (2, 1)
    assert get(OccupationGroup, "7212").definition == "Svetsar, skär och löder."
    assert get(OccupationGroup, "7211").parent_code == "721"
    assert get(Occupation, "o_1").taxonomy_version == "v1"
    assert get(Skill, "s_1").folded == "provsvetsning"
    assert queries.loaded() == queries.Loaded(
        full=True, version_label="v1", groups=2, occupations=2, terms=queries.loaded().terms, skills=1
    )
    keywords = db.session.execute(select(OccupationTerm.term).where(OccupationTerm.source == TermSource.KEYWORD)).scalars().all()
    assert keywords == ["Gnistor"]
    labels = db.session.execute(select(OccupationTerm.term).where(OccupationTerm.occupation_id == "o_2")).scalars().all()
    assert sorted(labels) == ["Konstgjutare", "Provgjutare", "Provgjutare/Konstgjutare"]


def test_a_second_import_changes_nothing(delivery: Path) -> None:
    load(delivery)
    again = load(delivery, "v2")
    assert all(outcome.added == outcome.updated == outcome.deprecated == 0 for outcome in again.values())
    assert again["occupations"].unchanged == 2
    assert get(Occupation, "o_1").taxonomy_version == "v2"


def test_what_vanishes_is_deprecated_and_what_returns_is_not(delivery: Path) -> None:
    load(delivery)
    with atomic():
        add_local_term(term="gnistgubbe", occupation_id="o_1")
    change(delivery / "occupation_names.csv", "o_1,Provsvetsare,7212\n", "")
    change(delivery / "skills.csv", "s_1,Provsvetsning\n", "s_2,Provlödning\n")
    outcome = load(delivery, "v2")
    assert outcome["occupations"].deprecated == outcome["skills"].deprecated == 1
    assert get(Occupation, "o_1").deprecated
    assert get(Occupation, "o_1").taxonomy_version == "v1"
    assert get(Skill, "s_1").deprecated
    assert "Provsvetsare" not in [found.label for found in queries.suggest("provsvetsare")]
    assert "Provsvetsare" not in [found.label for found in queries.suggest("gnistgubbe")]
    change(delivery / "occupation_names.csv", "ssyk4\n", "ssyk4\no_1,Provsvetsare,7212\n")
    assert load(delivery, "v3")["occupations"].updated == 1
    assert not get(Occupation, "o_1").deprecated
    assert queries.suggest("gnistgubbe")[0].label == "Provsvetsare", "a local word waits for its occupation"


def test_the_small_set_is_deprecated_where_the_full_one_lacks_it(delivery: Path) -> None:
    before = queries.loaded()
    outcome = load(delivery)
    assert outcome["occupations"].deprecated == before.occupations
    assert get(OccupationGroup, "5321").deprecated


def test_a_moved_occupation_takes_its_words_along(delivery: Path) -> None:
    load(delivery)
    change(delivery / "occupation_names.csv", "Provsvetsare,7212", "Provsvetsare,7211")
    assert load(delivery, "v2")["occupations"].updated == 1
    assert queries.suggest("provsvetsare")[0].group_code == "7211"
    assert queries.suggest("gnistor")[0].group_code == "7211"


def test_files_that_are_not_there_leave_their_rows_alone(delivery: Path) -> None:
    load(delivery)
    (delivery / "skills.csv").unlink()
    (delivery / "keywords.csv").unlink()
    outcomes = load(delivery, "v2")
    assert "skills" not in outcomes
    assert not get(Skill, "s_1").deprecated
    assert queries.suggest("gnistor")[0].occupation_id == "o_1"


def test_both_forms_give_the_same(official: Path) -> None:
    load(official, "same", "csv")
    flat = snapshot()
    again = load(official, "same", "json")
    assert all(outcome.added == outcome.updated == outcome.deprecated == 0 for outcome in again.values())
    assert snapshot() == flat
    assert (queries.loaded().groups, queries.loaded().occupations, queries.loaded().skills) == (400, 2412, 6657)


def snapshot() -> list[object]:
    groups = db.session.execute(
        select(
            OccupationGroup.code, OccupationGroup.name, OccupationGroup.parent_code, OccupationGroup.concept_id, OccupationGroup.definition
        )
    )
    occupations = db.session.execute(select(Occupation.id, Occupation.name, Occupation.group_code))
    return [sorted(map(tuple, groups), key=str), sorted(map(tuple, occupations)), sorted(db.session.execute(select(Skill.id)).scalars())]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("ssyk2012.csv", "7212,4,", "72x2,4,", "ssyk2012.csv, row 5, column code: '72x2' is not an SSYK 2012 code"),
        ("ssyk2012.csv", "7212,4,", "7212,3,", "ssyk2012.csv, row 5, column level: the level is '3', but the code '7212' has 4 digits"),
        (
            "ssyk2012.csv",
            "721,3,Svetsare m.fl.,72",
            "721,3,Svetsare m.fl.,73",
            "row 4: group 721 names the parent '73', which is not in the file",
        ),
        (
            "ssyk2012.csv",
            "721,3,Svetsare m.fl.,72",
            "721,3,Svetsare m.fl.,7",
            "row 4: group 721 names the parent '7', which is not one level above it",
        ),
        ("ssyk2012.csv", "72,2,Metall,7", "72,2,Metall,", "row 3: group 72 has no parent; only one-digit groups have none"),
        ("ssyk2012.csv", "Gjutare", "", "ssyk2012.csv, row 6, column label_sv: the name is missing"),
        ("ssyk2012.csv", "Gjutare", "G" * 201, "row 6, column label_sv: the name has 201 characters; at most 200 are allowed"),
        ("ssyk2012.csv", "7211,4,Gjutare", "7212,4,Gjutare", "row 6: group 7212 is there already, at ssyk2012.csv, row 5"),
        (
            "ssyk2012.csv",
            '"Svetsar, skär och löder."',
            "Svetsar, skär",
            "ssyk2012.csv, row 5: there are 7 columns, not 6; put quotation marks around a text with commas",
        ),
        ("ssyk2012.csv", "parent_code", "parent", "ssyk2012.csv, row 1: the column parent_code is missing"),
        (
            "occupation_names.csv",
            "o_1,Provsvetsare,7212",
            "o_1,Provsvetsare,9999",
            "occupation_names.csv, row 2: occupation o_1 names the group '9999'",
        ),
        (
            "occupation_names.csv",
            "o_1,Provsvetsare,7212",
            "o_1,Provsvetsare,721",
            "row 2: occupation o_1 names the group '721', which is not a four-digit group there",
        ),
        ("occupation_names.csv", "o_2,", "o_1,", "row 3: occupation o_1 is there already, at occupation_names.csv, row 2"),
        ("occupation_names.csv", "o_1,", "o 1!,", "row 2, column concept_id: 'o 1!' is not a concept id"),
        ("skills.csv", "s_1,Provsvetsning", 's_1,"Prov', "skills.csv, row 2: this is not CSV"),
        ("keywords.csv", "Gnistor,", ",", "keywords.csv, row 2, column keyword: the name is missing"),
    ],
)
def test_a_fault_is_told_with_its_place(delivery: Path, file: str, old: str, new: str, told: str) -> None:
    change(delivery / file, old, new)
    message = refusal(delivery)
    assert told in message
    assert "nothing was changed" in message


def test_all_faults_are_told_at_once_but_not_without_end(delivery: Path) -> None:
    with (delivery / "occupation_names.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"n_{number},Namn,0000\n" for number in range(500))
    message = refusal(delivery)
    assert "row 4:" in message
    assert "row 23:" in message
    assert "… and 480 more." in message


def test_missing_files_are_named(tmp_path: Path, delivery: Path) -> None:
    (delivery / "occupation_names.csv").unlink()
    assert "occupation_names.csv missing" in refusal(delivery)
    assert "found only ssyk2012.csv" in refusal(delivery)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "ssyk2012.csv and occupation_names.csv missing" in refusal(empty)
    assert "the-ssyk-hierarchy-with-occupations.json is not in" in refusal(empty, "json")


def test_a_file_that_is_not_utf_8(delivery: Path) -> None:
    (delivery / "skills.csv").write_bytes("concept_id,label_sv\ns_1,Svetsning på höjd\n".encode("latin-1"))
    assert "skills.csv: byte" in refusal(delivery)
    assert "is not UTF-8" in refusal(delivery)


def test_a_byte_order_mark_does_no_harm(delivery: Path) -> None:
    path = delivery / "ssyk2012.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(importer.read(delivery).groups) == 5


def published(folder: Path, concepts: object) -> Path:
    folder = folder / "json"
    folder.mkdir(exist_ok=True)
    (folder / "the-ssyk-hierarchy-with-occupations.json").write_text(json.dumps({"data": {"concepts": concepts}}), "utf-8")
    return folder


def branch() -> dict[str, object]:
    occupation = {"id": "o_1", "preferred_label": "Provsvetsare", "type": "occupation-name"}
    node: dict[str, object] = {"narrower": [occupation]}
    for code in ("7212", "721", "72", "7"):
        node |= {"id": f"g_{code}", "preferred_label": f"Grupp {code}", "type": f"ssyk-level-{len(code)}", "ssyk_code_2012": code}
        node = {"narrower": [node]} if code != "7" else node
    return node


def test_the_publishers_form(tmp_path: Path) -> None:
    outcomes = load(published(tmp_path, [branch()]), "j1")
    assert outcomes["occupations"].added == 1
    assert get(Occupation, "o_1").group_code == "7212"
    assert get(OccupationGroup, "7212").parent_code == "721"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda top: top.update(type="sun-level-1"), "data.concepts[0], type: 'sun-level-1' is neither"),
        (lambda top: top.update(ssyk_code_2012=7), "data.concepts[0], ssyk_code_2012: '' is not an SSYK 2012 code"),
        (lambda top: top.update(narrower={}), "data.concepts[0], narrower: a list was expected"),
        (lambda top: top["narrower"].append("x"), "data.concepts[0].narrower[1]: an object was expected"),
        (lambda top: top["narrower"][0].update(preferred_label=""), "data.concepts[0].narrower[0], preferred_label: the name is missing"),
        (
            lambda top: top["narrower"].append({"id": "o_9", "preferred_label": "Vilse", "type": "occupation-name"}),
            "data.concepts[0].narrower[1]: occupation o_9 names the group '7', which is not a four-digit group there",
        ),
    ],
)
def test_a_fault_in_the_publishers_form(tmp_path: Path, spoil, told: str) -> None:  # type: ignore[no-untyped-def]
    top = branch()
    spoil(top)
    assert told in refusal(published(tmp_path, [top]))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"data": {"concepts": [}', "row 1, column 24: this is not JSON"),
        ("[]", "the list data.concepts is missing"),
        ('{"data": {"concepts": {}}}', "the list data.concepts is missing"),
        ('{"data": {"concepts": [1]}}', "data.concepts[0]: an object was expected"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_document_of_another_kind(tmp_path: Path, text: str, told: str) -> None:
    folder = published(tmp_path, [])
    (folder / "the-ssyk-hierarchy-with-occupations.json").write_text(text, "utf-8")
    assert told in refusal(folder)
