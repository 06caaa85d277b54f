"""Inviting by file: look first, then confirm; the rows that cannot be used come back as a file of their own."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request

from core.errors import DomainError
from core.files.sheets import download
from core.i18n import gettext as _
from core.i18n import ngettext
from core.regions.queries import municipalities
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.employer_needs import invitation_file
from plugins.employer_needs.forms.rounds import InviteForm
from plugins.employer_needs.links import path
from plugins.employer_needs.services import invitations as service
from plugins.employer_needs.services import rounds
from plugins.employer_needs.services.rounds import takes_answers
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.rounds import MANAGE

SHOWN = 100


@bp.route("/omgangar/<int:round_id>/bjud-in", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def invite(round_id: int) -> Any:
    """Choose a file. It is read and kept for a look; nobody is invited yet."""
    region = current_region()
    survey_round = rounds.own_round(region, round_id)
    form = InviteForm()
    if form.validate_on_submit():
        upload = form.file.data
        try:
            parsed = invitation_file.parse(
                upload.stream.read(invitation_file.LIMITS.bytes + 1), {place.code for place in municipalities(region)}
            )
        except DomainError as error:
            form.add_error(error)
        else:
            stored = service.store_import(
                region=region, survey_round=survey_round, parsed=parsed, filename=upload.filename or "", actor=current_user()
            )
            return redirect(path("preview", round_id=round_id, import_id=stored.id))
    page = render_template("employer_needs/staff/invite.html", form=form, survey_round=survey_round)
    return (page, 422) if request.method == "POST" else page


@bp.route("/omgangar/<int:round_id>/bjud-in/<int:import_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def preview(round_id: int, import_id: int) -> Any:
    """What the file holds: good rows, bad ones with their causes. A post invites the good ones."""
    region = current_region()
    survey_round = rounds.own_round(region, round_id)
    if request.method == "POST":
        service.confirm_import(region=region, survey_round=survey_round, import_id=import_id)
        return redirect(path("preview", round_id=round_id, import_id=import_id))
    stored = service.own_import(region, round_id, import_id)
    known = service.already_invited(survey_round, [row["identity"] for row in stored.good])
    fresh = [row for row in stored.good if row["identity"] not in known]
    return render_template(
        "employer_needs/staff/preview.html",
        survey_round=survey_round,
        stored=stored,
        fresh=fresh[:SHOWN],
        fresh_count=len(fresh),
        known_count=len(known),
        bad=stored.bad[:SHOWN],
        bad_count=len(stored.bad),
        mails_now=takes_answers(survey_round),
        confirm_label=ngettext("Bjud in %(n)s arbetsgivare", "Bjud in %(n)s arbetsgivare", len(fresh), n=len(fresh)),
    )


@bp.get("/omgangar/<int:round_id>/bjud-in/<int:import_id>/fel.csv")
@requires(GET=MANAGE)
def bad_rows(round_id: int, import_id: int) -> Response:
    """The rows that could not be used, with row number and cause, to be put right and read in again."""
    stored = service.own_import(current_region(), round_id, import_id)
    width = max((len(row["cells"]) for row in stored.bad), default=0)
    header = [_("Rad"), _("Fel"), *(_("Kolumn %(n)s", n=number + 1) for number in range(width))]
    rows = [[row["row"], "; ".join(f"{column}: {cause}" for column, cause in row["faults"]), *row["cells"]] for row in stored.bad]
    return download("csv", _("fel-i-filen"), header, rows)
