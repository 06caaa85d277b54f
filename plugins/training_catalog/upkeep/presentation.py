"""A kept course as its visitors will see it, in words: the same for the page, for the live preview, and for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.i18n import ngettext
from core.web.format import format_date
from plugins.training_catalog import wording
from plugins.training_catalog.codes import TIME_OF_STUDY, credit_unit_of, language_label, school_form_label
from plugins.training_catalog.upkeep.jobs import SOON, last_day
from plugins.training_catalog.upkeep.models import KeptOccasion, KeptState
from plugins.training_catalog.upkeep.wanting import Missing, missing

STATES: dict[KeptState, tuple[Any, str]] = {
    KeptState.DRAFT: (_l("Utkast"), "neutral"),
    KeptState.PUBLISHED: (_l("Publicerad"), "success"),
    KeptState.CANCELLED: (_l("Inställt"), "error"),
    KeptState.WITHDRAWN: (_l("Borttagen"), "warning"),
}


@dataclass(frozen=True)
class Preview:
    """What a visitor will see: the hit in the list, the page, and what is missing."""

    title: str
    kind: str
    provider: str
    when: str
    where: str
    facts: list[tuple[str, str]]
    paragraphs: list[str]
    occasions: list[str]
    missing: list[dict[str, Any]]


def preview(education: Any, occasions: Sequence[Any], provider: str, *, education_id: int | None = None) -> Preview:
    """How a course looks to a visitor. Takes rows and values alike."""
    live = [row for row in occasions if getattr(row, "state", KeptState.DRAFT) in (KeptState.DRAFT, KeptState.PUBLISHED)]
    unit = education.credits_unit or credit_unit_of(education.school_form)
    credits = wording.credits(education.credits, unit)
    starts = sorted(row.start for row in live if row.start)
    days = sorted(row.application_last for row in live if row.application_last)
    paces = wording.paces(",".join(dict.fromkeys(f"{row.pace:g}" for row in live if row.pace)))
    facts = [
        (_("Nästa start"), format_date(starts[0]) if starts else ""),
        (_("Ansök senast"), format_date(days[0]) if days else ""),
        (_("Orter"), _places(live)),
        (_("Studietakt"), paces),
        (_("Omfattning"), credits),
        (_("Kurskod"), education.code),
        (_("Behörighet"), education.eligibility),
    ]
    when = [_("Start %(date)s", date=format_date(starts[0])) if starts else _("Utan fast start")]
    when += [_("ansök senast %(date)s", date=format_date(days[0]))] if days else []
    where = [_("Distans")] if any(row.is_distance for row in live) else []
    return Preview(
        title=education.title or _("Utan namn"),
        kind=" · ".join(part for part in (school_form_label(education.school_form), credits) if part),
        provider=provider,
        when=" · ".join([*when, *filter(None, [paces])]),
        where=", ".join([*where, *filter(None, [_places(live)])]),
        facts=[fact for fact in facts if fact[1]],
        paragraphs=[text for text in education.description.split("\n") if text.strip()],
        occasions=[in_words(row) for row in live],
        missing=[
            {"text": _named(each, live), "url": _where_to(each, education_id), "blocks": each.blocks}
            for each in missing(education, occasions)
        ],
    )


def _named(each: Missing, live: Sequence[Any]) -> str:
    """What is missing; where there are several occasions, also of which."""
    row = next((row for row in live if getattr(row, "id", 0) == each.occasion_id), None) if len(live) > 1 else None
    if row is None or not row.start:
        return each.text
    return _("%(what)s (start %(date)s)", what=each.text, date=format_date(row.start))


def _where_to(each: Missing, education_id: int | None) -> str:
    """Where what is missing is written; empty where that is this very page's own field, or there is no page yet."""
    if each.occasion_id:
        return f"{url_for('training_catalog.own_occasion', occasion_id=each.occasion_id)}#{each.field}"
    if each.occasion_id == 0 or education_id is None:
        return f"#{each.field}" if each.field else ""
    if not each.field:
        return url_for("training_catalog.own_new_occasion", education_id=education_id)
    return f"{url_for('training_catalog.own_education', education_id=education_id)}#{each.field}"


def _codes(row: Any) -> list[str]:
    """The municipalities of a row, or of what was written."""
    return [place["code"] if isinstance(place, dict) else place[0] for place in row.places]


def _places(rows: Sequence[Any]) -> str:
    return ", ".join(dict.fromkeys(name_of(code) for row in rows for code in _codes(row) if code))


def in_words(row: Any) -> str:
    """An occasion in one line."""
    if row.start and row.end:
        when = _("%(start)s till %(end)s", start=format_date(row.start), end=format_date(row.end))
    elif row.start:
        when = format_date(row.start)
    else:
        when = _("Utan fast start")
    how = ngettext("distans, %(num)s träff", "distans, %(num)s träffar", row.sessions) if row.sessions else _("distans")
    parts = [
        when,
        _places([row]),
        how if row.is_distance else "",
        wording.pace(row.pace),
        str(TIME_OF_STUDY.get(row.time_of_study, "")).lower(),
        language_label(row.language) if row.language != "swe" else "",
        ngettext("%(num)s plats", "%(num)s platser", row.seats) if row.seats else "",
        _("ansök senast %(date)s", date=format_date(row.application_last)) if row.application_last else "",
        _("löpande ansökan") if row.application_continuous else "",
    ]
    return ", ".join(part for part in parts if part)


def warning(row: KeptOccasion, today: date) -> str:
    """What its keeper should know of a published occasion; empty when all is well."""
    if row.state is not KeptState.PUBLISHED:
        return ""
    last = row.application_last
    if last is None:
        return _("Har börjat") if row.start and row.start < today and not row.application_continuous else ""
    if last < today:
        return _("Ansökan har stängt")
    if last - today <= SOON:
        days = (last - today).days
        return ngettext("Ansökan stänger om %(num)s dag", "Ansökan stänger om %(num)s dagar", days) if days else _("Ansökan stänger i dag")
    return ""


def is_outdated(occasions: Sequence[KeptOccasion], today: date) -> bool:
    """Whether nothing of a published education can be applied for any more."""
    closed = last_day(occasions)
    return closed is not None and closed < today


def saved_rows(preview_: Preview) -> list[tuple[str, str]]:
    """What is saved now, beside what somebody else wrote meanwhile."""
    occasions = [(_("Tillfälle"), each) for each in preview_.occasions]
    return [(_("Namn"), preview_.title), (_("Skolform och poäng"), preview_.kind), *preview_.facts, *occasions]
