"""The publisher's own form: the-ssyk-hierarchy-with-occupations.json and, if it is there, skills.json (JobTech Taxonomy dumps)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.taxonomy.importer import records as r

HIERARCHY = "the-ssyk-hierarchy-with-occupations.json"
SKILLS = "skills.json"


def read(folder: Path) -> r.Delivery:
    """Read and check the files.

    Raises:
        SourceError: naming the file and the path inside it of each fault.
    """
    faults = r.Faults()
    delivery = r.Delivery(files=[folder / HIERARCHY])
    groups: list[tuple[str, r.GroupRecord]] = []
    occupations: list[tuple[str, r.OccupationRecord]] = []
    for place, concept in _concepts(folder / HIERARCHY, faults):
        _walk(place, concept, None, faults, groups, occupations)
    r.check_parents(faults, groups, occupations)
    delivery.groups = [record for _, record in groups]
    delivery.occupations = [record for _, record in occupations]
    if (folder / SKILLS).is_file():
        delivery.files.append(folder / SKILLS)
        delivery.skills = list(read_skills(folder / SKILLS, faults))
    faults.stop_if_any()
    return delivery


def read_skills(path: Path, faults: r.Faults) -> Iterator[r.SkillRecord]:
    """The skills of a file, faults noted."""
    for place, concept in _concepts(path, faults):
        before = faults.count
        identity, name = _text(concept, "id"), _text(concept, "preferred_label")
        r.check_concept(faults, f"{place}, id", identity)
        r.check_name(faults, f"{place}, preferred_label", name)
        if faults.count == before:
            yield r.SkillRecord(identity, name)


def _walk(
    place: str,
    concept: dict[str, Any],
    parent: str | None,
    faults: r.Faults,
    groups: list[tuple[str, r.GroupRecord]],
    occupations: list[tuple[str, r.OccupationRecord]],
) -> None:
    before = faults.count
    identity, name, kind = _text(concept, "id"), _text(concept, "preferred_label"), _text(concept, "type")
    r.check_concept(faults, f"{place}, id", identity)
    r.check_name(faults, f"{place}, preferred_label", name)
    if kind == "occupation-name":
        if parent is None:
            faults.add(place, f"occupation {identity} stands outside every group")
        if faults.count == before and parent is not None:
            occupations.append((place, r.OccupationRecord(identity, name, parent)))
        return
    if not kind.startswith("ssyk-level-"):
        faults.add(f"{place}, type", f"'{kind[:40]}' is neither an ssyk-level nor an occupation-name")
        return
    code = _text(concept, "ssyk_code_2012")
    r.check_group_code(faults, f"{place}, ssyk_code_2012", code)
    if faults.count > before:
        return
    groups.append((place, r.GroupRecord(code, name, parent, identity, _text(concept, "definition"))))
    for position, child in enumerate(_list(concept, "narrower", place, faults)):
        inner = f"{place}.narrower[{position}]"
        if isinstance(child, dict):
            _walk(inner, child, code, faults, groups, occupations)
        else:
            faults.add(inner, "an object was expected")


def _concepts(path: Path, faults: r.Faults) -> Iterator[tuple[str, dict[str, Any]]]:
    text = r.read_text(path)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        faults.add(f"{path.name}, row {error.lineno}, column {error.colno}", f"this is not JSON: {error.msg}")
        return
    except RecursionError:
        faults.add(path.name, "the document is nested too deeply to be a taxonomy")
        return
    data = document.get("data") if isinstance(document, dict) else None
    found = data.get("concepts") if isinstance(data, dict) else None
    if not isinstance(found, list):
        faults.add(path.name, 'the list data.concepts is missing; the file shall begin {"data": {"concepts": […')
        return
    for position, concept in enumerate(found):
        place = f"{path.name}, data.concepts[{position}]"
        if isinstance(concept, dict):
            yield place, concept
        else:
            faults.add(place, "an object was expected")


def _text(concept: dict[str, Any], key: str) -> str:
    value = concept.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _list(concept: dict[str, Any], key: str, place: str, faults: r.Faults) -> list[Any]:
    value = concept.get(key, [])
    if isinstance(value, list):
        return value
    faults.add(f"{place}, {key}", "a list was expected")
    return []
