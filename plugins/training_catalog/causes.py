"""Why something in a file could not be used, in words: what is wrong, and what to write instead.

Stored faults keep the key and the values, so that the sentence comes in the reader's language.
"""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l

# Each sentence may use %(value)s (what stood there, shortened) and %(detail)s.
CAUSES: dict[str, Any] = {
    "columns": _l("Raden har %(value)s kolumner men rubrikraden har %(detail)s. Kontrollera avgränsare och citattecken."),
    "unreadable": _l("Raden går inte att använda. %(detail)s"),
    "missing": _l("Värdet saknas. Fyll i det."),
    "unknown_title": _l("Namnet på utbildningen saknas (det står ”%(value)s”). Skriv vad utbildningen heter."),
    "unknown_provider": _l("Anordnaren saknas (det står ”%(value)s”). Skriv vem som ger utbildningen."),
    "date": _l("”%(value)s” är inget datum. Skriv så här: 2026-08-24."),
    "end_before_start": _l("Slutdatumet %(value)s ligger före startdatumet %(detail)s."),
    "last_before_first": _l("Sista ansökningsdag %(value)s ligger före första ansökningsdag %(detail)s."),
    "number": _l("”%(value)s” är inget tal. Skriv bara siffror."),
    "whole_number": _l("”%(value)s” är inget heltal från 0 och uppåt."),
    "number_range": _l("%(value)s är utanför det rimliga (%(detail)s)."),
    "too_long": _l("Texten är för lång. Den får ha högst %(detail)s tecken."),
    "url": _l("”%(value)s” är ingen webbadress. Skriv den så att den börjar med https://."),
    "municipality": _l("Det finns ingen kommun med koden ”%(value)s”. Använd SCB:s fyra siffror."),
    "school_form": _l("Skolformen ”%(value)s” är okänd. Använd EMIL:s koder, till exempel YH eller VUXGY, eller orden i klartext."),
    "language": _l("Språket ”%(value)s” är okänt. Använd koder med tre bokstäver, till exempel swe eller eng."),
    "credits_unit": _l("Poängenheten ”%(value)s” är okänd. De som finns är %(detail)s."),
    "conflict": _l("Samma tillfälle (%(value)s) står på rad %(detail)s med andra uppgifter. Ge tillfällena olika id."),
    "duplicate": _l("%(value)s finns redan som nummer %(detail)s i filen. Ta bort det ena."),
    "not_object": _l("Här ska ett objekt stå, men det står något annat."),
    "kind": _l("Det går inte att se om det här är en anordnare, en utbildning eller ett tillfälle."),
    "value": _l("Värdet ”%(value)s” går inte att använda här."),
    "identifier": _l("Identifieraren är tom eller längre än %(detail)s tecken."),
    "no_education": _l("Utbildningen %(value)s finns varken i filen eller i katalogen. Tillfället visas när den har lästs in."),
    "no_provider": _l("Anordnaren %(value)s finns varken i filen eller i katalogen. Tillfället visas när den har lästs in."),
    "no_title": _l("Titeln saknas eller är tom. Skriv minst en text på svenska eller engelska."),
}


def explain(cause: str, value: str = "", detail: str = "") -> str:
    """The sentence for a cause; its key when it is one that this version does not know."""
    sentence = CAUSES.get(cause)
    return str(sentence) % {"value": value, "detail": detail} if sentence else cause
