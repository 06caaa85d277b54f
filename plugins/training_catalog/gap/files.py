"""The lists of the gap view as rows of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from core.geo.queries import name_of
from core.i18n import gettext as _
from plugins.training_catalog.codes import school_form_label
from plugins.training_catalog.gap import queries, words
from plugins.training_catalog.gap.models import ClusterNeed
from plugins.training_catalog.models import EducationInfo
from plugins.training_catalog.wording import has_date


def need_header() -> list[str]:
    """The columns' names, in the reader's language."""
    return [
        _("SSYK"), _("Yrkesgrupp"), _("Nivå"), _("Personer"), _("Arbetsgivare"), _("Kommuner"), _("Saknas till en klass"),
        _("Planerad start"), _("Läge"), _("Utbildning"), _("Anordnare"), _("Start"), _("Svar"), _("Skäl"),
    ]  # fmt: skip


def need_rows(needs: Sequence[ClusterNeed]) -> Iterator[list[Any]]:
    """A row per need and education; one row for a need without any."""
    by_need: defaultdict[int, list[Any]] = defaultdict(list)
    received: dict[int, Any] = {}
    for start in range(0, len(needs), 200):
        rows = queries.answers(needs[start : start + 200])
        received.update(queries.received(rows))
        for row in rows:
            by_need[row.Answer.need_id].append(row)
    for need in needs:
        first = [
            need.occupation_group, need.occupation_label, words.level(need.level), need.headcount, need.employers,
            ", ".join(name_of(code) for code in need.codes), need.missing, words.start(need), str(words.FITS[need.fit]),
        ]  # fmt: skip
        if need.id not in by_need:
            yield [*first, "", "", "", "", ""]
        for row in by_need.get(need.id, ()):
            centres = received.get(row.EducationEvent.id, ())
            said = " ".join(words.reasons(need, row.Answer, row.level, row.EducationEvent, centres))
            yield [*first, row.title, row.provider, row.EducationEvent.start, str(words.ANSWER_FITS[row.Answer.fit]), said]


def unasked_header() -> list[str]:
    """The columns' names, in the reader's language."""
    return [_("Utbildning"), _("Skolform"), _("Anordnare"), _("Orter"), _("Nästa start"), _("Tillfällen"), _("Leder till")]


def unasked_rows(infos: Sequence[EducationInfo]) -> Iterator[list[Any]]:
    """A row per education."""
    leads = queries.led_to(infos)
    for info in infos:
        start = info.next_start if has_date(info.next_start) else None
        yield [
            info.title, school_form_label(info.school_form), info.provider_names, info.place_names, start, info.event_count,
            ", ".join(leads.get(info.id, ())),
        ]  # fmt: skip
