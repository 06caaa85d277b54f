"""Why something in a file could not be used, in words: what is wrong, and what to write instead.

Stored faults keep the key and the values, so that the sentence comes in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable

from core.i18n import gettext as _

# Each sentence may use %(value)s (what stood there, shortened) and %(detail)s.
CAUSES: dict[str, Callable[[str, str], str]] = {
    "columns": lambda v, d: _("Raden har %(value)s kolumner men rubrikraden har %(detail)s. Kontrollera avgränsare och citattecken.", value=v, detail=d),
    "unreadable": lambda v, d: _("Raden går inte att läsa: %(detail)s. Kontrollera citattecken.", detail=d),
    "missing": lambda v, d: _("Värdet saknas. Fyll i det."),
    "unknown_title": lambda v, d: _("Namnet på utbildningen saknas (det står ”%(value)s”). Skriv vad utbildningen heter.", value=v),
    "unknown_provider": lambda v, d: _("Anordnaren saknas (det står ”%(value)s”). Skriv vem som ger utbildningen.", value=v),
    "date": lambda v, d: _("”%(value)s” är inget datum. Skriv så här: 2026-08-24.", value=v),
    "end_before_start": lambda v, d: _("Slutdatumet %(value)s ligger före startdatumet %(detail)s.", value=v, detail=d),
    "last_before_first": lambda v, d: _("Sista ansökningsdag %(value)s ligger före första ansökningsdag %(detail)s.", value=v, detail=d),
    "number": lambda v, d: _("”%(value)s” är inget tal. Skriv bara siffror.", value=v),
    "whole_number": lambda v, d: _("”%(value)s” är inget heltal från 0 och uppåt.", value=v),
    "number_range": lambda v, d: _("%(value)s är utanför det rimliga (%(detail)s).", value=v, detail=d),
    "too_long": lambda v, d: _("Texten är för lång. Den får ha högst %(detail)s tecken.", detail=d),
    "url": lambda v, d: _("”%(value)s” är ingen webbadress. Skriv den så att den börjar med https://.", value=v),
    "municipality": lambda v, d: _("Det finns ingen kommun med koden ”%(value)s”. Använd SCB:s fyra siffror.", value=v),
    "school_form": lambda v, d: _("Skolformen ”%(value)s” är okänd. Använd EMIL:s koder, till exempel YH eller VUXGY, eller orden i klartext.", value=v),
    "language": lambda v, d: _("Språket ”%(value)s” är okänt. Använd koder med tre bokstäver, till exempel swe eller eng.", value=v),
    "credits_unit": lambda v, d: _("Poängenheten ”%(value)s” är okänd. De som finns är %(detail)s.", value=v, detail=d),
    "conflict": lambda v, d: _("Samma tillfälle (%(value)s) står på rad %(detail)s med andra uppgifter. Ge tillfällena olika id.", value=v, detail=d),
    "duplicate": lambda v, d: _("%(value)s finns redan som nummer %(detail)s i filen. Ta bort det ena.", value=v, detail=d),
    "not_object": lambda v, d: _("Här ska ett objekt stå, men det står något annat."),
    "kind": lambda v, d: _("Det går inte att se om det här är en anordnare, en utbildning eller ett tillfälle."),
    "value": lambda v, d: _("Värdet ”%(value)s” går inte att använda här.", value=v),
    "identifier": lambda v, d: _("Identifieraren är tom eller längre än %(detail)s tecken.", detail=d),
    "no_education": lambda v, d: _("Utbildningen %(value)s finns varken i filen eller i katalogen. Tillfället visas när den har lästs in.", value=v),
    "no_provider": lambda v, d: _("Anordnaren %(value)s finns varken i filen eller i katalogen. Tillfället visas när den har lästs in.", value=v),
    "no_title": lambda v, d: _("Titeln saknas eller är tom. Skriv minst en text på svenska eller engelska."),
}


def explain(cause: str, value: str = "", detail: str = "") -> str:
    """The sentence for a cause; its key when it is one that this version does not know."""
    sentence = CAUSES.get(cause)
    return sentence(value, detail) if sentence else cause
