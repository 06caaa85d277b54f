"""The form of each page of a need: what is saved in its fields, and how it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from plugins.employer_needs import steps
from plugins.employer_needs.forms.answer import AmountForm, PlaceForm, SkillsForm, TermsForm, skills_form
from plugins.employer_needs.forms.details import DetailsForm, details_form, details_of
from plugins.employer_needs.forms.fields import DraftForm
from plugins.employer_needs.models import CompetenceNeed
from plugins.employer_needs.services import answers as service
from plugins.employer_needs.values import HORIZONS, MAX_SKILLS, Level, NeedKind
from plugins.employer_needs.views.answer_parts import region_choices

SKILL_ROWS = 3
TERMS = "villkor"

Page = tuple[DraftForm, dict[str, Any], Callable[[], None]]


def amount_of(need: CompetenceNeed) -> dict[str, Any]:
    """What is saved of why and how many."""
    return {"kind": need.kind, **{name: getattr(need, name) or None for name in HORIZONS}}


def save_amount(need: CompetenceNeed, form: AmountForm) -> None:
    """Save why and how many."""
    kind = NeedKind(form.kind.data) if form.kind.data else None
    service.save_amount(need, kind=kind, headcounts=[form[name].data or 0 for name in HORIZONS])


def _amount(need: CompetenceNeed) -> Page:
    saved = amount_of(need)
    form = AmountForm(data=saved)
    return form, saved, lambda: save_amount(need, form)


def place_of(need: CompetenceNeed) -> dict[str, Any]:
    """What is saved of where, and of the level."""
    return {"municipality_code": need.municipality_code, "level": need.level}


def save_place(need: CompetenceNeed, form: PlaceForm) -> None:
    """Save where, and the level."""
    service.save_place(
        need, municipality_code=form.municipality_code.data or None, level=Level(form.level.data) if form.level.data else None
    )


def _place(need: CompetenceNeed) -> Page:
    saved = place_of(need)
    form = PlaceForm(data=saved, municipalities=region_choices())
    return form, saved, lambda: save_place(need, form)


def skill_rows(need: CompetenceNeed) -> int:
    """How many text fields for skills are shown: all that is saved and one more, at least three, more when asked for."""
    asked = request.args.get("rader", SKILL_ROWS, type=int)
    posted = sum(1 for name in request.form if name.startswith("skill_") and not name.endswith("_id"))
    return min(max(SKILL_ROWS, len(need.skills) + 1, asked, posted), MAX_SKILLS)


def _skills(need: CompetenceNeed) -> Page:
    saved: dict[str, Any] = {"shortage": str(need.shortage) if need.shortage else None}
    for number in range(skill_rows(need)):
        skill = need.skills[number] if number < len(need.skills) else {}
        saved[f"skill_{number}"], saved[f"skill_{number}_id"] = skill.get("label"), skill.get("id")
    form: SkillsForm = skills_form(skill_rows(need))(data=saved)

    def save() -> None:
        service.save_skills(need, skills=form.skills(), shortage=int(form.shortage.data) if form.shortage.data else None)

    return form, saved, save


def terms_of(need: CompetenceNeed) -> dict[str, Any]:
    """What is saved of distance studies and placements."""
    distance = {True: "yes", False: "no", None: None}[need.distance_acceptable]
    return {"distance_acceptable": distance, "placements_offered": need.placements_offered or None, "note": need.note}


def save_terms(need: CompetenceNeed, form: TermsForm) -> None:
    """Save whether distance studies will do, placements, and the rest."""
    service.save_terms(
        need,
        distance_acceptable={"yes": True, "no": False}.get(form.distance_acceptable.data or ""),
        placements_offered=form.placements_offered.data or 0,
        note=form.note.data or "",
    )


def _terms(need: CompetenceNeed) -> Page:
    saved = terms_of(need)
    form = TermsForm(data=saved)
    return form, saved, lambda: save_terms(need, form)


def _details(need: CompetenceNeed) -> Page:
    saved = details_of(need)
    form: DetailsForm = details_form(need)(data=saved)

    def save() -> None:
        service.save_details(
            need,
            skills=form.skills(len(need.skills)),
            chosen=form.chosen(),
            pace=int(form.pace.data) if form.pace.data else None,
            sessions_max=form.sessions_max.data,
            travel_km=form.travel_km.data,
            secret=bool(form.secret.data),
        )

    return form, saved, save


PAGES: dict[str, Callable[[CompetenceNeed], Page]] = {
    "antal": _amount,
    "plats": _place,
    "kompetens": _skills,
    "villkor": _terms,
    steps.MORE: _details,
}
