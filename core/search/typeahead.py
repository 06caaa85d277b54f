"""Typeahead over some thousands of short phrases held in memory: forgives accents, inflections and slips, and says how well each fits.

Words are the unit. Every distinct word of the phrases is scored against each typed word, and a phrase by how much of what was typed
it answers and how much of it was asked for. Costs grow with the number of distinct words, not of phrases.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.search.folding import fold

MAX_QUERY = 100
MAX_QUERY_WORDS = 8
EXACT = 100.0
JOINED = 97.0
INFLECTED = 93.0
BEGINS = 90.0
BY_WORDS = 86.0
LOWEST = 38.0

# Words that say nothing about which occupation (or skill) is meant, or little; folded.
_EMPTY = "i pa och av till for med som at en ett inom vid hos samt eller m fl o om the of and in"
_WEAK = """
    erfaren utbildad outbildad legitimerad leg vikarie vikarierande timvikarie tim natt nattarbete dag heltid deltid personal medarbetare
    jobb arbete yrke sokes junior senior duktig ny nya kunnig behorig certifierad jobbare kommun kommunal kommunen
"""
_ENDINGS = """
    a an ans ar are arens aren ares arna arnas ande en ens er ern erna ernas ers et ets ing ingar ingen ning ningar ningen ningens
    or orna ornas s n na eri eriet iker ikern iska
"""
_NOTHING = frozenset(_EMPTY.split())
_LITTLE = frozenset(_WEAK.split())
_SUFFIXES = tuple(sorted(_ENDINGS.split(), key=len, reverse=True))
MIN_ROOT = 3
MIN_TAIL = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that can be found.

    Args:
        text: As it is shown.
        target: What it leads to.
        weight: Added to its score (0 to 100); negative for phrases that shall come last.
    """

    text: str
    target: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A target, the phrase by which it was found, and how well that fits (about 0 to 100)."""

    target: str
    phrase: str
    score: float


def root(word: str) -> str:
    """What is left of a folded word without its ending: svets- of svetsare, svetsning, svetsarna."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= MIN_ROOT:
            return word[: -len(suffix)]
    return word


class Typeahead:
    """An immutable index over phrases; building it takes about 20 microseconds a phrase."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases: list[Phrase] = []
        self._folded: list[str] = []
        self._words: list[tuple[str, ...]] = []
        postings: defaultdict[str, list[int]] = defaultdict(list)
        self._exact: defaultdict[str, list[int]] = defaultdict(list)
        self._joined: defaultdict[str, list[int]] = defaultdict(list)
        self._rooted: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for phrase in phrases:
            folded = fold(phrase.text)
            words = _content(folded)
            if not words:
                continue
            number = len(self._phrases)
            self._phrases.append(phrase)
            self._folded.append(folded)
            self._words.append(words)
            self._exact[folded].append(number)
            self._joined[folded.replace(" ", "")].append(number)
            self._rooted[tuple(root(word) for word in words)].append(number)
            for word in set(words):
                postings[word].append(number)
        self._postings = dict(postings)
        self._vocabulary = sorted(postings)
        self._roots: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            self._roots[root(word)].append(word)
        self._cut: dict[int, list[str]] = {}
        self._sorted = sorted((folded, number) for number, folded in enumerate(self._folded))
        # All words in one text, so that "contains" is one scan in C instead of a loop.
        self._text = "\n" + "\n".join(self._vocabulary) + "\n"
        self._starts = [1]
        for word in self._vocabulary:
            self._starts.append(self._starts[-1] + len(word) + 1)

    def __len__(self) -> int:
        return len(self._phrases)

    def search(self, text: str, limit: int) -> list[Hit]:
        """The best targets for what was typed, each once, best first."""
        folded = fold(text[:MAX_QUERY])
        words = _content(folded)[:MAX_QUERY_WORDS]
        if not words or limit < 1:
            return []
        scores: dict[int, float] = {}
        self._whole(folded, words, scores)
        self._by_words(words, scores)
        best: dict[str, tuple[float, int]] = {}
        for number, score in scores.items():
            phrase = self._phrases[number]
            score += phrase.weight
            held = best.get(phrase.target)
            # Of two phrases that fit alike the earlier one is shown: labels come before synonyms.
            if held is None or score > held[0] or (score == held[0] and number < held[1]):
                best[phrase.target] = (score, number)
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], len(self._folded[item[1][1]]), item[1][1]))
        return [Hit(target, self._phrases[number].text, round(score, 1)) for target, (score, number) in ordered[:limit] if score >= LOWEST]

    def exact(self, text: str) -> list[str]:
        """The targets of the phrases that are what was typed, apart from case, accents and punctuation."""
        return list(dict.fromkeys(self._phrases[number].target for number in self._exact.get(fold(text[:MAX_QUERY]), ())))

    def _whole(self, folded: str, words: tuple[str, ...], scores: dict[int, float]) -> None:
        """Phrases that are, or begin with, the whole of what was typed."""
        for number in self._exact.get(folded, ()):
            _raise(scores, number, EXACT)
        for number in self._joined.get(folded.replace(" ", ""), ()):
            _raise(scores, number, JOINED)
        roots = tuple(root(word) for word in words)
        for number in self._rooted.get(roots, ()):
            # A short root is shared by words that have nothing to do with each other.
            _raise(scores, number, INFLECTED if sum(map(len, roots)) >= 4 else BEGINS - 12)
        for phrase, number in self._sorted[bisect_left(self._sorted, (folded, 0)) :]:
            if not phrase.startswith(folded):
                break
            _raise(scores, number, BEGINS - min(10.0, 0.35 * (len(phrase) - len(folded))))

    def _by_words(self, words: tuple[str, ...], scores: dict[int, float]) -> None:
        total = len(self._phrases) or 1
        weights: list[float] = []
        found: list[dict[int, float]] = []
        answered: defaultdict[int, dict[str, float]] = defaultdict(dict)
        for position, word in enumerate(words):
            here: dict[int, float] = {}
            fits = self._fits(word, last=position == len(words) - 1)
            for candidate, fit in fits.items():
                for number in self._postings[candidate]:
                    if fit > here.get(number, 0.0):
                        here[number] = fit
                    if fit > answered[number].get(candidate, 0.0):
                        answered[number][candidate] = fit
            rarity = 1.0 + log(total / (1 + len(self._postings.get(word, ())))) / 8
            weights.append((0.25 if word in _LITTLE else 1.0) * rarity)
            found.append(here)
        whole = sum(weights)
        for number, matched in answered.items():
            of_query = sum(weight * here.get(number, 0.0) for weight, here in zip(weights, found, strict=True)) / whole
            if of_query < 0.4:
                continue
            own = self._words[number]
            of_phrase = sum(matched.get(word, 0.0) for word in own) / len(own)
            _raise(scores, number, BY_WORDS * (0.72 * of_query + 0.28 * of_phrase))

    def _fits(self, word: str, *, last: bool) -> dict[str, float]:
        """How well each word of the vocabulary answers one typed word, 0 to 1; only those that do at all."""
        fits: dict[str, float] = {}
        length = len(word)
        if length >= 4:
            for candidate, slips, _ in process.extract(
                word, self._vocabulary, scorer=OSA.distance, score_cutoff=1 if length < 7 else 2 if length < 12 else 3, limit=40
            ):
                fits[candidate] = 0.92 - 0.13 * slips - (0.1 if candidate[0] != word[0] else 0.0)
        if length >= 5 and last:
            for _, slips, index in process.extract(
                word, self._cut_to(length), scorer=OSA.distance, score_cutoff=1 if length < 9 else 2, limit=60
            ):
                _raise_word(fits, self._vocabulary[index], 0.8 - 0.13 * slips)
        for candidate in self._containing(word) if length >= 3 else self._beginning(word):
            if length < 3:
                fit = 0.6
            elif candidate.startswith(word):
                fit = 0.9 - min(0.15, 0.01 * (len(candidate) - length))
            else:
                fit = 0.72 if candidate.endswith(word) else 0.55
            _raise_word(fits, candidate, fit)
        for cut in range(1, length - MIN_TAIL + 1):
            # A compound that nobody has listed is at least a kind of its last part.
            if word[cut:] in self._postings:
                _raise_word(fits, word[cut:], 0.62 + 0.2 * (length - cut) / length)
        stem = root(word)
        for candidate in self._roots.get(stem, ()):
            _raise_word(fits, candidate, 0.95 if len(stem) >= 4 else 0.85)
        if word in self._postings:
            fits[word] = 1.0
        return fits

    def _containing(self, word: str) -> Iterator[str]:
        position = self._text.find(word)
        while position >= 0:
            index = bisect_right(self._starts, position) - 1
            yield self._vocabulary[index]
            position = self._text.find(word, self._starts[index + 1])

    def _beginning(self, word: str) -> Iterator[str]:
        for candidate in self._vocabulary[bisect_left(self._vocabulary, word) :]:
            if not candidate.startswith(word):
                break
            yield candidate

    def _cut_to(self, length: int) -> list[str]:
        held = self._cut.get(length)
        if held is None:
            held = self._cut[length] = [word[:length] for word in self._vocabulary]
        return held


def _content(folded: str) -> tuple[str, ...]:
    words = tuple(word for word in folded.split() if word not in _NOTHING)
    return words or tuple(folded.split())


def _raise(scores: dict[int, float], number: int, score: float) -> None:
    if score > scores.get(number, 0.0):
        scores[number] = score


def _raise_word(fits: dict[str, float], word: str, fit: float) -> None:
    if fit > fits.get(word, 0.0):
        fits[word] = fit
