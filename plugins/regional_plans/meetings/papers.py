"""The call with its agenda (*kallelse*), and the minutes (*protokoll*), as documents. The items are numbered as on the agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import current_app

from core.db import utcnow
from core.documents import Block, Document, Heading, Note, Paragraph, Table
from core.i18n import gettext as _
from core.i18n import speaking
from core.web.format import format_date, format_datetime, format_time
from plugins.regional_plans.meetings.models import Decision
from plugins.regional_plans.meetings.queries import Seat, WholeMeeting
from plugins.regional_plans.plan_document import TONGUE, facts, paragraphs

if TYPE_CHECKING:
    from core.regions.models import Region

KINDS = ("agenda", "minutes")


def when(whole: WholeMeeting) -> str:
    """Day and time in words."""
    row = whole.row
    start = format_datetime(row.starts_at)
    return f"{start}–{format_time(row.ends_at)}" if row.ends_at else start


def agenda(region: Region, whole: WholeMeeting) -> Document:
    """What goes out before a meeting."""
    with speaking(TONGUE):
        row = whole.row
        rows = [
            (_("Region"), region.name),
            (_("Tid"), when(whole)),
            (_("Plats"), row.place),
            (_("Videomöte"), row.link),
            (_("Gäller"), whole.plan.title),
        ]
        blocks: list[Block] = [facts([(label, value) for label, value in rows if value])]
        for item in whole.items:
            blocks += [Heading(item.title), *_text(item.text)]
        return _document(_("Kallelse och dagordning: %(title)s", title=row.title), region, blocks)


def minutes(region: Region, whole: WholeMeeting) -> Document:
    """What was said and decided. Who came stands by name and organisation; nobody with protected identity is named."""
    with speaking(TONGUE):
        row = whole.row
        adjusted = _("%(name)s, %(day)s", name=row.adjusted_by, day=format_date(row.adjusted_on)) if row.adjusted_on else ""
        rows = [
            (_("Region"), region.name),
            (_("Tid"), when(whole)),
            (_("Plats"), row.place or (_("Videomöte") if row.link else "")),
            (_("Gäller"), whole.plan.title),
            (_("Justerat av"), adjusted or _("Inte justerat än")),
        ]
        blocks: list[Block] = [facts([(label, value) for label, value in rows if value])]
        if not row.adjusted_on:
            blocks.append(Note(_("Utkast"), (_("Protokollet är inte justerat och kan ändras."),)))
        here = [seat for seat in whole.seats if seat.present]
        away = [seat for seat in whole.seats if not seat.present]
        caption = _("Närvarande")
        header = (_("Namn"), _("Organisation"), _("Uppdrag"))
        blocks.append(Table(caption, header, tuple(_who(here))) if here else Paragraph((_("Ingen närvaro är antecknad."),)))
        if here and away:
            names = ", ".join(f"{name} ({organisation})" if organisation != "–" else name for name, organisation, _part in _who(away))
            blocks.append(facts([(_("Frånvarande"), names)]))
        if row.introduction:
            blocks += paragraphs(row.introduction)
        for item in whole.items:
            blocks += [Heading(item.title), *_text(item.text), *_text(item.minutes), *_decided(whole, whole.decisions.get(item.id, ()))]
        if whole.decisions.get(None):
            blocks += [Heading(_("Fler beslut")), *_decided(whole, whole.decisions[None])]
        return _document(_("Protokoll: %(title)s", title=row.title), region, blocks)


def _decided(whole: WholeMeeting, decisions: Sequence[Decision]) -> list[Block]:
    """Decisions, set apart, with what they change and when they are to be carried out."""
    blocks: list[Block] = []
    for each in decisions:
        lines = [each.text]
        if each.amends_id in whole.amended:
            lines.append(_("Beslutet ändrar %(earlier)s.", earlier=whole.amended[each.amends_id]))
        if each.due_on:
            lines.append(_("Ska vara klart %(day)s.", day=format_date(each.due_on)))
        blocks.append(Note(_("Beslut %(n)s", n=each.number), ("\n".join(lines),)))
    return blocks


def _who(seats: Sequence[Seat]) -> list[tuple[str, str, str]]:
    """Names with organisation and part; who cannot be named is counted by organisation."""
    return [
        (seat.name or _("En ledamot"), seat.organisation or "–", _("Ordförande") if seat.member.is_chair else _("Ledamot"))
        for seat in seats
    ]


def _text(text: str) -> list[Block]:
    return list(paragraphs(text)) if text.strip() else []


def _document(title: str, region: Region, blocks: list[Block]) -> Document:
    return Document(
        title=title,
        language=TONGUE,
        author=region.name,
        site=current_app.extensions["samkraft_settings"].public_url,
        made_at=utcnow().replace(microsecond=0),
        blocks=tuple(blocks),
        numbered=True,
    )
