"""What a kept course does not say yet: what must be there before it is published, and what those who look for one ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import gettext as _
from plugins.training_catalog.upkeep.models import KeptState


@dataclass(frozen=True)
class Missing:
    """Something that a visitor would miss.

    Args:
        field: The field where it is written; empty for a whole occasion.
        occasion_id: The occasion it belongs to; None for the education itself, 0 for an occasion that is being written.
        blocks: Whether it must be there before publishing.
    """

    text: str
    field: str = ""
    occasion_id: int | None = None
    blocks: bool = True


def missing(education: Any, occasions: Sequence[Any]) -> list[Missing]:
    """What is not said yet, what blocks first. Takes rows and values alike."""
    found = []
    if not education.school_form:
        found.append(Missing(_("Skolform"), "school_form"))
    live = [row for row in occasions if getattr(row, "state", KeptState.DRAFT) in (KeptState.DRAFT, KeptState.PUBLISHED)]
    if not live:
        found.append(Missing(_("Minst ett tillfälle")))
    for row in live:
        found += missing_of(row)
    if not education.description:
        found.append(Missing(_("Beskrivning: vad man lär sig och för vem det är"), "description", blocks=False))
    if not education.credits:
        found.append(Missing(_("Poäng, om utbildningen ger det"), "credits", blocks=False))
    return sorted(found, key=lambda each: not each.blocks)


def missing_of(row: Any) -> list[Missing]:
    """What an occasion does not say yet."""
    own = getattr(row, "id", 0)
    found = []
    if not row.start and not row.application_continuous:
        found.append(Missing(_("Första dagen, eller att man kan börja när som helst"), "start", own))
    if not row.places and not row.is_distance:
        found.append(Missing(_("Ort, eller att det är på distans"), "place_1", own))
    if not row.application_last and not row.application_continuous:
        found.append(Missing(_("Sista ansökningsdag, eller löpande ansökan"), "application_last", own))
    if not row.application_url:
        found.append(Missing(_("Webbadress till ansökan"), "application_url", own, blocks=False))
    if not row.pace:
        found.append(Missing(_("Studietakt"), "pace", own, blocks=False))
    return found
