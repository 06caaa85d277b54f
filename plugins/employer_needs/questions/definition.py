"""A question of the region's own: its kind, its words in both languages, and when it is asked. Plain values; the tables hold them as JSON.

A condition names an earlier question and one of its answers. As it can only look back, a circle cannot be made: `faults` says what
looks forward, at nothing, or at an answer that is gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from core.i18n import gettext as _
from core.i18n import language
from core.i18n import lazy_gettext as _l

MAX_QUESTIONS = 30
MAX_LABEL = 200
MAX_HELP = 500
MAX_OPTIONS = 20
MAX_OPTION = 120
MAX_ANSWER = 2_000
MIN_SCALE, MAX_SCALE = 3, 10


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    SEVERAL = "several"
    SCALE = "scale"
    DATE = "date"
    FILE = "file"


KINDS: Mapping[Kind, Any] = {
    Kind.TEXT: _l("Text"),
    Kind.NUMBER: _l("Tal"),
    Kind.CHOICE: _l("Ett val"),
    Kind.SEVERAL: _l("Flera val"),
    Kind.SCALE: _l("Skala"),
    Kind.DATE: _l("Datum"),
    Kind.FILE: _l("Fil"),
}
DECIDING = frozenset({Kind.CHOICE, Kind.SEVERAL, Kind.SCALE})  # what a condition can look at


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from. `code` is stored, and never used for another answer of the question."""

    code: str
    label: str
    label_en: str = ""

    @property
    def title(self) -> str:
        """In the reader's language where there is one."""
        return (language() == "en" and self.label_en) or self.label


@dataclass(frozen=True)
class Question:
    """A question.

    Args:
        key: Its name in answers, the same in every version.
        options: What to choose from. Of a scale, its two ends.
        steps: How many steps a scale has.
        when: The key of an earlier question; empty for a question that is always asked.
        answer: The code of the answer that it is asked after.
    """

    key: str
    kind: Kind
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    steps: int = 5
    when: str = ""
    answer: str = ""

    @property
    def title(self) -> str:
        """In the reader's language where there is one."""
        return (language() == "en" and self.label_en) or self.label

    @property
    def hint(self) -> str:
        """The help text, in the reader's language where there is one."""
        return (language() == "en" and self.help_en) or self.help

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and words of every answer that can be chosen."""
        if self.kind is not Kind.SCALE:
            return [(option.code, option.title) for option in self.options]
        ends = {"1": 0, str(self.steps): 1}
        numbers = [str(number) for number in range(1, self.steps + 1)]
        return [(each, f"{each} – {self.options[ends[each]].title}" if each in ends and self.options else each) for each in numbers]

    def words(self, value: Any) -> str:
        """An answer as people read it."""
        if value in (None, "", []):
            return ""
        names = dict(self.choices)
        if isinstance(value, list):
            return ", ".join(names.get(str(each), str(each)) for each in value)
        if self.kind is Kind.NUMBER:
            return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
        return names.get(str(value), str(value))


def read(stored: Sequence[Mapping[str, Any]]) -> list[Question]:
    """The questions of a set."""
    return [
        Question(**{**each, "kind": Kind(each["kind"]), "options": tuple(Option(**option) for option in each.get("options", ()))})
        for each in stored
    ]


def stored(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Questions as a set holds them."""
    return [{**asdict(each), "kind": each.kind.value, "options": [asdict(option) for option in each.options]} for each in questions]


def asked(questions: Sequence[Question], values: Mapping[str, Any]) -> list[Question]:
    """The questions that these answers lead to, in order. What was answered to a question that is not asked leads nowhere."""
    found: list[Question] = []
    there: set[str] = set()
    for each in questions:
        if not each.when or (each.when in there and _says(values.get(each.when), each.answer)):
            found.append(each)
            there.add(each.key)
    return found


def _says(value: Any, code: str) -> bool:
    return code in value if isinstance(value, list) else str(value) == code


def faults(questions: Sequence[Question]) -> list[str]:
    """What is wrong with the conditions, in words; empty when all can be asked."""
    found = []
    earlier: dict[str, Question] = {}
    every = {each.key for each in questions}
    for each in questions:
        if each.when:
            source = earlier.get(each.when)
            if source is None and each.when in every:
                found.append(_("”%(label)s” beror på en fråga som kommer senare. Flytta den nedåt.", label=each.label))
            elif source is None:
                found.append(_("”%(label)s” beror på en fråga som inte finns. Ändra när den ska visas.", label=each.label))
            elif each.answer not in dict(source.choices):
                found.append(
                    _(
                        "”%(label)s” beror på ett svar som inte längre finns i ”%(source)s”. Ändra när den ska visas.",
                        label=each.label,
                        source=source.label,
                    )
                )
        earlier[each.key] = each
    return found


def conditions(questions: Sequence[Question], key: str = "") -> list[tuple[str, str]]:
    """What a question can depend on: (`key=code`, words) for each answer of each deciding question before it.

    Args:
        key: The question that asks; a new one stands last.
    """
    found = []
    for each in questions:
        if each.key == key:
            break
        if each.kind in DECIDING:
            found += [
                (f"{each.key}={code}", _("”%(label)s” besvaras med ”%(answer)s”", label=each.label, answer=words))
                for code, words in each.choices
            ]
    return found


def options_of(lines: Sequence[str], english: Sequence[str], before: Sequence[Option] = ()) -> tuple[Option, ...]:
    """Answers to choose from, out of lines that somebody typed. An answer that was there keeps its code, also under a new name.

    A line that is new in a list of the same length as before is the old one's new name; else it is a new answer with a code of its own.
    """
    known = {option.label: option.code for option in before}
    left = [option.code for option in before if option.label not in lines]
    renamed = len(lines) == len(before)
    last = max((int(option.code[1:]) for option in before if option.code[1:].isdecimal()), default=0)
    found = []
    for place, line in enumerate(lines):
        code = known.get(line, "")
        if not code and renamed and left:
            code = left.pop(0)
        if not code:
            last += 1
            code = f"o{last}"
        found.append(Option(code, line, english[place] if place < len(english) else ""))
    return tuple(found)


def placed(questions: Sequence[Question], key: str, by: int) -> list[Question]:
    """The questions with one of them moved up (-1) or down (1). At the end of the list nothing moves."""
    found = list(questions)
    here = next(place for place, each in enumerate(found) if each.key == key)
    there = here + by
    if 0 <= there < len(found):
        found[here], found[there] = found[there], found[here]
    return found


def changed(question: Question, **values: Any) -> Question:
    """The question with other values."""
    return replace(question, **values)
