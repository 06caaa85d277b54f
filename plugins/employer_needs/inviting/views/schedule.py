"""A round's reminders by schedule, and a round after another's pattern."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request

from core.clock import today
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.inviting import queries, service, standing
from plugins.employer_needs.inviting.forms import ANCHOR, CopyForm, ReminderForm
from plugins.employer_needs.inviting.models import Anchor
from plugins.employer_needs.links import path
from plugins.employer_needs.services import rounds
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.rounds import MANAGE


@bp.route("/omgangar/<int:round_id>/paminnelser", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def reminders(round_id: int) -> Any:
    """The schedule, and one more day in it."""
    region = current_region()
    survey_round = rounds.own_round(region, round_id)
    form = ReminderForm()
    if form.validate_on_submit():
        try:
            service.add_reminder(region=region, round_id=round_id, anchor=Anchor(form.anchor.data), days=form.days.data or 0)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Påminnelsen är inlagd."))
            return redirect(path("reminders", round_id=round_id))
    page = render_template(
        "employer_needs/inviting/reminders.html",
        survey_round=survey_round,
        form=form,
        rows=queries.reminders_of(survey_round),
        anchors=ANCHOR,
    )
    return (page, 422) if request.method == "POST" else page


@bp.post("/omgangar/<int:round_id>/paminnelser/<int:reminder_id>/ta-bort")
@requires(POST=MANAGE)
@once
def remove_reminder(round_id: int, reminder_id: int) -> Any:
    """Take a day out of the schedule."""
    service.remove_reminder(region=current_region(), round_id=round_id, reminder_id=reminder_id)
    flash(_("Påminnelsen är borttagen."))
    return redirect(path("reminders", round_id=round_id))


@bp.route("/omgangar/<int:round_id>/kopiera", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def copy_round(round_id: int) -> Any:
    """Prepare a round like this one."""
    region = current_region()
    origin = rounds.own_round(region, round_id)
    form = CopyForm(
        data={"title": _("Kopia av %(title)s", title=origin.title)[:120], "opens_on": today(), "closes_on": today() + timedelta(days=42)}
    )
    if form.validate_on_submit():
        try:
            made = standing.copy_round(
                region=region,
                round_id=round_id,
                title=form.title.data or "",
                opens_on=form.opens_on.data or today(),
                closes_on=form.closes_on.data or today(),
                with_invitations=bool(form.with_invitations.data),
            )
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Här är kopian. Inget skickas förrän du öppnar omgången."))
            return redirect(path("round_page", round_id=made.id))
    page = render_template("employer_needs/inviting/copy.html", form=form, survey_round=origin)
    return (page, 422) if request.method == "POST" else page
