"""The needs of an answer: the task list, and one page per thing asked about each."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request

from core.web.access import public
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs import occupations, steps
from plugins.employer_needs.answering import earlier
from plugins.employer_needs.forms.answer import OWN_WORDS, OccupationForm, TitleForm
from plugins.employer_needs.forms.fields import MORE
from plugins.employer_needs.links import path
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.questions import queries as own_questions
from plugins.employer_needs.services import answers as service
from plugins.employer_needs.views.access import draft
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.need_pages import PAGES, SKILL_ROWS, TERMS, skill_rows
from plugins.employer_needs.views.steps import came_from_check, carried, onward, take


@bp.get("/svar/<reference>/behov")
@public("GET")
def needs(reference: str) -> Any:
    """The task list: each need with what is left of it."""
    response, survey_round = draft(reference)
    rows = [(need, steps.missing(need)) for need in queries.needs_of(response)]
    return render_template(
        "employer_needs/answer/needs.html",
        response=response,
        rows=rows,
        survey_round=survey_round,
        own=own_questions.own(response),
        earlier=earlier.needs(response),
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
    return onward(response.reference, step_url(response, need, "antal"))


@bp.route("/svar/<reference>/behov/<int:need_id>/valj-yrke", methods=["GET", "POST"])
@public("GET", "POST")
@once
def need_occupation(reference: str, need_id: int) -> Any:
    """Which occupation a title stands for: suggestions, or one's own words and a group."""
    response, need = _need(reference, need_id)
    saved = {"choice": need.occupation_id or "", "group": (need.occupation_group or "") if not need.occupation_id else ""}
    suggestions = occupations.suggestions(current_region(), need.local_title)
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
        return onward(response.reference, step_url(response, need, "antal"))

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
        if request.form.get("action") == MORE and step == TERMS:
            return path("need_step", reference=response.reference, need_id=need.id, step=steps.MORE, **carried())
        if request.form.get("action") == MORE:
            return path(
                "need_step",
                reference=response.reference,
                need_id=need.id,
                step=step,
                rader=skill_rows(need) + SKILL_ROWS,
                **carried(),
            )
        following = steps.after(step)
        usual = step_url(response, need, following.slug) if following else path("needs", reference=response.reference)
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


def step_url(response: Response, need: CompetenceNeed, slug: str) -> str:
    if slug == "yrke":
        return path("need_title", reference=response.reference, need_id=need.id)
    return path("need_step", reference=response.reference, need_id=need.id, step=slug)


def _back(response: Response, need: CompetenceNeed | None, slug: str) -> str:
    """The page before this one: the check page, the need's earlier page, or the task list."""
    if came_from_check():
        return path("check", reference=response.reference)
    order = [step.slug for step in steps.STEPS] + [steps.MORE]
    place = order.index(slug)
    if need is None or place == 0:
        return path("needs", reference=response.reference)
    return step_url(response, need, order[place - 1])
