"""The columns of a course file: the names of the municipalities' own export, and other words for the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.search.folding import fold
from plugins.training_catalog.codes import SCHOOL_FORMS


class Column(StrEnum):
    """A column we know, by the name it has in the shared course file; our own download uses the same names."""

    COURSE_ID = "KurserVuxenutbildningId"
    EVENT_ID = "kurstillfalleId"
    PROVIDER = "Utbildningsanordnare"
    PROVIDER_URL = "UrlAnordnare"
    CODE = "Kurskod"
    TITLE = "Namn"
    LEVEL = "Niva"
    URL = "UrlKurs"
    CREDITS = "Poang"
    CREDITS_UNIT = "Poangenhet"
    DESCRIPTION = "RekommenderadInformation"
    START = "KurstillfalleStartdatum"
    END = "KurstillfalleSlutdatum"
    PACE = "Omfattning"
    FIRST = "ForstaAnsokningsdag"
    LAST = "SistaAnsokningsdag"
    PLACE = "Studieort"
    SUBJECT = "Amneskod"
    PLACES = "AntalPlatser"
    LANGUAGE = "Undervisningssprak"
    DISTANCE = "Distans"
    MANDATORY = "DistansObligatorisk"
    OPTIONAL = "DistansValfritt"
    CATEGORY = "Intresseomrade_kategori"
    MUNICIPALITY = "SusaKurstillfällePlatsKommunkod"
    VISIT_MUNICIPALITY = "BesöksadressKommunkod"
    CANCELLED = "Installd"


REQUIRED = (Column.TITLE, Column.PROVIDER)
# What each is called to a person who chooses, in the order in which they are looked for.
LABELS: Mapping[Column, Any] = {
    Column.TITLE: _l("Utbildningens namn"),
    Column.PROVIDER: _l("Anordnare"),
    Column.PROVIDER_URL: _l("Anordnarens webbplats"),
    Column.DESCRIPTION: _l("Beskrivning"),
    Column.URL: _l("Utbildningens webbsida"),
    Column.LEVEL: _l("Skolform eller nivå"),
    Column.CODE: _l("Kurskod"),
    Column.SUBJECT: _l("Ämneskod"),
    Column.CATEGORY: _l("Område"),
    Column.CREDITS: _l("Poäng"),
    Column.CREDITS_UNIT: _l("Sorts poäng"),
    Column.START: _l("Första dagen"),
    Column.END: _l("Sista dagen"),
    Column.FIRST: _l("Ansökan öppnar"),
    Column.LAST: _l("Sista ansökningsdag"),
    Column.PACE: _l("Studietakt i procent"),
    Column.PLACES: _l("Antal platser"),
    Column.LANGUAGE: _l("Språk"),
    Column.PLACE: _l("Ort"),
    Column.MUNICIPALITY: _l("Kommun där utbildningen ges, som kod"),
    Column.VISIT_MUNICIPALITY: _l("Kommun i besöksadressen, som kod"),
    Column.DISTANCE: _l("Om den ges på distans"),
    Column.MANDATORY: _l("Obligatoriska träffar, antal"),
    Column.OPTIONAL: _l("Frivilliga träffar, antal"),
    Column.CANCELLED: _l("Om tillfället är inställt"),
    Column.COURSE_ID: _l("Utbildningens nummer hos källan"),
    Column.EVENT_ID: _l("Tillfällets nummer hos källan"),
}
_ALIASES = {
    Column.EVENT_ID: ("tillfalleid", "tillfälle", "eventid", "id"),
    Column.PROVIDER: ("anordnare", "skola", "provider"),
    Column.PROVIDER_URL: ("anordnarens webbplats", "anordnareurl"),
    Column.CODE: ("kod", "code"),
    Column.TITLE: ("utbildning", "kurs", "kursnamn", "titel", "title"),
    Column.LEVEL: ("nivå", "skolform", "utbildningsform", "schooltype"),
    Column.URL: ("länk", "webbadress", "url"),
    Column.CREDITS: ("poäng", "credits"),
    Column.CREDITS_UNIT: ("poängenhet",),
    Column.DESCRIPTION: ("beskrivning", "information", "description"),
    Column.START: ("startdatum", "start"),
    Column.END: ("slutdatum", "slut", "end"),
    Column.PACE: ("studietakt", "takt", "pace"),
    Column.FIRST: ("första ansökningsdag", "ansökan öppnar"),
    Column.LAST: ("sista ansökningsdag", "ansökan stänger"),
    Column.PLACE: ("ort", "plats", "place"),
    Column.SUBJECT: ("ämneskod", "ämne", "subject"),
    Column.PLACES: ("antal platser", "platser", "places"),
    Column.LANGUAGE: ("språk", "undervisningsspråk", "language"),
    Column.MANDATORY: ("obligatoriska träffar", "närträffar"),
    Column.OPTIONAL: ("frivilliga träffar",),
    Column.CATEGORY: ("kategori", "intresseområde"),
    Column.MUNICIPALITY: ("kommunkod", "kommun"),
    Column.CANCELLED: ("inställd", "inställt", "iscancelled"),
}
_KNOWN = {fold(column.value).replace(" ", ""): column for column in Column} | {
    fold(alias).replace(" ", ""): column for column, aliases in _ALIASES.items() for alias in aliases
}

# Words for school forms, folded. The codes themselves are understood as well.
_SCHOOL_FORMS = {
    "gymnasial vuxenutbildning": "VUXGY",
    "komvux gymnasial niva": "VUXGY",
    "kommunal vuxenutbildning pa gymnasial niva": "VUXGY",
    "grundlaggande vuxenutbildning": "VUXGR",
    "komvux grundlaggande niva": "VUXGR",
    "kommunal vuxenutbildning pa grundlaggande niva": "VUXGR",
    "kommunal vuxenutbildning som anpassad utbildning pa grundlaggande niva": "VUXGRAN",
    "kommunal vuxenutbildning som anpassad utbildning pa gymnasial niva": "VUXGYAN",
    "svenska for invandrare": "VUXSFI",
    "sfi": "VUXSFI",
    "kommunal vuxenutbildning": "VUX",
    "komvux": "VUX",
    "folkhogskola": "FHS",
    "yrkeshogskoleutbildning": "YH",
    "yrkeshogskola": "YH",
    "hogskoleutbildning": "HS",
    "hogskola": "HS",
    "universitet": "HS",
    "arbetsmarknadsutbildning": "AUB",
    "nationell yrkesutbildning": "NY",
    "konst och kulturutbildning": "KKU",
    "studieforbund": "STF",
    "gymnasieskola": "GY",
    "annan utbildning": "AU",
}


def guess(heading: Sequence[str]) -> dict[str, str]:
    """Which heading of a file stands for which of our columns, as far as their names say: {column: heading}."""
    found: dict[str, str] = {}
    for name in heading:
        column = _KNOWN.get(fold(name).replace(" ", ""))
        if column is not None:
            found.setdefault(column.value, name)
    return found


def find_columns(heading: Sequence[str], mapping: Mapping[str, str] | None = None) -> tuple[dict[Column, int], list[str]]:
    """Where each known column stands, and the names of those that are not used. Of two alike the first counts.

    Args:
        mapping: {column: heading}, as a person chose it; the names decide when it is left out.

    Raises:
        DomainError: when a column that every row needs is missing.
    """
    chosen = {name: Column(column) for column, name in mapping.items()} if mapping else None
    found: dict[Column, int] = {}
    unused = []
    for position, name in enumerate(heading):
        column = _KNOWN.get(fold(name).replace(" ", "")) if chosen is None else chosen.get(name)
        if column is None or column in found:
            if name:
                unused.append(name[:60])
        else:
            found[column] = position
    missing = [column.value for column in REQUIRED if column not in found]
    if missing:
        raise DomainError(
            _(
                "Rubrikraden saknar %(missing)s. De kolumner som behövs är %(required)s; de andra är frivilliga.",
                missing=", ".join(missing),
                required=", ".join(REQUIRED),
            ),
            field="file",
            code="columns_missing",
        )
    return found, unused


def school_form_of(text: str) -> str | None:
    """The code of a school form written as a code or in words; None when it is neither."""
    code = text.strip().upper()
    return code if code in SCHOOL_FORMS else _SCHOOL_FORMS.get(fold(text))
