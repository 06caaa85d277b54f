"""Slips of the pen lead to what was meant; what is right is left alone; words of other regions are never told."""

from __future__ import annotations

from typing import Any

import pytest

from core.db import atomic, region_scope
from core.regions.models import Region
from core.search import index, spelling
from core.testing.factories import Factory

KIND = "test.thing"
TEXTS = [
    "Undersköterska inom äldreomsorg",
    "Svetsare, industrisvetsning",
    "Lastbilsförare C och CE",
    "Barnskötare i förskolan",
    "Elektriker, starkström",
    "Programmering i Python",
    "Köksbiträde och kock",
]


@pytest.fixture
def north(make: Factory) -> Any:
    region = make.region("norr")
    with region_scope(region.id):
        with atomic():
            index.put_many(KIND, region, list(enumerate(TEXTS, start=1)))
        yield region


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("undersköteska", "undersköterska"),
        ("underskoterska", "undersköterska"),
        ("undersjöterska", "undersköterska"),
        ("Svetsaer", "svetsare"),
        ("lastbillsförare", "lastbilsförare"),
        ("barnskötarre", "barnskötare"),
        ("eletriker", "elektriker"),
        ("programering python", "programmering python"),
        ("äldreomsog", "äldreomsorg"),
        ("kcok", "kock"),
    ],
)
def test_one_slip_leads_to_the_word(typed: str, meant: str, north: Region) -> None:
    assert spelling.corrected(typed, KIND) == meant
    assert spelling.corrected(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["undersköterskor", "undersköterskans", "svetsa", "svets", "förskola", "python", "CE", "och", "", "   ", "xyzzy", "2026", "kok"],
)
def test_what_is_right_or_far_from_everything_is_left_alone(typed: str, north: Region) -> None:
    assert spelling.corrected(typed, KIND) is None


def test_the_words_of_another_region_are_not_told(make: Factory, north: Region) -> None:
    south = make.region("soder")
    with region_scope(south.id), atomic():
        index.put(KIND, 100, south, "Hemligyrke")
    assert spelling.corrected("hemligyrkke", KIND) is None
    with region_scope(south.id):
        assert spelling.corrected("hemligyrkke", KIND) == "hemligyrke"


def test_another_kind_s_words_are_not_taken(north: Region) -> None:
    assert spelling.corrected("undersköteska", "test.other") is None


def test_indexing_again_writes_no_word_twice(north: Region) -> None:
    with atomic():
        index.put(KIND, 1, north, "Undersköterska inom äldreomsorg och hemtjänst")
        index.put(KIND, 99, north, "Undersköterska")
    assert spelling.corrected("hemtjenst", KIND) == "hemtjänst"


@pytest.mark.parametrize("typed", ["%%%%%%", "____", "'; drop table", "a" * 1000, "\\\\\\\\", "å" * 300, "och " * 200])
def test_any_text_can_be_typed(typed: str, north: Region) -> None:
    assert spelling.corrected(typed, KIND) is None
