"""The fixed vocabularies of a need, with the words people see. Values are stored and published; never change one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from core.i18n import lazy_gettext as _l

SCHEMA_VERSION = 1  # of the questions; kept with every answer, so that an older one is read by the questions it was given
MAX_HEADCOUNT = 10_000
MAX_PLACEMENTS = 1_000
MAX_NEEDS = 50
MAX_SKILLS = 10
SEARCH_KIND = "employer_needs.need"  # in the full-text index
HORIZONS = ("headcount_0_1", "headcount_1_3", "headcount_3_5")


class RoundStatus(StrEnum):
    """A round is prepared, then takes answers, then is read."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ResponseStatus(StrEnum):
    """A draft is the employer's own; what is sent is a public record."""

    DRAFT = "draft"
    SENT = "sent"


class NeedState(StrEnum):
    """Published needs count. A replaced one was said again in a later round; a withdrawn one is no longer needed."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class NeedKind(StrEnum):
    """Why somebody is needed."""

    NEW_RECRUITMENT = "new_recruitment"
    REPLACEMENT = "replacement"
    UPSKILLING = "upskilling"


class Level(StrEnum):
    """The level of education a need asks for."""

    NONE = "none"
    SHORT_COURSE = "short_course"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"
    HIGHER = "higher"


class Visibility(StrEnum):
    """Who may see that a need is this employer's."""

    NAMED = "named_to_strategists"
    AGGREGATE_ONLY = "aggregate_only"


ROUND_STATUS: Mapping[str, Any] = {
    RoundStatus.DRAFT: _l("Förbereds"),
    RoundStatus.OPEN: _l("Öppen"),
    RoundStatus.CLOSED: _l("Stängd"),
}
ROUND_TAG = {RoundStatus.DRAFT: "neutral", RoundStatus.OPEN: "success", RoundStatus.CLOSED: "info"}

NEED_STATE: Mapping[str, Any] = {
    NeedState.DRAFT: _l("Utkast"),
    NeedState.PUBLISHED: _l("Aktuellt"),
    NeedState.REPLACED: _l("Ersatt av nytt svar"),
    NeedState.WITHDRAWN: _l("Tillbakadraget"),
}
NEED_TAG = {NeedState.DRAFT: "neutral", NeedState.PUBLISHED: "success", NeedState.REPLACED: "neutral", NeedState.WITHDRAWN: "neutral"}

NEED_KIND: Mapping[str, Any] = {
    NeedKind.NEW_RECRUITMENT: _l("Nyrekrytering"),
    NeedKind.REPLACEMENT: _l("Ersättningsrekrytering"),
    NeedKind.UPSKILLING: _l("Kompetensutveckling"),
}
# What each kind means, for somebody who does not use the word.
NEED_KIND_CHOICE: Mapping[str, Any] = {
    NeedKind.NEW_RECRUITMENT: _l("Vi behöver anställa fler (nyrekrytering)"),
    NeedKind.REPLACEMENT: _l("Vi behöver ersätta dem som slutar eller går i pension (ersättningsrekrytering)"),
    NeedKind.UPSKILLING: _l("De som redan arbetar hos oss behöver lära sig nytt (kompetensutveckling)"),
}

LEVEL: Mapping[str, Any] = {
    Level.NONE: _l("Ingen särskild utbildning"),
    Level.SHORT_COURSE: _l("Kort kurs"),
    Level.UPPER_SECONDARY: _l("Gymnasium eller komvux"),
    Level.VOCATIONAL: _l("Yrkeshögskola"),
    Level.HIGHER: _l("Högskola eller universitet"),
}

VISIBILITY: Mapping[str, Any] = {
    Visibility.NAMED: _l("Regionens strateger ser att behoven är våra"),
    Visibility.AGGREGATE_ONLY: _l("Behoven visas bara sammanräknade med andras"),
}

SHORTAGE: Mapping[int, Any] = {
    1: _l("1 – Lätt: vi får många sökande som passar"),
    2: _l("2 – Ganska lätt"),
    3: _l("3 – Varken lätt eller svårt"),
    4: _l("4 – Svårt: vi får få sökande som passar"),
    5: _l("5 – Mycket svårt: vi hittar nästan ingen"),
}

HORIZON: Mapping[str, Any] = {
    "headcount_0_1": _l("Inom 1 år"),
    "headcount_1_3": _l("Om 1–3 år"),
    "headcount_3_5": _l("Om 3–5 år"),
}
