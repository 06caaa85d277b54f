"""Dirty data is normal: every record of the corpus is read as it must be, and read again it changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from .conftest import Catalogue, course_file
from .corpus import DOCUMENTS, ROWS


def found(catalogue: Catalogue, run: Any, path: str) -> Any:
    """What is in the catalogue at a path of the corpus."""
    kind, _dot, name = path.partition(".")
    if name:
        rows = {"info": catalogue.infos, "event": catalogue.events, "provider": catalogue.providers}[kind]
        value = getattr(rows[0], name)
        return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, list) else value
    match kind:
        case "infos":
            return len(catalogue.infos)
        case "events":
            return len(catalogue.events)
        case "current":
            return sum(event.is_current for event in catalogue.events)
        case "places":
            return [(place.municipality_code, place.inferred_from) for place in catalogue.locations]
    return getattr(run, kind)


def check(catalogue: Catalogue, content: Any, expected: dict[str, Any]) -> None:
    run = catalogue.read(content)
    assert {path: found(catalogue, run, path) for path in expected} == expected
    again = catalogue.read(content)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert (again.unchanged, again.rejected, again.ignored) == (run.added, run.rejected, run.ignored)
    assert {path: found(catalogue, run, path) for path in expected} == expected


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(catalogue: Catalogue, name: str) -> None:
    documents, expected = DOCUMENTS[name]
    check(catalogue, documents, expected)


@pytest.mark.parametrize("name", ROWS)
def test_rows(catalogue: Catalogue, name: str) -> None:
    rows, expected = ROWS[name]
    check(catalogue, course_file(*rows), expected)


def test_the_corpus_is_large_enough() -> None:
    assert len(DOCUMENTS) + len(ROWS) >= 40
