"""Swedish words to stems: what is written to the full-text index, and what is asked of it.

The Snowball stemmer does the work. Two things it lacks matter in this field: it stems *kurs* and *kurser*, *kompetens* and
*kompetensen* differently, and it knows nothing of compounds, so that *svets* would not find *svetsutbildningar*.
Both databases get the same app-made stems. After a change here, or of PyStemmer, everything must be indexed again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer

from core.db.fulltext import Word

MAX_TEXT = 200_000
MAX_QUERY = 300
MAX_WORDS = 12
MAX_WORD = 60
MIN_PART = 3
MIN_TAIL = 4

_TOKEN = re.compile(r"c\+\+|[cf]#|[^\W_]+")
_SPELLED = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp"}
# What a noun in -at or -or has after it when Snowball leaves that -at or -or standing, though it takes it off the bare noun.
_ENDINGS = frozenset({"er", "ers", "erna", "ernas", "en", "ens", "et", "ets"})
# Beginnings that are prepositions in most words, though they are also the stem of a noun (*förare*).
_NOT_HEADS = frozenset({"för", "under", "över", "inne", "ute", "till", "från", "efter", "mot", "hög", "hand", "sam"})
_STOP_WORDS = """
    alla allt att av blev bli blir blivit de dem den denna deras dess dessa det detta dig din dina ditt du där då efter ej eller en er
    era ert ett från för ha hade han hans har henne hennes hon honom hur här i icke inom inte jag ju kan kunde man med mellan men mig
    min mina mitt mot mycket ni nu när någon något några och om oss på samma sedan sig sin sina sitt själv ska skall skulle som så
    sådan till under upp ut utan vad var vara varför varit varje vars vart vem vi vid vilka vilken vilket vår våra vårt än är även
    över the and of
"""
_STOP = frozenset(_STOP_WORDS.split())


def stems(text: str, lexicon: Collection[str] | None = None) -> str:
    """The stems of a text, in its order, for the index: lower case, å ä ö kept, without stop words, compounds also in their parts.

    Args:
        text: What was written. Only the first 200,000 characters count, and of a word the first 60.
        lexicon: Known stems that a compound may be made of; the one in `data/` when left out.
    """
    known = _lexicon() if lexicon is None else frozenset(lexicon)
    out: list[str] = []
    for word in words(text[:MAX_TEXT]):
        if word in _STOP:
            continue
        out.append(stem(word))
        out.extend(part for pair in _split(word, known) for part in pair)
    return " ".join(out)


def query_stems(text: str, lexicon: Collection[str] | None = None) -> list[Word]:
    """What must be found for a typed query: every word, or the two halves of a compound; the last word also as a beginning.

    Empty when nothing in the query can be searched for. Only the first 300 characters and twelve words count.
    """
    known = _lexicon() if lexicon is None else frozenset(lexicon)
    text = text[:MAX_QUERY]
    typed = list(words(text))
    # The last word may be half written, unless a space after it says that it is finished.
    unfinished = len(typed) - 1 if text and not text[-1].isspace() else -1
    found: list[Word] = []
    for position, word in enumerate(typed):
        if word in _STOP and position != unfinished:
            continue
        parts = next(iter(_split(word, known)), ())
        found.append(Word(stem=stem(word), parts=parts, prefix=word if position == unfinished else ""))
    if len(found) > 1 and found[-1].prefix in _STOP:
        found.pop()
    return found[:MAX_WORDS]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one lower-case word; always a beginning of it."""
    base = word
    if len(word) >= 6 and word.endswith("an") and not word.endswith("plan"):
        base = word[:-2]
    elif word.endswith(("skolans", "rskans", "kyrkans")):
        base = word[:-3]
    found: str = _stemmer().stemWord(base)
    if found.endswith(("or", "at")) and not found.endswith("plat") and base[len(found) :] in _ENDINGS:
        found = _stemmer().stemWord(found)
    if len(found) >= 6 and found.endswith("ens"):
        return found[:-3]
    # Snowball leaves these, though *svetsning* is what a *svetsare* does.
    if found.endswith("ning") and len(found) >= 8:
        found = found[:-4]
    elif found.endswith("ering") and len(found) >= 8:
        found = found[:-3]
    while len(found) > MIN_PART and found.endswith("s"):
        found = found[:-1]
    return found


def make_lexicon(words: Collection[str]) -> frozenset[str]:
    """A lexicon for `stems()` from plain words."""
    return frozenset(stem(word.lower()) for word in words if len(word) >= MIN_PART)


def is_stop_word(word: str) -> bool:
    """Whether a lower-case word is too common to be searched for."""
    return word in _STOP


def words(text: str) -> Iterator[str]:
    """The words of a text in lower case, in order; of each the first 60 characters."""
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text.lower())):
        token = match.group()
        yield _SPELLED.get(token, token)[:MAX_WORD]


@lru_cache(maxsize=50_000)
def _split(word: str, known: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The halves of a compound, as stems, and then those of its halves; empty when it is none."""
    if len(word) < MIN_PART + MIN_TAIL:
        return ()
    # The last part carries the meaning (an *omsorgsutbildning* is a training), so the longest known ending wins.
    for cut in range(MIN_PART, len(word) - MIN_TAIL + 1):
        head, tail = word[:cut], word[cut:]
        if head in _NOT_HEADS or stem(tail) not in known:
            continue
        # Stemming takes off a joining s (*yrkes-*) and leaves a lost vowel lost (*skol-*, *lärar-*).
        inner = _split(head, known) or (_split(head[:-1], known) if head.endswith("s") else ())
        if stem(head) in known or inner:
            return ((stem(head), stem(tail)), *inner, *_split(tail, known))
    return ()


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("swedish", 0)


@cache
def _lexicon() -> frozenset[str]:
    text = (files("core.search") / "data" / "compound_words.txt").read_text("utf-8")
    return make_lexicon([word for line in text.splitlines() if not line.startswith("#") for word in line.split()])
