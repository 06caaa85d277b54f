"""EMIL 2 documents out of XML, turned into EMIL 3's shapes and read by its reader, so that both are cleaned and judged by the same rules.

There is no schema in public. What is read is what the public description names: `educationInfo`, `educationEvent` and
`educationProvider`, anywhere in the file, in any namespace, with the elements that EMIL 3 still has, and the few that were called
otherwise. Elements we do not know are kept aside, as for EMIL 3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.errors import DomainError
from core.i18n import gettext as _
from plugins.training_catalog.emil2.xml import elements, name, root_of
from plugins.training_catalog.emil3 import reader as emil3
from plugins.training_catalog.imports.files import LIMITS
from plugins.training_catalog.records import Reading

_LISTS = {"educationProvider": "educationProviders", "educationInfo": "educationInfos", "educationEvent": "educationEvents"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXTS = frozenset(
    {"title", "name", "description", "url", "eligibility", "eligibilityDescription", "recommendedPriorKnowledge", "degree", "degrees",
     "instruction", "studyLocation", "number"}
)  # fmt: skip
# What an element of EMIL 2 is called in EMIL 3.
_RENAMED = {
    "form": "type",
    "provider": "providers",
    "location": "locations",
    "subject": "subjects",
    "degree": "degrees",
    "phone": "phones",
    "visitAddress": "visitAddresses",
    "emailAddress": "emailAddresses",
    "languageOfInstruction": "languageOfInstructions",
    "cancelled": "isCancelled",
    "numberOfPlaces": "places",
    "municipalityCode": "areaCode",
    "postcode": "postalCode",
    "educationLevel": "educationLevels",
}
_MANY = frozenset(
    {"providers", "locations", "subjects", "phones", "visitAddresses", "emailAddresses", "languageOfInstructions", "educationLevels"}
)
_CODES = frozenset(
    {"type", "configuration", "subjects", "timeOfStudy", "condition", "system", "unit", "educationLevels", "qualificationLevel"}
)
# Words and older codes for school forms.
_FORMS = {
    "yrkeshögskoleutbildning": "YH",
    "yrkeshögskola": "YH",
    "högskoleutbildning": "HS",
    "högskola": "HS",
    "folkhögskola": "FHS",
    "kommunal vuxenutbildning": "VUX",
    "komvux": "VUX",
    "gymnasial vuxenutbildning": "VUXGY",
    "grundläggande vuxenutbildning": "VUXGR",
    "sfi": "VUXSFI",
    "arbetsmarknadsutbildning": "AUB",
}


def read(data: bytes) -> Reading:
    """Read a file.

    Raises:
        DomainError: when it is no XML that we read, or holds no documents.
    """
    lists: dict[str, list[Any]] = {each: [] for each in _LISTS.values()}
    for element in root_of(data).iter():
        if isinstance(element.tag, str) and name(element) in _LISTS:
            lists[_LISTS[name(element)]].append(_document(element))
    number = sum(map(len, lists.values()))
    if not number:
        raise DomainError(_("Filen innehåller inga dokument enligt EMIL 2."), field="file")
    if number > LIMITS.rows:
        raise DomainError(_("Filen har fler än %(n)s dokument. Dela upp den.", n=LIMITS.rows), field="file", code="too_large")
    reading = emil3.read_documents(lists)
    reading.format = "emil2"
    return reading


def _document(element: Any) -> dict[str, Any]:
    found: dict[str, Any] = _fields(element)
    identifier = element.get("identifier") or element.get("id")
    if identifier and "identifier" not in found:
        found["identifier"] = identifier
    for reshape in _RESHAPE.get(name(element), ()):
        reshape(found)
    return found


def _fields(element: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in elements(element):
        key = _RENAMED.get(name(child), name(child))
        value = _value(child, key)
        if key in _MANY:
            found.setdefault(key, []).append(value)
        elif key in found and isinstance(found[key], dict) and isinstance(value, dict) and "strings" in value:
            found[key].setdefault("strings", []).extend(value["strings"])
        elif key in found:
            found[key] = [*found[key], value] if isinstance(found[key], list) else [found[key], value]
        else:
            found[key] = value
    return found


def _value(element: Any, key: str) -> Any:
    if key in _TEXTS or name(element) in _TEXTS:
        return _texts(element)
    if key in _CODES:
        return _code(element)
    inside = elements(element)
    return _fields(element) if inside or key == "distance" else _text(element)


def _text(element: Any) -> str:
    """All text inside an element. Text with tags in it keeps them: cleaning knows what they mean."""
    return "".join(element.itertext()).strip()


def _texts(element: Any) -> dict[str, Any]:
    """`<title><string lang="swe">…</string></title>`, `<title xml:lang="sv">…</title>` or a plain text."""
    strings = [child for child in elements(element) if name(child) in ("string", "url", "value")]
    return {"strings": [{"lang": child.get(_LANGUAGE) or child.get("lang"), "value": _text(child)} for child in strings or [element]]}


def _code(element: Any) -> dict[str, str]:
    """`<form><code>YH</code></form>`, `<form>YH</form>` or with the list's name beside."""
    parts = {name(child): _text(child) for child in elements(element)}
    return {"type": parts.get("type") or element.get("type") or "", "code": parts.get("code") or _text(element)}


def _info(found: dict[str, Any]) -> None:
    form = found.get("type")
    if isinstance(form, dict):
        form["code"] = _FORMS.get(form["code"].casefold(), form["code"])
    credits = found.get("credits")
    if isinstance(credits, dict):
        given = next((credits.pop(each) for each in ("exact", "value", "min") if each in credits), credits.get("credits"))
        found["credits"] = {"system": credits.get("system"), "credits": given}
    elif isinstance(credits, str):
        found["credits"] = {"credits": credits}
    eligibility = found.get("eligibility")
    if isinstance(eligibility, dict) and not any(each.get("value") for each in eligibility.get("strings", ())):
        found.pop("eligibility")
    if "resultIsDegree" in found:
        found["resultIsDegree"] = _flag(found["resultIsDegree"])


def _event(found: dict[str, Any]) -> None:
    if "start" in found or "end" in found:  # some wrote the dates outside `execution`
        dates = {each: found.pop(each) for each in ("start", "end") if each in found}
        found["execution"] = {**dates, **(found.get("execution") or {})}
    distance = found.get("distance")
    if isinstance(distance, dict):
        for old, new in (("mandatory", "noOfMandatorySessions"), ("optional", "noOfOptionalSessions")):
            if old in distance:
                distance.setdefault(new, distance.pop(old))
    pace = found.get("paceOfStudy")
    if isinstance(pace, str):
        found["paceOfStudy"] = {"percentage": pace}
    if "isCancelled" in found:
        found["isCancelled"] = _flag(found["isCancelled"])


def _flag(value: Any) -> Any:
    return {"1": True, "0": False}.get(value, value) if isinstance(value, str) else value


_RESHAPE: dict[str, tuple[Callable[[dict[str, Any]], None], ...]] = {"educationInfo": (_info,), "educationEvent": (_event,)}
