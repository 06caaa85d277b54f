"""Surveys: the list, a new one, a copy, another name, and the whole questionnaire as an employer would see it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request

from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs import steps
from plugins.employer_needs.forms.answer import ContactForm, OrganisationForm, TitleForm
from plugins.employer_needs.links import path
from plugins.employer_needs.questions import queries, service
from plugins.employer_needs.questions.forms import SurveyForm, own_form
from plugins.employer_needs.questions.standard import blank_need
from plugins.employer_needs.settings import needs_settings, sender
from plugins.employer_needs.views.answer_parts import region_choices
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.need_pages import PAGES
from plugins.employer_needs.views.rounds import MANAGE


@bp.get("/enkater")
@requires(GET=MANAGE)
def survey_list() -> str:
    """Every survey of the region."""
    return render_template("employer_needs/questions/surveys.html", rows=queries.surveys(current_region()))


@bp.route("/enkater/ny", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_survey() -> Any:
    """Make a survey."""
    form = SurveyForm()
    if form.validate_on_submit():
        made = service.create_survey(region=current_region(), title=form.title.data or "")
        flash(_("Enkäten är skapad. Lägg till de frågor som ni vill ställa utöver de vanliga."))
        return redirect(path("survey", survey_id=made.id))
    page = render_template("employer_needs/questions/survey_form.html", form=form, survey=None)
    return (page, 422) if request.method == "POST" else page


@bp.route("/enkater/<int:survey_id>/namn", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def rename_survey(survey_id: int) -> Any:
    """Call a survey something else."""
    found = service.own_survey(current_region(), survey_id)
    form = SurveyForm(data={"title": found.title})
    if form.validate_on_submit():
        service.rename_survey(region=current_region(), survey_id=survey_id, title=form.title.data or "")
        flash(_("Namnet är ändrat."))
        return redirect(path("survey", survey_id=survey_id))
    page = render_template("employer_needs/questions/survey_form.html", form=form, survey=found)
    return (page, 422) if request.method == "POST" else page


@bp.post("/enkater/<int:survey_id>/kopiera")
@requires(POST=MANAGE)
@once
def copy_survey(survey_id: int) -> Any:
    """Make one more with the same questions."""
    copied = service.copy_survey(region=current_region(), survey_id=survey_id)
    flash(_("Här är kopian. Originalet är som det var."))
    return redirect(path("survey", survey_id=copied.id))


def _standard() -> list[tuple[Any, Any]]:
    """The pages that every survey has, with their own forms: the organisation, each page of a need, the contact."""
    places = region_choices()
    need = blank_need()
    pages = [(step.label, PAGES[step.slug](need)[0] if step.slug in PAGES else TitleForm()) for step in steps.STEPS]
    return [
        (_("Vilken organisation svarar du för?"), OrganisationForm(municipalities=places)),
        *pages,
        (_("Hur når vi dig, och vem får se vad?"), ContactForm()),
    ]


@bp.get("/enkater/<int:survey_id>/forhandsgranska")
@requires(GET=MANAGE)
def preview_survey(survey_id: int) -> str:
    """The whole questionnaire. Nothing is written: what is typed stands in the address, and only decides which questions are shown."""
    region = current_region()
    survey = service.own_survey(region, survey_id)
    shown = queries.working(survey_id)
    form = own_form(queries.questions_of(shown))(request.args)
    return render_template(
        "employer_needs/questions/preview.html",
        survey=survey,
        shown=shown,
        form=form,
        standard=_standard(),
        sender=sender(region),
        minutes=needs_settings(region).minutes_needed,
    )
