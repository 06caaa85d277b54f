"""The broad field of study that an education belongs to: the ten fields of SUN 2020, by which adults look around.

The source's own SUN code says it. Where there is none, the occupations that the education leads to, or plain subject names in its
title or category, say it; what none of them says has no field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.i18n import lazy_gettext as _l
from core.search.folding import fold

FIELDS: dict[str, Any] = {
    "7": _l("Hälso- och sjukvård samt social omsorg"),
    "5": _l("Teknik och tillverkning"),
    "4": _l("Naturvetenskap, matematik och IT"),
    "3": _l("Samhällsvetenskap, juridik, handel och administration"),
    "1": _l("Pedagogik och lärarutbildning"),
    "2": _l("Humaniora, språk och konst"),
    "8": _l("Tjänster, transport och säkerhet"),
    "6": _l("Lantbruk, skog och djur"),
    "0": _l("Allmän utbildning"),
}
_SUN = re.compile(r"(?:\d{3})?(\d)\d{2}[a-z]?", re.IGNORECASE)
# The first digits of an occupation group (SSYK 2012), the longest that fits counts.
_BY_GROUP = {
    "22": "7", "32": "7", "53": "7", "23": "1", "21": "5", "213": "4", "25": "4", "31": "5", "35": "4", "24": "3", "26": "3", "266": "7",
    "264": "2", "265": "2", "33": "3", "34": "3", "341": "7", "343": "2", "41": "3", "42": "3", "43": "8", "51": "8", "52": "3", "54": "8",
    "61": "6", "62": "6", "71": "5", "72": "5", "73": "5", "74": "5", "75": "5", "76": "5", "81": "5", "82": "5", "83": "8", "91": "8",
    "92": "6", "93": "5", "94": "8", "96": "8",
}  # fmt: skip
_WORDS = {
    "7": ("vard", "omsorg", "halsa", "sjukvard", "friskvard", "medicin", "psykiatri", "socialt arbete"),
    "5": ("teknik", "bygg", "svets", "fordon", "elektriker", "industri", "design", "vvs"),
    "4": ("matematik", "naturkunskap", "naturvetenskap", "biologi", "fysik", "kemi", "programmering", "data", "webb", "it"),
    "3": ("ekonomi", "foretagsekonomi", "handel", "juridik", "ratten", "samhallskunskap", "samhallsvetenskap", "administration",
          "ledarskap"),
    "1": ("pedagogik", "pedagogiskt", "larande", "barn och fritid"),
    "2": ("svenska", "engelska", "sprak", "franska", "spanska", "tyska", "italienska", "kinesiska", "historia", "musik", "konst",
          "konstnarliga", "religionskunskap", "filosofi", "media", "foto"),
    "8": ("restaurang", "livsmedel", "hotell", "turism", "transport", "lager", "logistik", "brandskydd", "skonhetsvard"),
    "6": ("lantbruk", "skog", "tradgard", "djur", "naturbruk", "hastkunskap"),
    "0": ("allman kurs", "orientering", "studieteknik", "forutbildningar", "sfi", "svenska for invandrare"),
}  # fmt: skip
_BY_WORD = {word: field for field, words in _WORDS.items() for word in words}


def field_of(*, subjects: Sequence[Mapping[str, Any]], title: str, school_form: str, groups: Collection[str] = ()) -> str:
    """The field of an education: one of the keys of `FIELDS`, or empty."""
    for subject in subjects:
        if "SUN" in str(subject.get("type", "")) and (match := _SUN.fullmatch(str(subject.get("code", "")))):
            return match.group(1) if match.group(1) in FIELDS else ""
    if school_form == "VUXSFI":
        return "0"
    for group in sorted(groups):
        for length in (3, 2):
            if field := _BY_GROUP.get(group[:length]):
                return field
    for text in (title, *(str(subject.get("label", "")) for subject in subjects)):
        if field := _in_words(text):
            return field
    return ""


def _in_words(text: str) -> str:
    words = re.split(r"[\s,–/-]+", fold(text))
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            if field := _BY_WORD.get(" ".join(words[start : start + length])):
                return field
    return ""
