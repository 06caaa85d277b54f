"""Stems for the full-text index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.db.fulltext import Word
from core.search.stems import MAX_TEXT, make_lexicon, query_stems, stem, stems


@pytest.mark.parametrize(
    "words",
    [
        "kurs kursen kurser kurserna",
        "kompetens kompetensen kompetenser",
        "distans distansen",
        "skola skolan skolor skolans",
        "undersköterska undersköterskan undersköterskor undersköterskornas",
        "svets svetsa svetsare svetsning",
        "utbildning utbildningar utbildningen utbildad",
        "plats platser platsen",
        "lektor lektorer",
        "advokat advokater",
        "analys analyser",
        "hälsa hälsan",
    ],
)
def test_forms_of_a_word_share_a_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize("pair", ["kurs kurator", "plan planta", "finans fin", "vård värd", "skog skola", "tid tidning", "ledning led"])
def test_different_words_do_not(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö", min_size=1, max_size=30))
def test_a_stem_begins_its_word(word: str) -> None:
    assert word.startswith(stem(word))
    assert stem(word)


def test_stop_words_go_and_letters_keep_their_dots() -> None:
    assert stems("Vård och omsorg för äldre").split() == ["vård", "omsorg", "äldr"]


def test_compounds_are_found_by_their_parts() -> None:
    assert stems("Svetsutbildningar").split() == ["svetsutbild", "svet", "utbild"]
    assert "maskinför" not in stems("förskola")
    assert stems("yrkeshögskoleutbildning").split() == ["yrkeshögskoleutbild", "yrkeshögskol", "utbild", "yrk", "högskol"]


def test_a_lexicon_can_be_given() -> None:
    assert stems("tomtebloss", make_lexicon({"tomte", "bloss"})).split() == ["tomteblo", "tomt", "blo"]
    assert stems("tomtebloss", frozenset()).split() == ["tomteblo"]


def test_programming_languages_are_words() -> None:
    assert stems("C++ C# c").split() == [stem("cplusplus"), stem("csharp"), "c"]


def test_a_query_asks_for_every_word_and_the_last_also_as_a_beginning() -> None:
    assert query_stems("kurs i svetsutb") == [Word("kur"), Word("svetsutb", prefix="svetsutb")]
    assert query_stems("svetsutbildning ") == [Word("svetsutbild", parts=("svet", "utbild"))]
    assert query_stems("kurs för") == [Word("kur")]
    assert query_stems(" ,.- ") == []


@pytest.mark.requirement("S36")
def test_size_limits() -> None:
    assert len(stems("hund " * MAX_TEXT)) <= MAX_TEXT
    assert len(query_stems("a b c d e f g h j k l m n o p q r s t u v x y z")) == 12
    assert max(len(word) for word in stems("å" * 5000).split()) == 60
