"""Folding texts to the form in which accents, case and punctuation do not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Åre, Ängelholm & Öckerö", "are angelholm ockero"),
        ("A\u030are", "are"),  # a ring as a mark of its own
        ("Kock à la carte", "kock a la carte"),
        ("  VVS-montör ", "vvs montor"),
        ("C++ och C#", "c++ och c#"),
        ("Søren Næss", "soren nass"),
        ("!?", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
