"""Records into EMIL 3 documents, and what must go along so that a document and a record say the same both ways.

`OWN` holds what a record knows and the standard has no field for, such as that a municipality was inferred. `KEPT`, in a record's
`extra`, holds the fields of a document that say more than the columns do: a second telephone number, a text in Finnish.
"""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from plugins.training_catalog import cleaning
from plugins.training_catalog.emil3 import convert
from plugins.training_catalog.emil3.documents import Event, Info, Provider
from plugins.training_catalog.places import known_code
from plugins.training_catalog.records import EventRecord, InfoRecord, Place, ProviderRecord, Record

OWN, KEPT, LOCATED = "samkraft", "emil3", "located"
MODELS: dict[str, Any] = {"provider": Provider, "info": Info, "event": Event}
RECORDS: dict[str, Any] = {"provider": ProviderRecord, "info": InfoRecord, "event": EventRecord}
# Plain texts and marks; never an address to follow, which must pass the reading's own checks. With the lengths of the columns.
_MAY_OWN: dict[str, dict[str, int]] = {
    "provider": {"name": 200, "description": 20_000, "inferred_from": 10},
    "info": {
        "title": 300, "title_en": 300, "description": 20_000, "description_en": 20_000, "subjects": 0, "degree": 300, "extent": 60,
        "eligibility": 20_000, "prior_knowledge": 20_000,
    },
    "event": {"title": 300, "description": 20_000, "distance_note": 2_000, "application_note": 5_000, "locations": 0},
}  # fmt: skip
_STRUCTURED = {
    "provider": ("visitAddresses", "contactAddress", "emailAddresses", "phones", "responsibleBody"),
    "info": ("extent", "credits"),
    "event": ("locations", "distance", "application", "paceOfStudy"),
}
# Codes and numbers that are left out when they are not known: kept as they were given.
_LOST = ("type", "configuration", "qualificationLevel", "timeOfStudy", "organisationNumber", "languageOfInstructions")
_TEXTS = {
    "provider": ("name", "description", "url"),
    "info": ("title", "description", "url", "degrees", "eligibility", "recommendedPriorKnowledge"),
    "event": ("title", "description", "url"),
}
_BOTH_LANGUAGES = frozenset({("info", "title"), ("info", "description")})
_EXTENT = re.compile(r"(\d+)(?:–(\d+))? (\w+)")


def document_of(kind: str, record: Any) -> dict[str, Any]:
    """The EMIL 3 document of a record."""
    said = _plainly(kind, record)
    own = _own(kind, said, record)
    if kind == "event" and not _is_located(record):
        own[LOCATED] = True
    if own:
        said[OWN] = own
    return said


def settle(kind: str, content: dict[str, Any], record: Any) -> None:
    """Give a record that was read from a document what the standard has no field for, and keep what the columns do not hold."""
    own = record.extra.pop(OWN, None)
    record.extra.pop(KEPT, None)
    if isinstance(own, dict):
        _restore(kind, record, own)
        if kind == "event" and own.get(LOCATED) is True:
            record.extra[OWN] = {LOCATED: True}
    said = _plainly(kind, record)
    kept: dict[str, Any] = {}
    for name in (*_STRUCTURED[kind], *_TEXTS[kind]):
        given = convert.safe(content.get(name))
        if given and given != said.get(name) and (name in _STRUCTURED[kind] or _more_languages(kind, name, given)):
            kept[name] = given
    kept |= {name: given for name in _LOST if name not in said and (given := convert.safe(content.get(name)))}
    if kept:
        record.extra[KEPT] = kept


def is_settled(record: EventRecord) -> bool:
    """Whether another installation has said that no more can be inferred of where an event is held."""
    own = record.extra.get(OWN)
    return isinstance(own, dict) and bool(own.get(LOCATED))


def _is_located(record: EventRecord) -> bool:
    if not record.locations:
        return record.is_distance
    return all(place.municipality_code for place in record.locations)


def _plainly(kind: str, record: Any) -> dict[str, Any]:
    found = {"identifier": record.identifier, "lastEdited": _moment(record.last_edited), "expires": _day(record.expires)}
    found |= _BUILDERS[kind](record)
    extra = {key: value for key, value in record.extra.items() if key not in (OWN, KEPT)}
    kept = record.extra.get(KEPT)
    found |= {**extra, **(kept if isinstance(kept, dict) else {})}
    return {key: value for key, value in found.items() if value is not None}


def _provider(record: ProviderRecord) -> dict[str, Any]:
    return {
        "name": _text(record.name),
        "description": _text(record.description),
        "url": _url(record.url),
        "contactAddress": {"areaCode": record.municipality_code} if record.municipality_code else None,
        "emailAddresses": [record.email] if record.email else None,
        "phones": [{"number": _text(record.phone)}] if record.phone else None,
        "responsibleBody": {"type": _code("C_Body", record.body)} if record.body else None,
        "organisationNumber": record.orgnr or None,
    }


def _info(record: InfoRecord) -> dict[str, Any]:
    extent = _EXTENT.fullmatch(record.extent)
    amount = {"system": _code("C_Credits", record.credits_unit), "credits": _number(record.credits)}
    return {
        "title": _text(record.title, record.title_en),
        "code": record.code or None,
        "description": _text(record.description, record.description_en),
        "url": _url(record.url),
        "type": _code("C_SchoolType", record.school_form),
        "configuration": _code("C_Configuration", record.configuration),
        "subjects": [{"type": each.get("type", ""), "code": each.get("code", "")} for each in record.subjects] or None,
        "isVocational": record.is_vocational,
        "resultIsDegree": record.result_is_degree,
        "degrees": _text(record.degree),
        "qualificationLevel": _code("C_Qualification", record.qualification_level),
        "credits": _some(amount) if record.credits is not None else None,
        "extent": _some(
            {
                "length": int(extent[1]),
                "max": int(extent[2]) if extent[2] else None,
                "unit": _code("C_TimeType", extent[3]),
            }
        )
        if extent
        else None,
        "eligibility": _text(record.eligibility),
        "recommendedPriorKnowledge": _text(record.prior_knowledge),
    }


def _event(record: EventRecord) -> dict[str, Any]:
    distance = {
        "noOfMandatorySessions": record.mandatory_sessions,
        "noOfOptionalSessions": record.optional_sessions,
        "noOfMandatoryRemoteSessions": record.mandatory_remote_sessions,
        "noOfOptionalRemoteSessions": record.optional_remote_sessions,
        "description": _text(record.distance_note),
    }
    application = {
        "code": record.application_code or None,
        "instruction": _text(record.application_note),
        "url": _url(record.application_url),
        "first": _day(record.application_first),
        "last": _day(record.application_last),
        "continuous": record.application_continuous or None,
    }
    execution = {
        "condition": _code("C_ExecutionCondition", record.condition),
        "start": _day(record.start),
        "end": _day(record.end),
    }
    return {
        "education": record.education,
        "providers": [record.provider],
        "title": _text(record.title),
        "description": _text(record.description),
        "url": _url(record.url),
        "locations": [_address(place) for place in record.locations] or None,
        "languageOfInstructions": list(record.languages) or None,
        "execution": _some(execution),
        "isCancelled": record.is_cancelled or None,
        "places": record.places,
        "timeOfStudy": _code("C_TimeOfStudy", record.time_of_study),
        "paceOfStudy": {"percentage": _number(record.pace)} if record.pace else None,
        "isApprenticeship": record.is_apprenticeship,
        "distance": (_some(distance) or {}) if record.is_distance else None,
        "application": _some(application),
    }


_BUILDERS: dict[str, Any] = {"provider": _provider, "info": _info, "event": _event}


def _address(place: Place) -> dict[str, Any]:
    said = {
        "areaCode": place.municipality_code,
        "town": place.town or None,
        "postalCode": place.postal_code or None,
        "streetAddress": place.street_address or None,
        "studyLocation": _text(place.study_location),
    }
    return _some(said) or {}


def _own(kind: str, said: dict[str, Any], record: Any) -> dict[str, Any]:
    """What would be different if the document were read again."""
    try:
        read = convert.CONVERTERS[kind](MODELS[kind].model_validate(said), lambda *_args, **_kwargs: None)
    except ValidationError:
        return {}
    if read is None:
        return {}
    plain = asdict(record)
    again = asdict(read)
    return {name: plain[name] for name in _MAY_OWN[kind] if plain[name] != again[name]}


def _restore(kind: str, record: Record, own: dict[str, Any]) -> None:
    """Take over what the document says under `OWN`, as far as it is of the right kind and size."""
    names = [field.name for field in fields(record) if field.name in _MAY_OWN[kind] and field.name in own]
    try:
        read = TypeAdapter(RECORDS[kind]).validate_python({**asdict(record), **{name: own[name] for name in names}})
    except ValidationError:
        return
    for name in names:
        value, limit = getattr(read, name), _MAY_OWN[kind][name]
        if isinstance(value, str):
            value = cleaning.plain(value)[:limit]
        elif name == "locations":
            value = [place for place in value[: convert.MAX_LOCATIONS] if _is_place(place)]
        elif name == "subjects":
            value = [{key[:20]: cleaning.line(text)[:100] for key, text in each.items()} for each in value[: convert.MAX_SUBJECTS]]
        if value or name not in ("name", "title"):
            setattr(record, name, value)


def _is_place(place: Place) -> bool:
    lengths = {"inferred_from": 10, "town": 100, "study_location": 200, "street_address": 200, "postal_code": 20}
    fits = all(
        len(getattr(place, name)) <= limit and cleaning.plain(getattr(place, name)) == getattr(place, name)
        for name, limit in lengths.items()
    )
    return fits and (place.municipality_code is None or known_code(place.municipality_code))


def _more_languages(kind: str, name: str, given: Any) -> bool:
    strings = given.get("strings", given.get("urls", [])) if isinstance(given, dict) else given
    spoken = {str(each.get("lang", "swe")) for each in strings if isinstance(each, dict)} if isinstance(strings, list) else set()
    return bool(spoken - {"swe", "sv", *(("eng", "en") if (kind, name) in _BOTH_LANGUAGES else ())})


def _text(swedish: str, english: str = "") -> dict[str, Any] | None:
    strings = [{"lang": lang, "value": text} for lang, text in (("swe", swedish), ("eng", english)) if text]
    return {"strings": strings} if strings else None


def _url(address: str) -> dict[str, Any] | None:
    return {"urls": [{"lang": "swe", "value": address}]} if address else None


def _code(kind: str, code: str) -> dict[str, str] | None:
    return {"type": kind, "code": code} if code else None


def _some(values: dict[str, Any]) -> dict[str, Any] | None:
    return {key: value for key, value in values.items() if value is not None} or None


def _number(value: float | None) -> float | int | None:
    return None if value is None else int(value) if value == int(value) else value


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _moment(value: datetime | None) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value else None
