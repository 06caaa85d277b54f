"""Educations side by side: the facts that tell them apart, in the same order for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.errors import NotFound
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_date
from plugins.training_catalog import wording
from plugins.training_catalog.codes import LEVEL_LABELS, school_form_label
from plugins.training_catalog.course import Course, course
from plugins.training_catalog.finding.centres import centres_of
from plugins.training_catalog.state import is_open_on

MAX_COMPARED = 4
_MAX_TEXT = 300


@dataclass(frozen=True)
class Comparison:
    """Some educations, and per fact its name and what each of them says."""

    courses: list[Course]
    rows: list[tuple[str, list[str]]]


def compare(ids: Sequence[int], today: date) -> Comparison:
    """Put educations side by side; those that may not be read here, or are none, are passed over. At most four."""
    courses = []
    for identity in list(dict.fromkeys(ids))[:MAX_COMPARED]:
        try:
            courses.append(course(identity))
        except NotFound:
            continue
    centres = centres_of([occasion.event.id for found in courses for occasion in found.occasions])
    facts = [_facts(found, centres, today) for found in courses]
    names = list(facts[0]) if facts else []
    rows = [(name, [fact[name] for fact in facts]) for name in names]
    return Comparison(courses, [row for row in rows if any(row[1])])


def _facts(found: Course, centres: dict[int, list[Any]], today: date) -> dict[str, str]:
    info = found.info
    events = [occasion.event for occasion in found.occasions]
    distance = next((event for event in events if event.is_distance), None)
    receiving = sorted({row.centre for event in events for row in centres.get(event.id, ())})
    eligibility = info.eligibility if len(info.eligibility) <= _MAX_TEXT else f"{info.eligibility[:_MAX_TEXT]}…"
    return {
        _("Skolform"): school_form_label(info.school_form),
        _("Nivå"): str(LEVEL_LABELS[info.level]) if info.level != "none" else "",
        _("Anordnare"): ", ".join(provider.name for provider in found.providers[:3]),
        _("Poäng"): wording.credits(info.credits, info.credits_unit),
        _("Omfattning"): wording.extent(info.extent),
        _("Studietakt"): wording.paces(info.paces),
        _("Nästa start"): format_date(info.next_start) if wording.has_date(info.next_start) else _("Utan fast start"),
        _("Ansök senast"): format_date(info.next_deadline) if wording.has_date(info.next_deadline) else "",
        _("Öppen för ansökan nu"): _("Ja") if any(is_open_on(event, today) for event in events) else _("Nej"),
        _("Orter"): wording.names(info.place_names),
        _("Distans"): wording.sessions(distance) if distance is not None else _("Nej"),
        _("Kan följas på lärcentrum"): ", ".join(receiving),
        _("Språk"): ", ".join(dict.fromkeys(wording.languages(event.languages) for event in events if event.languages)),
        _("Tillfällen"): ngettext("%(num)s kommande", "%(num)s kommande", found.current),
        _("Leder till"): "; ".join(lead.name for lead in found.leads),
        _("Behörighet"): eligibility,
    }
