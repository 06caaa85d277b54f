"""The pages of a need, in order, and what makes each of them done. The task list, the check before sending and the form all ask here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.values import Earlier


@dataclass(frozen=True)
class NeedStep:
    """One page of a need.

    Args:
        slug: Its part of the address.
        label: What it is called where its lack is named.
        done: Whether its answers are all there.
    """

    slug: str
    label: Any
    done: Callable[[CompetenceNeed], bool]


STEPS = (
    NeedStep("yrke", _l("Yrke"), lambda need: bool(need.local_title and need.occupation_group)),
    NeedStep("antal", _l("Varför och hur många"), lambda need: need.kind is not None and need.headcount > 0),
    NeedStep("plats", _l("Kommun och utbildningsnivå"), lambda need: need.municipality_code is not None and need.level is not None),
    NeedStep("kompetens", _l("Kompetenser och hur svårt det är att hitta personer"), lambda need: need.shortage is not None),
    NeedStep("villkor", _l("Studier på distans och praktikplatser"), lambda need: need.distance_acceptable is not None),
)
MORE = "mer"  # the page that nobody has to answer
BY_SLUG = {step.slug: step for step in STEPS}


def missing(need: CompetenceNeed) -> list[NeedStep]:
    """The pages of a need that still lack an answer."""
    return [step for step in STEPS if not step.done(need)]


def after(slug: str) -> NeedStep | None:
    """The page that follows; None after the last."""
    if slug == MORE:
        return None
    place = [step.slug for step in STEPS].index(slug)
    return STEPS[place + 1] if place + 1 < len(STEPS) else None


@dataclass(frozen=True)
class Gap:
    """Something that must be answered before an answer can be sent.

    Args:
        part: `organisation`, `needs`, `need`, `own_questions` or `contact`.
        label: What is missing, in words.
        need: The need it belongs to, when part is `need`.
        step: The need's page.
    """

    part: str
    label: Any
    need: CompetenceNeed | None = None
    step: NeedStep | None = None


def gaps(response: Response, needs: Sequence[CompetenceNeed]) -> list[Gap]:
    """Everything that is missing, in the order of the pages; empty when the answer can be sent."""
    found = []
    if not response.organisation_confirmed:
        found.append(Gap("organisation", _l("Organisation")))
    if not needs and Earlier.GONE not in response.carried.values() and response.revises_id is None:
        found.append(Gap("needs", _l("Minst ett behov")))
    found += [Gap("need", step.label, need, step) for need in needs for step in missing(need)]
    if own_questions.own(response).lacking:
        found.append(Gap("own_questions", _l("Regionens frågor")))
    if response.visibility is None:
        found.append(Gap("contact", _l("Vem som får se att behoven är era")))
    return found
