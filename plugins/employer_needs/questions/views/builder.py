"""The builder: a survey's own questions, one at a time, in an order that buttons change."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request

from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.links import path
from plugins.employer_needs.questions import definition, queries, service
from plugins.employer_needs.questions.definition import KINDS, Kind, Question
from plugins.employer_needs.questions.forms import QuestionForm, question_data
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.rounds import MANAGE


@bp.get("/enkater/<int:survey_id>")
@requires(GET=MANAGE)
def survey(survey_id: int) -> str:
    """A survey's own questions, and what can be done with them."""
    found = service.own_survey(current_region(), survey_id)
    shown = queries.working(survey_id)
    questions = queries.questions_of(shown)
    return render_template(
        "employer_needs/questions/survey.html",
        survey=found,
        shown=shown,
        seen=queries.seen(shown),
        questions=questions,
        depends={each.key: _depends(questions, each) for each in questions},
        kinds=KINDS,
        open_rounds=queries.rounds_asking(survey_id),
        published=queries.published(survey_id),
        rounds=queries.rounds_of(survey_id),
    )


def _depends(questions: list[Question], question: Question) -> str:
    """When a question is asked, in words; empty for always."""
    words = dict(definition.conditions(questions, question.key)).get(f"{question.when}={question.answer}", "")
    return _("Visas när %(what)s", what=words) if words else ""


@bp.route("/enkater/<int:survey_id>/fragor/ny", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_question(survey_id: int) -> Any:
    """Choose a kind, then write the question."""
    service.own_survey(current_region(), survey_id)
    if request.args.get("typ") not in set(Kind):
        return render_template("employer_needs/questions/kind.html", survey_id=survey_id, kinds=KINDS)
    return _edit(survey_id, None, Kind(request.args["typ"]))


@bp.route("/enkater/<int:survey_id>/fragor/<key>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def change_question(survey_id: int, key: str) -> Any:
    """Change a question."""
    service.own_survey(current_region(), survey_id)
    question = service.one(queries.questions_of(queries.working(survey_id)), key)
    return _edit(survey_id, question, question.kind)


def _edit(survey_id: int, before: Question | None, kind: Kind) -> Any:
    shown = queries.working(survey_id)
    earlier = definition.conditions(queries.questions_of(shown), before.key if before else "")
    form = QuestionForm(data=question_data(before) if before else None, kind=kind, earlier=earlier)
    status, conflicts = 200, None
    if request.method == "GET":
        form.seen.data = queries.seen(shown)
    elif form.validate():
        try:
            service.put_question(region=current_region(), survey_id=survey_id, seen=form.seen.data or "", question=form.question(before))
        except Conflict as error:
            if error.code != service.CHANGED_MEANWHILE:
                raise
            # What was typed stays; the next save is a choice, made with the page of today before one's eyes.
            form.seen.data, status, conflicts = queries.seen(shown), 409, _differences(form, before)
        except DomainError as error:
            form.add_error(error)
            status = 422
        else:
            flash(_("Frågan är sparad i utkastet."))
            return redirect(path("survey", survey_id=survey_id))
    else:
        status = 422
    page = render_template(
        "employer_needs/questions/question_form.html",
        form=form,
        survey_id=survey_id,
        before=before,
        kind=KINDS[kind],
        conflicts=conflicts,
    )
    return page, status


def _differences(form: QuestionForm, now: Question | None) -> list[tuple[str, str, str]]:
    """Where what is typed is another than what somebody else has saved."""
    saved = question_data(now) if now else {}
    shown = [(str(form[name].label.text), str(form[name].data or ""), str(value or "")) for name, value in saved.items() if name in form]
    return [row for row in shown if row[1] != row[2]]


@bp.post("/enkater/<int:survey_id>/fragor/<key>/flytta")
@requires(POST=MANAGE)
@once
def move_question(survey_id: int, key: str) -> Any:
    """One step up or down."""
    by = -1 if request.form.get("direction") == "up" else 1
    _try(service.move_question, survey_id, key=key, by=by)
    return redirect(path("survey", survey_id=survey_id, _anchor=f"question-{key}"))


@bp.route("/enkater/<int:survey_id>/fragor/<key>/ta-bort", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def remove_question(survey_id: int, key: str) -> Any:
    """Take a question out, after a question."""
    service.own_survey(current_region(), survey_id)
    shown = queries.working(survey_id)
    question = service.one(queries.questions_of(shown), key)
    if request.method == "POST":
        if _try(service.remove_question, survey_id, key=key):
            flash(_("Frågan är borttagen ur utkastet. Svar som redan är lämnade finns kvar."))
        return redirect(path("survey", survey_id=survey_id))
    return render_template("employer_needs/questions/remove.html", survey_id=survey_id, question=question, seen=queries.seen(shown))


@bp.post("/enkater/<int:survey_id>/publicera")
@requires(POST=MANAGE)
@once
def publish_survey(survey_id: int) -> Any:
    """Freeze the draft as a version."""
    if _try(service.publish, survey_id):
        flash(_("Frågorna är publicerade. Omgångar som öppnas från och med nu ställer dem."))
    return redirect(path("survey", survey_id=survey_id))


@bp.post("/enkater/<int:survey_id>/kasta-utkast")
@requires(POST=MANAGE)
@once
def discard_survey(survey_id: int) -> Any:
    """Throw away what is not published."""
    if _try(service.discard, survey_id):
        flash(_("Ändringarna är bortkastade. Frågorna är som när de publicerades senast."))
    return redirect(path("survey", survey_id=survey_id))


def _try(verb: Any, survey_id: int, **arguments: Any) -> bool:
    """Do it, or say why it cannot be done. What is not there stays not found."""
    try:
        verb(region=current_region(), survey_id=survey_id, seen=request.form.get("seen", "")[:40], **arguments)
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
        return False
    return True
