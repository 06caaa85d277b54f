"""EMIL 3 documents into records."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from core.errors import DomainError
from core.organisations.service import normalise_orgnr
from plugins.training_catalog import cleaning
from plugins.training_catalog.causes import CAUSES
from plugins.training_catalog.cleaning import Unreadable
from plugins.training_catalog.codes import CREDIT_UNITS, SCHOOL_FORMS, TIME_OF_STUDY
from plugins.training_catalog.emil3.documents import Address, Event, Info, Provider
from plugins.training_catalog.emil3.values import Texts
from plugins.training_catalog.places import known_code
from plugins.training_catalog.records import EventRecord, InfoRecord, Place, ProviderRecord, Record

KNOWN_CAUSES = frozenset(CAUSES)
MAX_SUBJECTS = 50
MAX_LOCATIONS = 300
MAX_EXTRA_DEPTH = 12
# Called with the path of a value that was left out, the cause, the value and a detail.
Note = Callable[..., None]


def provider(document: Provider, note: Note) -> ProviderRecord | None:
    """An EducationProvider; None when it has no name in any language."""
    name = cleaning.title(document.name.best())[:200]
    if not name:
        return None
    addresses = [*document.visitAddresses, *([document.contactAddress] if document.contactAddress else [])]
    code = next((found for address in addresses if (found := _area(address, note, "contactAddress"))), None)
    return ProviderRecord(
        identifier=document.identifier,
        name=name,
        description=cleaning.plain_text(document.description.best()),
        url=_url(document.url, note, "url"),
        orgnr=_orgnr(document.organisationNumber),
        email=next((email for text in document.emailAddresses if (email := cleaning.email(text))), ""),
        phone=next((number for phone in document.phones if (number := cleaning.line(phone.number.best())[:40])), ""),
        body=_code(document.responsibleBody.type)[:20] if document.responsibleBody else "",
        municipality_code=code,
        last_edited=document.lastEdited,
        expires=document.expires,
        extra=_extra(document),
    )


def info(document: Info, note: Note) -> InfoRecord | None:
    """An EducationInfo; None when it has no title in any language."""
    title = cleaning.title(document.title.best())[:300]
    if not title:
        return None
    form = _code(document.type).upper()
    if form and form not in SCHOOL_FORMS:
        note("type", "school_form", form)
        form = ""
    unit = _code(document.credits.system).lower() if document.credits else ""
    if unit and unit not in CREDIT_UNITS:
        note("credits.system", "credits_unit", unit, ", ".join(CREDIT_UNITS))
        unit = ""
    amount = (document.credits.credits or None) if document.credits else None
    return InfoRecord(
        identifier=document.identifier,
        title=title,
        title_en=cleaning.title(document.title.english())[:300],
        school_form=form,
        code=(document.code or "")[:60],
        description=cleaning.plain_text(document.description.best()),
        description_en=cleaning.plain_text(document.description.english()),
        url=_url(document.url, note, "url"),
        configuration=_code(document.configuration)[:20],
        subjects=document.subjects[:MAX_SUBJECTS],
        qualification_level=_code(document.qualificationLevel)[:2],
        is_vocational=document.isVocational,
        result_is_degree=document.resultIsDegree,
        degree=cleaning.title(document.degrees.best())[:300],
        credits=amount,
        credits_unit=unit if amount is not None else "",
        extent=_extent(document),
        eligibility=cleaning.plain_text(document.eligibility.best()),
        prior_knowledge=cleaning.plain_text(document.recommendedPriorKnowledge.best()),
        last_edited=document.lastEdited,
        expires=document.expires,
        extra=_extra(document),
    )


def event(document: Event, note: Note) -> EventRecord:
    """An EducationEvent."""
    execution, application, distance = document.execution, document.application, document.distance
    start, end = (execution.start, execution.end) if execution else (None, None)
    if start and end and end < start:
        note("execution.end", "end_before_start", end.isoformat(), start.isoformat())
        end = None
    first, last = (application.first, application.last) if application else (None, None)
    if first and last and last < first:
        note("application.last", "last_before_first", last.isoformat(), first.isoformat())
        first = last = None
    extra = _extra(document)
    if len(document.providers) > 1:
        extra["providers"] = document.providers
    when = _code(document.timeOfStudy).lower()
    return EventRecord(
        identifier=document.identifier,
        education=document.education,
        provider=document.providers[0],
        title=cleaning.title(document.title.best())[:300],
        description=cleaning.plain_text(document.description.best()),
        url=_url(document.url, note, "url"),
        condition=_code(execution.condition)[:2] if execution else "",
        start=start,
        end=end,
        languages=_languages(document, note),
        pace=(document.paceOfStudy.percentage or None) if document.paceOfStudy else None,
        time_of_study=when if when in TIME_OF_STUDY else "",
        is_distance=distance is not None,
        mandatory_sessions=distance.noOfMandatorySessions if distance else None,
        optional_sessions=distance.noOfOptionalSessions if distance else None,
        mandatory_remote_sessions=distance.noOfMandatoryRemoteSessions if distance else None,
        optional_remote_sessions=distance.noOfOptionalRemoteSessions if distance else None,
        distance_note=cleaning.plain_text(distance.description.best(), 2000) if distance else "",
        places=document.places,
        is_apprenticeship=document.isApprenticeship,
        application_first=first,
        application_last=last,
        application_continuous=bool(application and application.continuous),
        application_url=_url(application.url, note, "application.url") if application else "",
        application_code=(application.code or "")[:60] if application else "",
        application_note=cleaning.plain_text(application.instruction.best(), 5000) if application else "",
        is_cancelled=bool(document.isCancelled),
        locations=[_place(address, note, index) for index, address in enumerate(document.locations[:MAX_LOCATIONS])],
        last_edited=document.lastEdited,
        expires=document.expires,
        extra=extra,
    )


CONVERTERS: dict[str, Callable[[Any, Note], Record | None]] = {"provider": provider, "info": info, "event": event}


def _code(code: dict[str, str] | None) -> str:
    return code["code"] if code else ""


def _url(texts: Texts, note: Note, path: str) -> str:
    try:
        return cleaning.url(texts.best())
    except Unreadable as error:
        note(path, error.cause, texts.best(), error.detail)
        return ""


def _area(address: Address, note: Note, path: str) -> str | None:
    code = (address.areaCode or "").zfill(4) if address.areaCode else ""
    if code and not known_code(code):
        note(f"{path}.areaCode", "municipality", code)
        return None
    return code or None


def _place(address: Address, note: Note, index: int) -> Place:
    return Place(
        municipality_code=_area(address, note, f"locations[{index}]"),
        town=(address.town or "")[:100],
        study_location=cleaning.title(address.studyLocation.best())[:200],
        street_address=(address.streetAddress or "")[:200],
        postal_code=(address.postalCode or "")[:20],
    )


def _languages(document: Event, note: Note) -> list[str]:
    found: list[str] = []
    for index, text in enumerate(document.languageOfInstructions[:10]):
        try:
            code = cleaning.language(text)
        except Unreadable as error:
            note(f"languageOfInstructions[{index}]", error.cause, text)
            continue
        if code and code not in found:
            found.append(code)
    return found


def _extent(document: Info) -> str:
    extent = document.extent
    if extent is None or extent.length is None or extent.unit is None:
        return ""
    length = f"{extent.length}–{extent.max}" if extent.max and extent.max > extent.length else str(extent.length)
    return f"{length} {_code(extent.unit).lower()}"[:60]


def _orgnr(text: str | None) -> str:
    try:
        return normalise_orgnr(text) if text else ""
    except DomainError:
        return ""


def _extra(document: Provider | Info | Event) -> dict[str, Any]:
    """What the standard says and the catalogue has no column for, made safe to store."""
    return {str(key)[:100]: safe(value, MAX_EXTRA_DEPTH) for key, value in (document.model_extra or {}).items()}


def safe(value: Any, depth: int = MAX_EXTRA_DEPTH) -> Any:
    """A value of JSON without what is not to be stored: control characters, and more of anything than anybody needs."""
    if isinstance(value, str):
        return cleaning.plain(value)[:20_000]
    if depth <= 0:
        return None
    if isinstance(value, dict):
        return {cleaning.plain(str(key))[:100]: safe(item, depth - 1) for key, item in list(value.items())[:200]}
    if isinstance(value, list):
        return [safe(item, depth - 1) for item in value[:500]]
    return None if isinstance(value, float) and not isfinite(value) else value
