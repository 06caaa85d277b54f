"""Typeahead over phrases, apart from any data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.typeahead import Phrase, Typeahead, root

PHRASES = [
    Phrase("Svetsare", "svetsare"),
    Phrase("Svetsingenjör", "svetsing"),
    Phrase("Undersköterska, äldreomsorg", "usk"),
    Phrase("usk", "usk"),
    Phrase("Distriktssköterska", "dsk"),
    Phrase("Lärare i matematik", "matte"),
    Phrase("Lärare i svenska", "svenska"),
    Phrase("Grävmaskinförare", "gräv"),
    Phrase("Hälsa", "tema", -20.0),
    Phrase("Hälsopedagog", "pedagog"),
    Phrase("!", "nothing"),
]
INDEX = Typeahead(PHRASES)


def targets(text: str, limit: int = 3) -> list[str]:
    return [hit.target for hit in INDEX.search(text, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("svetsare", "svetsare"),
        ("SVETSARE!", "svetsare"),
        ("svetsning", "svetsare"),
        ("svestare", "svetsare"),
        ("usk", "usk"),
        ("underskoterskor", "usk"),
        ("undersk", "usk"),
        ("skötersk", "dsk"),
        ("distrikts sköterska", "dsk"),
        ("svensklärare lärare svenska", "svenska"),
        ("matematik", "matte"),
        ("erfaren lärare till matematik", "matte"),
        ("maskinförare", "gräv"),
        ("minigrävmaskinförare", "gräv"),
        ("hälso", "pedagog"),
    ],
)
def test_the_best_comes_first(typed: str, first: str) -> None:
    assert targets(typed)[0] == first


def test_each_target_comes_once_with_the_phrase_that_matched() -> None:
    hits = INDEX.search("usk", 8)
    assert [hit.target for hit in hits].count("usk") == 1
    assert hits[0].phrase == "usk"


@pytest.mark.parametrize("typed", ["", "   ", "!?", "qqqq", "xyzzy plugh"])
def test_nothing_is_suggested_for_nothing(typed: str) -> None:
    assert targets(typed) == []


def test_the_limit_holds() -> None:
    assert len(INDEX.search("s", 2)) <= 2
    assert INDEX.search("svetsare", 0) == []


def test_exact_is_more_than_similar() -> None:
    assert INDEX.exact("USK.") == ["usk"]
    assert INDEX.exact("us") == []


def test_roots() -> None:
    assert {root(word) for word in ("svetsare", "svetsning", "svetsarna", "svetsa")} == {"svets"}
    assert root("kock") == root("kockar") == "kock"
    assert root("ar") == "ar"


@given(st.text(max_size=150))
def test_any_text_can_be_typed(typed: str) -> None:
    scores = [hit.score for hit in INDEX.search(typed, 5)]
    assert scores == sorted(scores, reverse=True)
