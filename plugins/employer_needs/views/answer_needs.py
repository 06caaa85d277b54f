"""The needs of an answer: the task list, and one page per thing asked about each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request

from core.web.access import public
from core.web.submission import once
from plugins.employer_needs import occupations, steps
from plugins.employer_needs.forms.answer import (
    OWN_WORDS,
    AmountForm,
    OccupationForm,
    PlaceForm,
    SkillsForm,
    TermsForm,
    TitleForm,
    skills_form,
)
from plugins.employer_needs.forms.fields import MORE, DraftForm
from plugins.employer_needs.links import path
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.services import answers as service
from plugins.employer_needs.values import HORIZONS, MAX_SKILLS, Level, NeedKind
from plugins.employer_needs.views.access import draft
from plugins.employer_needs.views.answer_parts import region_choices
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.steps import came_from_check, carried, onward, take

SKILL_ROWS = 3


@bp.get("/svar/<reference>/behov")
@public("GET")
def needs(reference: str) -> Any:
    """The task list: each need with what is left of it."""
    response, survey_round = draft(reference)
    rows = [(need, steps.missing(need)) for need in queries.needs_of(response)]
    return render_template(
        "employer_needs/answer/needs.html", response=response, rows=rows, survey_round=survey_round, own=own_questions.own(response)
    )


@bp.route("/svar/<reference>/behov/nytt", methods=["GET", "POST"])
@public("GET", "POST")
@once
def new_need(reference: str) -> Any:
    """Begin a need with its job title. Nothing is made until there is one."""
    response, _survey_round = draft(reference)
    form = TitleForm()
    made: list[CompetenceNeed] = []

    def save() -> None:
        if form.title.data:
            made.append(service.add_need(response, title=form.title.data, coded=form.coded()))

    def next_page() -> str:
        return _after_title(response, made[0])

    def render(**extra: Any) -> str:
        return _title_page(form, response, None, **extra)

    return take(form, {}, reference=response.reference, save=save, onward=next_page, render=render)


@bp.route("/svar/<reference>/behov/<int:need_id>/yrke", methods=["GET", "POST"])
@public("GET", "POST")
@once
def need_title(reference: str, need_id: int) -> Any:
    """Change the job title."""
    response, need = _need(reference, need_id)
    saved = {"title": need.local_title}
    form = TitleForm(data=saved)

    def save() -> None:
        service.save_title(need, title=form.title.data, coded=form.coded())

    def render(**extra: Any) -> str:
        return _title_page(form, response, need, **extra)

    return take(form, saved, reference=response.reference, save=save, onward=lambda: _after_title(response, need), render=render)


def _title_page(form: TitleForm, response: Response, need: CompetenceNeed | None, **extra: Any) -> str:
    return render_template(
        "employer_needs/answer/title.html", form=form, response=response, need=need, back_url=_back(response, need, "yrke"), **extra
    )


def _after_title(response: Response, need: CompetenceNeed) -> str:
    """To the choice when the title does not say which occupation it is, else on."""
    if need.occupation_group is None:
        return path("need_occupation", reference=response.reference, need_id=need.id, **carried())
    return onward(response.reference, _step_url(response, need, "antal"))


@bp.route("/svar/<reference>/behov/<int:need_id>/valj-yrke", methods=["GET", "POST"])
@public("GET", "POST")
@once
def need_occupation(reference: str, need_id: int) -> Any:
    """Which occupation a title stands for: suggestions, or one's own words and a group."""
    response, need = _need(reference, need_id)
    saved = {"choice": need.occupation_id or "", "group": (need.occupation_group or "") if not need.occupation_id else ""}
    suggestions = occupations.suggestions(need.local_title)
    form = OccupationForm(data=saved, suggestions=suggestions, groups=occupations.groups_by_area())
    if not suggestions:
        form.choice.data = OWN_WORDS

    def save() -> None:
        if (coded := form.coded()) is not None:
            service.choose_occupation(need, coded)

    def render(**extra: Any) -> str:
        back_url = path("need_title", reference=response.reference, need_id=need.id, **carried())
        return render_template(
            "employer_needs/answer/occupation.html",
            form=form,
            response=response,
            need=need,
            suggestions=suggestions,
            back_url=back_url,
            **extra,
        )

    def next_page() -> str:
        return onward(response.reference, _step_url(response, need, "antal"))

    return take(form, saved, reference=response.reference, save=save, onward=next_page, render=render)


@bp.route("/svar/<reference>/behov/<int:need_id>/<step>", methods=["GET", "POST"])
@public("GET", "POST")
@once
def need_step(reference: str, need_id: int, step: str) -> Any:
    """One of the other pages of a need: how many, where, which skills, on what terms."""
    if step not in PAGES:
        abort(404)
    response, need = _need(reference, need_id)
    form, saved, save = PAGES[step](need)

    def render(**extra: Any) -> str:
        return render_template(
            f"employer_needs/answer/{step}.html", form=form, response=response, need=need, back_url=_back(response, need, step), **extra
        )

    def next_page() -> str:
        if request.form.get("action") == MORE:
            return path(
                "need_step",
                reference=response.reference,
                need_id=need.id,
                step=step,
                rader=_rows(need) + SKILL_ROWS,
                **carried(),
            )
        following = steps.after(step)
        usual = _step_url(response, need, following.slug) if following else path("needs", reference=response.reference)
        return onward(response.reference, usual)

    return take(form, saved, reference=response.reference, save=save, onward=next_page, render=render)


@bp.route("/svar/<reference>/behov/<int:need_id>/ta-bort", methods=["GET", "POST"])
@public("GET", "POST")
@once
def remove_need(reference: str, need_id: int) -> Any:
    """Take a need out of the draft, after a question."""
    response, need = _need(reference, need_id)
    back_url = path("check" if came_from_check() else "needs", reference=response.reference)
    if request.method == "POST":
        service.remove_need(need)
        return redirect(back_url)
    return render_template("employer_needs/answer/remove.html", response=response, need=need, back_url=back_url)


def _need(reference: str, need_id: int) -> tuple[Response, CompetenceNeed]:
    response, _survey_round = draft(reference)
    return response, service.own_need(response, need_id, lock=request.method == "POST")


def _step_url(response: Response, need: CompetenceNeed, slug: str) -> str:
    if slug == "yrke":
        return path("need_title", reference=response.reference, need_id=need.id)
    return path("need_step", reference=response.reference, need_id=need.id, step=slug)


def _back(response: Response, need: CompetenceNeed | None, slug: str) -> str:
    """The page before this one: the check page, the need's earlier page, or the task list."""
    if came_from_check():
        return path("check", reference=response.reference)
    place = [step.slug for step in steps.STEPS].index(slug)
    if need is None or place == 0:
        return path("needs", reference=response.reference)
    return _step_url(response, need, steps.STEPS[place - 1].slug)


Page = tuple[DraftForm, dict[str, Any], Callable[[], None]]


def _amount(need: CompetenceNeed) -> Page:
    saved: dict[str, Any] = {"kind": need.kind, **{name: getattr(need, name) or None for name in HORIZONS}}
    form = AmountForm(data=saved)

    def save() -> None:
        kind = NeedKind(form.kind.data) if form.kind.data else None
        service.save_amount(need, kind=kind, headcounts=[form[name].data or 0 for name in HORIZONS])

    return form, saved, save


def _place(need: CompetenceNeed) -> Page:
    saved = {"municipality_code": need.municipality_code, "level": need.level}
    form = PlaceForm(data=saved, municipalities=region_choices())

    def save() -> None:
        service.save_place(
            need, municipality_code=form.municipality_code.data or None, level=Level(form.level.data) if form.level.data else None
        )

    return form, saved, save


def _rows(need: CompetenceNeed) -> int:
    """How many text fields for skills are shown: all that is saved and one more, at least three, more when asked for."""
    asked = request.args.get("rader", SKILL_ROWS, type=int)
    posted = sum(1 for name in request.form if name.startswith("skill_") and not name.endswith("_id"))
    return min(max(SKILL_ROWS, len(need.skills) + 1, asked, posted), MAX_SKILLS)


def _skills(need: CompetenceNeed) -> Page:
    saved: dict[str, Any] = {"shortage": str(need.shortage) if need.shortage else None}
    for number in range(_rows(need)):
        skill = need.skills[number] if number < len(need.skills) else {}
        saved[f"skill_{number}"], saved[f"skill_{number}_id"] = skill.get("label"), skill.get("id")
    form: SkillsForm = skills_form(_rows(need))(data=saved)

    def save() -> None:
        service.save_skills(need, skills=form.skills(), shortage=int(form.shortage.data) if form.shortage.data else None)

    return form, saved, save


def _terms(need: CompetenceNeed) -> Page:
    distance = {True: "yes", False: "no", None: None}[need.distance_acceptable]
    saved = {"distance_acceptable": distance, "placements_offered": need.placements_offered or None, "note": need.note}
    form = TermsForm(data=saved)

    def save() -> None:
        service.save_terms(
            need,
            distance_acceptable={"yes": True, "no": False}.get(form.distance_acceptable.data or ""),
            placements_offered=form.placements_offered.data or 0,
            note=form.note.data or "",
        )

    return form, saved, save


PAGES: dict[str, Callable[[CompetenceNeed], Page]] = {"antal": _amount, "plats": _place, "kompetens": _skills, "villkor": _terms}
