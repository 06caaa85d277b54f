"""Levels, situations and outlooks in words."""

from __future__ import annotations

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.format import format_number
from plugins.demand_pooling.evidence.models import Indicator, Level, Measure

LEVELS = {
    Level.GREAT_SHORTAGE: _l("Stor brist"),
    Level.SHORTAGE: _l("Brist"),
    Level.BALANCE: _l("Balans"),
    Level.SURPLUS: _l("Överskott"),
}
SITUATIONS = {
    "shortage": _l("Brist"),
    "paradox": _l("Paradox: svårt att anställa fast många söker"),
    "balance": _l("Balans"),
    "surplus": _l("Överskott"),
}
CHANCES = {"large": _l("Stora"), "medium": _l("Medelstora"), "small": _l("Små")}
OUTLOOKS = {"increase": _l("Ökar"), "unchanged": _l("Oförändrad"), "decrease": _l("Minskar")}
MEASURES = {Measure.FORECAST: _l("Prognos"), Measure.JOB_ADS: _l("Annonser")}


def says(indicator: Indicator) -> str:
    """What an indicator says, in one line."""
    if indicator.measure is Measure.JOB_ADS:
        return _("%(n)s annonser", n=format_number(indicator.count or 0))
    parts = [
        _("Rekrytering: %(words)s.", words=str(SITUATIONS[indicator.situation]).lower()) if indicator.situation in SITUATIONS else "",
        _("Chans till jobb: %(words)s.", words=str(CHANCES[indicator.chances]).lower()) if indicator.chances in CHANCES else "",
        _("Efterfrågan om fem år: %(words)s.", words=str(OUTLOOKS[indicator.outlook]).lower()) if indicator.outlook in OUTLOOKS else "",
    ]
    return " ".join(part for part in parts if part) or _("Ingen bedömning")
