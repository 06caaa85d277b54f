"""Folding: the form of a text in which å/ä/ö, case and punctuation no longer matter. For typeahead and for matching names."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_WHOLE = str.maketrans({"æ": "a", "ø": "o", "ß": "ss", "đ": "d", "ł": "l"})
_OTHER = re.compile(r"[^a-z0-9+#]+")


def fold(text: str) -> str:
    """Lower case, without accents (å and ä become a, ö becomes o), words parted by single spaces.

    `+` and `#` are kept, since C++ and C# are not C.
    """
    if text.isascii():  # most of what is folded, and nothing to take apart
        return _OTHER.sub(" ", text.lower()).strip()
    apart = unicodedata.normalize("NFKD", text.lower().translate(_WHOLE))
    return _OTHER.sub(" ", "".join(c for c in apart if not unicodedata.combining(c))).strip()
