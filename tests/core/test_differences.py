"""What differs between two wordings."""

from __future__ import annotations

from core.differences import Piece, differences


def test_what_differs_is_told_word_by_word() -> None:
    assert differences("Vi startar en kurs.", "Vi startar två kurser.") == [
        Piece("same", "Vi startar "),
        Piece("out", "en"),
        Piece("in", "två"),
        Piece("same", " "),
        Piece("out", "kurs."),
        Piece("in", "kurser."),
    ]
    assert differences("", "Nytt") == [Piece("in", "Nytt")]
    long = "ord " * 3_000
    assert [piece.kind for piece in differences(long, long + "till")] == ["out", "in"]
