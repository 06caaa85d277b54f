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
USUAL_IMPORTANCE = 2  # of a skill, where the employer has not said
MAX_CHOSEN = 12  # licences, languages and the like of one need
MAX_SESSIONS, MAX_TRAVEL = 60, 500
PACES = (100, 75, 50, 25)
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
    DOSSIERS = "named_in_dossiers"
    AGGREGATE_ONLY = "aggregate_only"


# Whose needs may stand by themselves, with the employer's name, for the region's strategists.
NAMED = (Visibility.NAMED, Visibility.DOSSIERS)


class StudyForm(StrEnum):
    """How people may study."""

    ON_SITE = "on_site"
    CENTRE = "centre"
    DISTANCE = "distance"
    WORKPLACE = "workplace"


class Earlier(StrEnum):
    """What an employer says of a need of the earlier round. What is `changed` becomes `edited` when it has been changed."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    EDITED = "edited"
    GONE = "gone"


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
    Visibility.DOSSIERS: _l("Regionens strateger ser det, och vi får nämnas i underlag till utbildningsanordnare och myndigheter"),
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

STUDY_FORM: Mapping[str, Any] = {
    StudyForm.ON_SITE: _l("På plats hos den som ger utbildningen"),
    StudyForm.CENTRE: _l("På lärcentrum"),
    StudyForm.DISTANCE: _l("På distans hemifrån"),
    StudyForm.WORKPLACE: _l("På arbetsplatsen"),
}

EARLIER: Mapping[str, Any] = {
    Earlier.UNCHANGED: _l("Oförändrat"),
    Earlier.CHANGED: _l("Har ändrats"),
    Earlier.GONE: _l("Finns inte längre"),
}

PACE: Mapping[int, Any] = {
    100: _l("Heltid (100 procent)"),
    75: _l("Trekvartsfart (75 procent)"),
    50: _l("Halvfart (50 procent)"),
    25: _l("Kvartsfart (25 procent)"),
}

IMPORTANCE: Mapping[int, Any] = {3: _l("Nödvändig"), 2: _l("Viktig"), 1: _l("Bra att ha")}
AT_HIRE: Mapping[str, Any] = {"yes": _l("Behövs vid anställningen"), "no": _l("Går att lära sig på jobbet")}

# Licences and languages are stored as words, since an employer may write its own; these are proposed.
LICENCES: Mapping[str, Any] = {
    "Yrkeslegitimation": _l("Yrkeslegitimation"),
    "Körkort B": _l("Körkort B"),
    "Körkort C": _l("Körkort C"),
    "Körkort D": _l("Körkort D"),
    "Yrkeskompetensbevis (YKB)": _l("Yrkeskompetensbevis (YKB)"),
    "Truckförarbevis": _l("Truckförarbevis"),
    "Heta arbeten": _l("Heta arbeten"),
    "Svetslicens": _l("Svetslicens"),
    "Auktorisation som elinstallatör": _l("Auktorisation som elinstallatör"),
}
LANGUAGES: Mapping[str, Any] = {
    "Svenska": _l("Svenska"),
    "Engelska": _l("Engelska"),
    "Finska": _l("Finska"),
    "Meänkieli": _l("Meänkieli"),
    "Samiska": _l("Samiska"),
    "Arabiska": _l("Arabiska"),
    "Svenskt teckenspråk": _l("Svenskt teckenspråk"),
}

ROUTE: Mapping[str, Any] = {
    "employment_service": _l("Platsbanken eller Arbetsförmedlingen"),
    "own_contacts": _l("Egna kontakter"),
    "advertising": _l("Annonser och sociala medier"),
    "agency": _l("Rekryterings- eller bemanningsföretag"),
    "schools": _l("Skolor och praktikanter"),
    "own_staff": _l("Utbilda dem som redan arbetar hos oss"),
    "abroad": _l("Rekrytering från andra länder"),
    "nothing": _l("Vi har inte försökt än"),
}
CONSEQUENCE: Mapping[str, Any] = {
    "declined": _l("Vi tackar nej till uppdrag eller beställningar"),
    "closed": _l("Vi stänger eller minskar verksamhet"),
    "quality": _l("Kvaliteten blir sämre"),
    "late": _l("Arbetet blir försenat"),
    "overtime": _l("De som är här arbetar mer"),
    "untrained": _l("Vi anställer personer utan rätt utbildning"),
    "none": _l("Inga större följder"),
}
