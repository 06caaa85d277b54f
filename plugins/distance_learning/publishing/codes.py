"""Codes of a course that this plugin says in words: school forms (EMIL's), levels, units of credits, languages."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.format import format_number

SCHOOL_FORMS: dict[str, Any] = {
    "VUXGY": _l("Komvux gymnasial nivå"),
    "VUXGR": _l("Komvux grundläggande nivå"),
    "VUXSFI": _l("Svenska för invandrare (sfi)"),
    "YH": _l("Yrkeshögskola"),
    "HS": _l("Högskola"),
    "FHS": _l("Folkhögskola"),
    "AUB": _l("Arbetsmarknadsutbildning"),
    "STF": _l("Studieförbund"),
    "AU": _l("Annan utbildning"),
}
LEVELS: dict[str, Any] = {
    "short_course": _l("Kort kurs"),
    "upper_secondary": _l("Gymnasial nivå"),
    "vocational": _l("Yrkeshögskolenivå"),
    "higher": _l("Högskolenivå"),
    "none": _l("Inget formellt krav"),
}
CREDIT_UNITS: dict[str, Any] = {
    "gy": _l("gymnasiepoäng"),
    "yh": _l("yrkeshögskolepoäng"),
    "hp": _l("högskolepoäng"),
    "vp": _l("verksamhetspoäng"),
    "fup": _l("poäng, folkhögskola"),
}
LANGUAGES: dict[str, Any] = {"swe": _l("Svenska"), "eng": _l("Engelska"), "fin": _l("Finska"), "sme": _l("Nordsamiska")}


def school_form(code: str) -> str:
    """A school form in words; the code itself when it is unknown."""
    return str(SCHOOL_FORMS.get(code, code))


def level(code: str) -> str:
    """A level in words; nothing when it is not known or asks for nothing."""
    return str(LEVELS[code]) if code in LEVELS and code != "none" else ""


def language(code: str) -> str:
    """A language in words; the code itself when it is unknown."""
    return str(LANGUAGES.get(code, code))


def credits(amount: float | None, unit: str) -> str:
    """ "200 gymnasiepoäng"; empty when no credits are given."""
    return f"{format_number(amount)} {CREDIT_UNITS.get(unit, unit) or _('poäng')}" if amount else ""


def pace(per_cent: float | None) -> str:
    """ "50 % av heltid"; empty when none is given."""
    return str(_("%(n)s %% av heltid", n=format_number(per_cent))) if per_cent else ""
