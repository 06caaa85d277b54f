"""Code lists of EMIL 3 (SS 10700:2024) that the catalogue shows or decides by, with their words in Swedish."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from core.i18n import lazy_gettext as _l

# C_SchoolType. The order is the order of filters: what adults look for first.
SCHOOL_FORMS: dict[str, Any] = {
    "YH": _l("Yrkeshögskola"),
    "HS": _l("Högskola"),
    "VUXGY": _l("Komvux gymnasial nivå"),
    "VUXGR": _l("Komvux grundläggande nivå"),
    "VUXSFI": _l("Svenska för invandrare (sfi)"),
    "VUXGYAN": _l("Komvux anpassad, gymnasial nivå"),
    "VUXGRAN": _l("Komvux anpassad, grundläggande nivå"),
    "VUX": _l("Komvux"),
    "FHS": _l("Folkhögskola"),
    "AUB": _l("Arbetsmarknadsutbildning"),
    "NY": _l("Nationell yrkesutbildning"),
    "KKU": _l("Konst- och kulturutbildning"),
    "STF": _l("Studieförbund"),
    "AU": _l("Annan utbildning"),
    "GY": _l("Gymnasieskola"),
    "GYAN": _l("Anpassad gymnasieskola"),
    "GR": _l("Grundskola"),
    "GRAN": _l("Anpassad grundskola"),
    "SP": _l("Specialskola"),
    "SAM": _l("Sameskola"),
    "KU": _l("Kulturskola"),
    "FKLASS": _l("Förskoleklass"),
    "FTH": _l("Fritidshem"),
    "OPPFTH": _l("Öppen fritidsverksamhet"),
}


class Level(StrEnum):
    """The level of education a need asks for and an education gives; the same five values in every plugin."""

    SHORT_COURSE = "short_course"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"
    HIGHER = "higher"
    NONE = "none"


LEVEL_LABELS: dict[str, Any] = {
    Level.SHORT_COURSE: _l("Kort kurs"),
    Level.UPPER_SECONDARY: _l("Gymnasial nivå"),
    Level.VOCATIONAL: _l("Yrkeshögskolenivå"),
    Level.HIGHER: _l("Högskolenivå"),
    Level.NONE: _l("Inget formellt krav"),
}
_LEVELS = {
    "YH": Level.VOCATIONAL,
    "HS": Level.HIGHER,
    "NY": Level.UPPER_SECONDARY,
    "VUXGY": Level.UPPER_SECONDARY,
    "VUXGYAN": Level.UPPER_SECONDARY,
    "VUX": Level.UPPER_SECONDARY,
    "GY": Level.UPPER_SECONDARY,
    "GYAN": Level.UPPER_SECONDARY,
    "FHS": Level.UPPER_SECONDARY,
    "AUB": Level.SHORT_COURSE,
    "KKU": Level.UPPER_SECONDARY,
}

# C_Credits. The unit is kept with the number: 200 yh are 40 weeks, 200 hp are more than three years.
CREDIT_UNITS: dict[str, Any] = {
    "hp": _l("högskolepoäng"),
    "yh": _l("yrkeshögskolepoäng"),
    "gy": _l("gymnasiepoäng"),
    "vp": _l("verksamhetspoäng"),
    "fup": _l("poäng, folkhögskola"),
    "nyp": _l("poäng, nationell yrkesutbildning"),
}
_CREDIT_UNITS = {"HS": "hp", "YH": "yh", "GY": "gy", "GYAN": "gy", "FHS": "fup", "NY": "nyp"}

TIME_OF_STUDY: dict[str, Any] = {
    "dag": _l("Dagtid"),
    "eftermiddag": _l("Eftermiddag"),
    "kväll": _l("Kvällstid"),
    "veckoslut": _l("Helger"),
    "blandat": _l("Blandad tid"),
    "ingen": _l("Ingen fast undervisningstid"),
}

# ISO 639-2, as EMIL writes languages; two-letter codes are brought to these.
LANGUAGES: dict[str, Any] = {
    "swe": _l("Svenska"),
    "eng": _l("Engelska"),
    "fin": _l("Finska"),
    "nor": _l("Norska"),
    "dan": _l("Danska"),
    "ger": _l("Tyska"),
    "fre": _l("Franska"),
    "spa": _l("Spanska"),
    "sme": _l("Nordsamiska"),
    "smi": _l("Samiska"),
    "fit": _l("Meänkieli"),
    "ara": _l("Arabiska"),
    "swl": _l("Svenskt teckenspråk"),
}
LANGUAGE_ALIASES = {
    "sv": "swe",
    "en": "eng",
    "fi": "fin",
    "no": "nor",
    "nb": "nor",
    "da": "dan",
    "de": "ger",
    "deu": "ger",
    "fr": "fre",
    "fra": "fre",
    "es": "spa",
    "se": "sme",
    "ar": "ara",
    "svenska": "swe",
    "engelska": "eng",
    "finska": "fin",
    "tyska": "ger",
    "franska": "fre",
    "spanska": "spa",
}

# C_ExecutionCondition: 2 and 3 mean that the student or the provider sets the dates, so a past start closes nothing.
FLEXIBLE_CONDITIONS = frozenset({"2", "3"})

SSYK_SUBJECTS = "AUB_Subject"


def level_of(school_form: str) -> Level:
    """The level that a school form gives; `none` for those below upper secondary and for unknown forms."""
    return _LEVELS.get(school_form, Level.NONE)


def credit_unit_of(school_form: str) -> str:
    """The unit in which a school form counts credits, for sources that give a bare number; empty when it has none."""
    return _CREDIT_UNITS.get(school_form, "vp" if school_form.startswith("VUX") else "")


def school_form_label(code: str) -> str:
    """A school form in words; the code itself when it is new to us, empty for none."""
    return str(SCHOOL_FORMS.get(code, code))


def language_label(code: str) -> str:
    """A language in words; the code itself when it is not among the common ones."""
    return str(LANGUAGES.get(code, code))
