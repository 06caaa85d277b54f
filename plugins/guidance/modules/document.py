"""One's own summary as a document, for the talk with one's manager. What one has answered stands in it only when one asks for that."""

from __future__ import annotations

from collections.abc import Sequence

from core.clock import today
from core.documents import Block, Document, Heading, KeyFacts, Paragraph, Table
from core.i18n import gettext as _
from core.i18n import language
from core.regions.models import Region
from core.web.format import format_date, format_number
from plugins.guidance.modules.models import Module, ModuleStep, StepProgress
from plugins.guidance.modules.own import Row


def summary(
    region: Region,
    name: str,
    rows: Sequence[Row],
    certified: Sequence[tuple[ModuleStep, StepProgress]],
    answers: Sequence[tuple[Module, ModuleStep, StepProgress]],
) -> Document:
    """The summary of one person.

    Args:
        answers: Empty, unless the person wants them with.
    """
    finished = [each for each in rows if each.state == "finished"]
    begun = [each for each in rows if each.state == "begun"]
    blocks: list[Block] = [
        KeyFacts(
            (
                (_("Avslutade moduler"), format_number(len(finished))),
                (_("Timmar i avslutade moduler"), format_number(hours_of(finished))),
                (_("Timmar som arrangörer har intygat"), format_number(certified_hours(certified))),
                (_("Påbörjade moduler"), format_number(len(begun))),
            )
        )
    ]
    if finished:
        lines = tuple((each.module.title, _day(each), format_number(each.progress.hours if each.progress else 0)) for each in finished)
        blocks += [Heading(_("Klart")), Table(_("Avslutade moduler"), (_("Modul"), _("Klar"), _("Timmar")), lines, (2,))]
        blocks += [Paragraph((f"{each.module.title}: {each.module.aim}",)) for each in finished if each.module.aim]
    if begun:
        steps = tuple((each.module.title, _("%(done)s av %(steps)s", done=each.done, steps=each.steps)) for each in begun)
        blocks += [Heading(_("Påbörjat")), Table(_("Påbörjade moduler"), (_("Modul"), _("Klara steg")), steps)]
    if certified:
        hours = tuple(
            (step.occasion_title, format_date(step.occasion_at) if step.occasion_at else "", format_number(row.certified_hours or 0))
            for step, row in certified
        )
        blocks += [Heading(_("Intygat genom närvaro")), Table(_("Träffar"), (_("Träff"), _("Dag"), _("Timmar")), hours, (2,))]
    if answers:
        blocks.append(Heading(_("Mina svar")))
        for module, step, row in answers:
            blocks += [Heading(f"{module.title}: {step.title}", 2), Paragraph((step.text,)), Paragraph((row.answer,))]
    if not rows:
        blocks.append(Paragraph((_("Ingen modul är påbörjad än."),)))
    return Document(
        title=_("Min kompetensutveckling"),
        lead=_("%(name)s, %(day)s. Timmarna i moduler är uppskattade.", name=name, day=format_date(today())),
        blocks=tuple(blocks),
        language=language(),
        author=region.name,
    )


def _day(row: Row) -> str:
    return format_date(row.progress.finished_at) if row.progress is not None and row.progress.finished_at is not None else ""


def hours_of(rows: Sequence[Row]) -> float:
    """What finished modules took, as was said when they were finished."""
    return sum(each.progress.hours for each in rows if each.progress is not None and each.progress.finished_at is not None)


def certified_hours(rows: Sequence[tuple[ModuleStep, StepProgress]]) -> float:
    """What organisers have certified."""
    return sum(row.certified_hours or 0.0 for _step, row in rows)
