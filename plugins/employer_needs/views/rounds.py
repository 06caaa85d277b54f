"""The strategist's rounds: list, one round, new and changed, opened, closed, reminded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request

from core.clock import today
from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import ngettext
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.employer_needs.forms.rounds import RoundForm
from plugins.employer_needs.inviting import queries as following
from plugins.employer_needs.inviting import standing
from plugins.employer_needs.inviting.forms import CALL_RESULT
from plugins.employer_needs.links import absolute, path
from plugins.employer_needs.models import SurveyRound
from plugins.employer_needs.queries import rounds as queries
from plugins.employer_needs.questions import queries as question_queries
from plugins.employer_needs.services import invitations
from plugins.employer_needs.services import rounds as service
from plugins.employer_needs.settings import needs_settings
from plugins.employer_needs.views.blueprint import bp

READ, MANAGE = "employer_needs.round.read", "employer_needs.round.manage"


def may_manage(survey_round: SurveyRound) -> bool:
    """Whether this user may change this round: it must be this region's own."""
    region = current_region()
    return survey_round.region_id == region.id and may(current_user(), region, MANAGE)


def _page_number() -> int:
    return request.args.get("page", 1, type=int)


@bp.get("/omgangar")
@requires(GET=READ)
def round_list() -> str:
    """Every round with its figures."""
    return render_template(
        "employer_needs/staff/rounds.html",
        page=queries.round_page(number=_page_number()),
        may_manage=may(current_user(), current_region(), MANAGE),
        region_id=current_region().id,
        standing=standing.standing_round(current_region()),
    )


@bp.route("/omgangar/ny", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_round() -> Any:
    """Prepare a round."""
    form = RoundForm(data={"opens_on": today(), "closes_on": today() + timedelta(days=42)}, surveys=_surveys())
    if form.validate_on_submit():
        try:
            made = service.create_round(region=current_region(), **_values(form))
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Omgången är skapad. Bjud in arbetsgivare och öppna den när du är klar."))
            return redirect(path("round_page", round_id=made.id))
    page = render_template("employer_needs/staff/round_form.html", form=form, survey_round=None)
    return (page, 422) if request.method == "POST" else page


FIELDS = ("title", "opens_on", "closes_on", "intro", "letter")


def _surveys() -> list[tuple[int, str]]:
    return [(row.survey.id, row.survey.title) for row in question_queries.surveys(current_region())]


def _values(form: RoundForm) -> dict[str, Any]:
    """What was typed in the fields that are asked."""
    found = {name: form[name].data or "" for name in FIELDS if name in form}
    return found if "survey_id" not in form else {**found, "survey_id": int(form.survey_id.data)}


@bp.get("/omgangar/<int:round_id>")
@requires(GET=READ)
def round_page(round_id: int) -> str:
    """One round: how it goes, and what can be done."""
    row = queries.round_row(round_id)
    region = current_region()
    own = row.round.region_id == region.id
    return render_template(
        "employer_needs/staff/round.html",
        row=row,
        survey_round=row.round,
        may_manage=may_manage(row.round),
        rates=queries.rate_by_municipality(round_id),
        reminders=following.reminders_of(row.round),
        newest=question_queries.published(row.round.survey_id),
        edited=question_queries.draft(row.round.survey_id) is not None,
        survey=question_queries.survey_of(row.round),
        asked=question_queries.set_of_round(row.round),
        standing_link=absolute("start_standing", region) if own and row.round.standing else None,
        drafts=queries.drafts_begun(round_id),
        to_send=queries.to_send(round_id),
        to_remind=queries.to_remind(row.round, invitations.reminder_limit(region)) if own else 0,
        reminder_days=needs_settings(region).reminder_days,
        takes_answers=service.takes_answers(row.round),
        open_link=absolute("start_open", region) if own and needs_settings(region).open_answers else None,
    )


@bp.route("/omgangar/<int:round_id>/andra", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def change_round(round_id: int) -> Any:
    """Change what a round says. Somebody else's change in between is shown beside one's own."""
    survey_round = service.own_round(current_region(), round_id, lock=request.method == "POST")
    saved = {name: getattr(survey_round, name) for name in (*FIELDS, "survey_id")}
    form = RoundForm(data={**saved, "survey_id": str(survey_round.survey_id)}, surveys=_surveys(), survey_round=survey_round)
    conflicts: list[tuple[str, str, str]] = []
    status = 200
    if request.method == "GET":
        form.version.data = str(survey_round.version)
    elif form.validate():
        if form.version.data != str(survey_round.version) and (conflicts := _conflicts(form, saved)):
            form.version.data, status = str(survey_round.version), 409
        else:
            try:
                service.change_round(region=current_region(), round_id=round_id, **{**saved, **_values(form)})
            except DomainError as error:
                form.add_error(error)
                status = 422
            else:
                flash(_("Omgången är ändrad."))
                return redirect(path("round_page", round_id=round_id))
    else:
        status = 422
    keep_url = path("round_page", round_id=round_id)
    return render_template(
        "employer_needs/staff/round_form.html", form=form, survey_round=survey_round, conflicts=conflicts, keep_url=keep_url
    ), status


def _conflicts(form: RoundForm, saved: dict[str, Any]) -> list[tuple[str, str, str]]:
    typed = _values(form)
    return [(str(form[name].label.text), str(typed[name]), str(saved[name])) for name in typed if str(typed[name]) != str(saved[name])]


@bp.route("/omgangar/<int:round_id>/oppna", methods=["POST"])
@requires(POST=MANAGE)
@once
def open_round(round_id: int) -> Any:
    """Open a round; its invitations are mailed by a job."""
    region = current_region()
    unsent = queries.to_send(round_id)
    try:
        with atomic():
            service.open_round(region=region, round_id=round_id)
    except DomainError as error:
        if error.status != 422:
            raise
        flash(error.message, "error")
    else:
        flash(_("Omgången är öppen.") + _sending_now(unsent))
    return redirect(path("round_page", round_id=round_id))


def _sending_now(unsent: int) -> str:
    """What follows on opening: how many mails are on their way."""
    return " " + ngettext("En inbjudan skickas nu.", "%(n)s inbjudningar skickas nu.", unsent, n=unsent) if unsent else ""


@bp.route("/omgangar/<int:round_id>/stang", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def close_round(round_id: int) -> Any:
    """Close a round, after a question."""
    survey_round = service.own_round(current_region(), round_id)
    back_url = path("round_page", round_id=round_id)
    if request.method == "POST":
        service.close_round(region=current_region(), round_id=round_id)
        flash(_("Omgången är stängd. Svaren finns kvar."))
        return redirect(back_url)
    return render_template(
        "employer_needs/staff/close.html", survey_round=survey_round, drafts=queries.drafts_begun(round_id), back_url=back_url
    )


@bp.route("/omgangar/<int:round_id>/pamin", methods=["POST"])
@requires(POST=MANAGE)
@once
def remind(round_id: int) -> Any:
    """Remind those who have not answered; a job writes the mails."""
    region = current_region()
    survey_round = service.own_round(region, round_id, lock=True)
    count = queries.to_remind(survey_round, invitations.reminder_limit(region))
    if not service.takes_answers(survey_round):
        flash(_("Omgången är inte öppen, så inga påminnelser skickas."), "error")
    elif not count:
        flash(_("Ingen ska påminnas just nu."), "info")
    else:
        invitations.request_reminders(region=region, survey_round=survey_round)
        flash(ngettext("En påminnelse skickas nu.", "%(n)s påminnelser skickas nu.", count, n=count))
    return redirect(path("round_page", round_id=round_id))


@bp.get("/omgangar/<int:round_id>/ej-svarat")
@requires(GET=READ)
def non_respondents(round_id: int) -> str:
    """Those to call."""
    row = queries.round_row(round_id)
    return render_template(
        "employer_needs/staff/non_respondents.html",
        survey_round=row.round,
        page=following.to_call(round_id, number=_page_number()),
        may_manage=may_manage(row.round),
        results=CALL_RESULT,
        downloads={kind: path("call_list_file", round_id=round_id, kind=kind) for kind in ("csv", "xlsx")},
    )


@bp.get("/omgangar/<int:round_id>/svar")
@requires(GET=READ)
def answer_list(round_id: int) -> str:
    """Sent answers."""
    row = queries.round_row(round_id)
    return render_template(
        "employer_needs/staff/answers.html",
        survey_round=row.round,
        page=queries.answers(round_id, number=_page_number()),
        may_read=may(current_user(), current_region(), "employer_needs.response.read"),
    )
