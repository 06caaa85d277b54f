"""The invigilator's list as CSV and PDF. Each taking out is in the log. No person with protected identity is named."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response

from core.audit.service import record
from core.db import atomic
from core.documents import Document, KeyFacts, Table, render_pdf
from core.files.sheets import csv_bytes
from core.i18n import gettext as _
from core.i18n import language
from core.web.access import requires
from core.web.context import current_region, current_user
from plugins.distance_learning.exams import queries
from plugins.distance_learning.exams.forms import ATTENDANCE, DELIVERIES
from plugins.distance_learning.exams.manage_views import SLOT
from plugins.distance_learning.permissions import EXAMS
from plugins.distance_learning.views import bp
from plugins.distance_learning.visiting.places import place_of
from plugins.distance_learning.visiting.times import span

TYPES = {"pdf": "application/pdf", "csv": "text/csv"}


@bp.get(f"{SLOT}.csv", defaults={"form": "csv"})
@bp.get(f"{SLOT}.pdf", defaults={"form": "pdf"})
@requires(GET=EXAMS)
def exam_list(slot_id: int, form: Literal["csv", "pdf"]) -> Response:
    """The list to print or to read in."""
    region = current_region()
    slot = queries.own_slot(region, current_user(), slot_id)
    row = queries.slot_row(region, slot_id)
    content = csv_bytes(_header(), _rows(slot)) if form == "csv" else render_pdf(_document(row, region.name))
    with atomic():
        record("distance_learning.exam_slot.taken_out", region=region, subject=f"distance_learning:exam_slot:{slot.id}", format=form)
    answer = Response(content, mimetype=TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="tentamen-{slot.id}.{form}"'
    return answer


def _header() -> list[str]:
    return [
        _("Nr"),
        _("Namn"),
        _("Tentamen"),
        _("Skola"),
        _("Minuter"),
        _("Hjälpmedel"),
        _("Kommer"),
        _("Särskilda arrangemang"),
        _("Närvaro"),
    ]


def _rows(slot: Any) -> list[list[Any]]:
    named = queries.nameable(slot)
    return [
        [
            str(number),
            booking.name if booking.id in named else _("Skriver utan namn i listan"),
            booking.exam,
            booking.provider,
            str(booking.minutes),
            booking.aids,
            str(DELIVERIES[booking.delivery]),
            _("Ja, se bokningen") if booking.arrangements else "",
            str(ATTENDANCE[booking.attendance]),
        ]
        for number, booking in enumerate(queries.writing(slot), 1)
    ]


def _document(row: queries.SlotRow, author: str) -> Document:
    facts = (
        (_("När"), span(row.slot.starts_at, row.slot.ends_at)),
        (_("Var"), f"{place_of(row.centre)}, {row.room.name}"),
        (_("Tentamensvakt"), row.slot.invigilator or _("Inte angivet")),
        (_("Skriver"), _("%(taken)s av %(seats)s platser", taken=row.taken, seats=row.slot.seats)),
    )
    table = Table(_("De som skriver"), tuple(_header()), tuple(tuple(each) for each in _rows(row.slot)), numeric=(0, 4))
    return Document(title=_("Tentamenslista"), blocks=(KeyFacts(facts), table), language=language(), author=author)
