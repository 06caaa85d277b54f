"""The flat form: ssyk2012.csv, occupation_names.csv, and if they are there skills.csv and keywords.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from core.taxonomy.importer import records as r

GROUPS = "ssyk2012.csv"
OCCUPATIONS = "occupation_names.csv"
SKILLS = "skills.csv"
KEYWORDS = "keywords.csv"

Row = tuple[str, dict[str, str]]


def read(folder: Path) -> r.Delivery:
    """Read and check all files.

    Raises:
        SourceError: naming the file, row and column of each fault.
    """
    faults = r.Faults()
    delivery = r.Delivery(files=[folder / name for name in (GROUPS, OCCUPATIONS, SKILLS, KEYWORDS) if (folder / name).is_file()])
    groups = list(_groups(folder / GROUPS, faults))
    occupations = list(_occupations(folder / OCCUPATIONS, faults))
    r.check_parents(faults, groups, occupations)
    delivery.groups = [record for _, record in groups]
    delivery.occupations = [record for _, record in occupations]
    if (folder / SKILLS).is_file():
        delivery.skills = list(read_skills(folder / SKILLS, faults))
    if (folder / KEYWORDS).is_file():
        delivery.keywords = list(_keywords(folder / KEYWORDS, faults))
    faults.stop_if_any()
    return delivery


def _groups(path: Path, faults: r.Faults) -> Iterator[tuple[str, r.GroupRecord]]:
    for place, row in _rows(path, ("code", "label_sv", "parent_code", "concept_id"), faults):
        before = faults.count
        r.check_group_code(faults, f"{place}, column code", row["code"])
        r.check_name(faults, f"{place}, column label_sv", row["label_sv"])
        r.check_concept(faults, f"{place}, column concept_id", row["concept_id"])
        code, level = row["code"], row.get("level", "")
        if level not in ("", str(len(code))):
            faults.add(f"{place}, column level", f"the level is '{level[:40]}', but the code '{code[:40]}' has {len(code)} digits")
        if faults.count == before:
            yield place, r.GroupRecord(code, row["label_sv"], row["parent_code"] or None, row["concept_id"], row.get("definition_sv", ""))


def _occupations(path: Path, faults: r.Faults) -> Iterator[tuple[str, r.OccupationRecord]]:
    for place, row in _rows(path, ("concept_id", "label_sv", "ssyk4"), faults):
        before = faults.count
        r.check_concept(faults, f"{place}, column concept_id", row["concept_id"])
        r.check_name(faults, f"{place}, column label_sv", row["label_sv"])
        r.check_group_code(faults, f"{place}, column ssyk4", row["ssyk4"])
        if faults.count == before:
            yield place, r.OccupationRecord(row["concept_id"], row["label_sv"], row["ssyk4"])


def read_skills(path: Path, faults: r.Faults) -> Iterator[r.SkillRecord]:
    """The skills of a file, faults noted."""
    for place, row in _rows(path, ("concept_id", "label_sv"), faults):
        before = faults.count
        r.check_concept(faults, f"{place}, column concept_id", row["concept_id"])
        r.check_name(faults, f"{place}, column label_sv", row["label_sv"])
        if faults.count == before:
            yield r.SkillRecord(row["concept_id"], row["label_sv"])


def _keywords(path: Path, faults: r.Faults) -> Iterator[r.KeywordRecord]:
    for place, row in _rows(path, ("keyword", "related_id", "related_type"), faults):
        if row["related_type"] != "occupation-name":
            continue
        before = faults.count
        r.check_name(faults, f"{place}, column keyword", row["keyword"])
        r.check_concept(faults, f"{place}, column related_id", row["related_id"])
        if faults.count == before:
            yield r.KeywordRecord(row["keyword"], row["related_id"])


def _rows(path: Path, columns: tuple[str, ...], faults: r.Faults) -> Iterator[Row]:
    """Rows as dictionaries of trimmed text, each with its place; lines are counted as an editor does."""
    reader = csv.reader(io.StringIO(r.read_text(path), newline=""), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        lacking = [name for name in columns if name not in head]
        if lacking:
            faults.add(f"{path.name}, row 1", f"the column {', '.join(lacking)} is missing; found {', '.join(head) or 'nothing'}")
            return
        for cells in reader:
            place = f"{path.name}, row {reader.line_num}"
            if not cells:
                continue
            if len(cells) != len(head):
                faults.add(place, f"there are {len(cells)} columns, not {len(head)}; put quotation marks around a text with commas")
                continue
            yield place, {name: " ".join(cell.split()) for name, cell in zip(head, cells, strict=True)}
    except csv.Error as error:
        faults.add(f"{path.name}, row {reader.line_num}", f"this is not CSV: {error}")
