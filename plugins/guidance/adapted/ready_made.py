"""What every region begins with, read from the file beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("ready_made.toml")
LANGUAGES = ("sv", "en")
STEP = ("title", "why", "who", "link", "url", "time", "easy")


@dataclass(frozen=True)
class Step:
    """A step of a list. See `ChecklistStep`."""

    title: str
    why: str = ""
    who: str = ""
    link: str = ""
    url: str = ""
    time: str = ""
    easy: str = ""


@dataclass(frozen=True)
class ReadyNeed:
    """A need, in both languages."""

    code: str
    position: int
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    fits: Sequence[str]
    checklist: str


@dataclass(frozen=True)
class ReadyList:
    """A check-list, in both languages."""

    code: str
    position: int
    is_general: bool
    titles: Mapping[str, str]
    intros: Mapping[str, str]
    steps: Mapping[str, Sequence[Step]]


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def _said(of: Mapping[str, Any], name: str, language: str) -> str:
    """A text in a language. Names of links and their addresses are the same in all."""
    return str(of.get(name if language == "sv" else f"{name}_en") or of.get(name, ""))


def _both(of: Mapping[str, Any], name: str) -> dict[str, str]:
    return {language: _said(of, name, language) for language in LANGUAGES}


@cache
def ready_needs() -> Mapping[str, ReadyNeed]:
    """The needs by code, in order."""
    return {
        each["code"]: ReadyNeed(
            each["code"], 10 * number, _both(each, "title"), _both(each, "text"), tuple(each["fits"]), each.get("checklist", "")
        )
        for number, each in enumerate(_read()["need"], 1)
    }


@cache
def ready_lists() -> Mapping[str, ReadyList]:
    """The check-lists by code, in order."""
    found = {}
    for number, each in enumerate(_read()["list"], 1):
        steps = {
            language: tuple(Step(**{name: _said(step, name, language) for name in STEP}) for step in each["step"]) for language in LANGUAGES
        }
        general = bool(each.get("general"))
        found[each["code"]] = ReadyList(each["code"], 10 * number, general, _both(each, "title"), _both(each, "intro"), steps)
    return found
