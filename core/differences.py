"""What differs between two wordings, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_PIECES = re.compile(r"\s+|[^\s]+")
MAX_PIECES = 4_000  # beyond that a whole text is told as taken out and put in


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stays, goes or comes."""

    kind: Literal["same", "out", "in"]
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """The stretches of both wordings in the order of reading; what goes stands before what comes in its place."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > MAX_PIECES:
        return [piece for piece in (Piece("out", before), Piece("in", after)) if piece.text]
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        if a < b:
            found.append(Piece("out", "".join(old[a:b])))
        if c < d:
            found.append(Piece("in", "".join(new[c:d])))
    return found
