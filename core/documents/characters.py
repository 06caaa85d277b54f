"""Which characters can stand in print, and what stands in the place of the others.

A tagged PDF must have a glyph for every character. The fonts that come with the typesetter have those of the alphabets below; the ranges
were measured, and a test sets every character in them. What is outside is shown as U+FFFD, and the document says so.
"""

from __future__ import annotations

import re
import unicodedata

REPLACED = "\ufffd"
LONG_WORD = 30
# Latin, Greek, Cyrillic, Armenian; Hebrew; Arabic; Georgian; phonetic; punctuation, currency, arrows, mathematics, boxes and symbols.
COVERED = (
    "\n\u0020-\u007e\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u0531-\u0556\u0561-\u0587\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063a\u0640-\u064a"
    "\u0660-\u0669\u10d0-\u10f6\u1e00-\u1eff\u2010-\u2027\u202f-\u2040\u2044-\u2052\u20a0-\u20bf\u2100-\u211e\u2120\u2122"
    "\u2124\u2126\u2153-\u215e\u2190-\u21ff\u2200-\u22ff\u2500-\u25ff\u2610-\u2612\u2713-\u2714\u2717-\u2718"
)
SAFE = "\n\u0020-\u007e\u00a0-\u017f\u2010-\u2026\u2030\u20ac"
_OUTSIDE = re.compile(f"[^{COVERED}]")
_OUTSIDE_SAFE = re.compile(f"[^{SAFE}]")
_WORD = re.compile(r"[^\s\u200b]+")
# Not characters of XML, or without a glyph of their own: controls, marks of direction, joiners, selectors, lone surrogates, tags.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e01ef]"
)


def readable(text: str) -> str:
    """Text without what has no look of its own: it could hide words, turn their order, or break the file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def printable(text: str, *, only_safe: bool = False) -> str:
    """Readable text with the characters that cannot be set replaced, and words that fit no line given places to break."""
    return breakable((_OUTSIDE_SAFE if only_safe else _OUTSIDE).sub(REPLACED, readable(text)), LONG_WORD)


def breakable(text: str, length: int) -> str:
    """Text whose longer words may be broken: a zero-width space is put into them."""
    if len(text) <= length:
        return text
    return _WORD.sub(lambda word: word[0] if len(word[0]) <= length else "\u200b".join(_pieces(word[0], length)), text)


def _pieces(word: str, length: int) -> list[str]:
    size = min(10, length)
    return [word[start : start + size] for start in range(0, len(word), size)]
