"""Pages where coordinators match a period, read the result, and publish it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, NotFound
from core.files import storage
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.internships.periods.models import PeriodStatus
from plugins.internships.periods.queries import period as period_of
from plugins.internships.periods.words import POLICY as POLICY_NAMES
from plugins.internships.permissions import COORDINATE
from plugins.internships.rounds import explaining, publishing, queries, service, words
from plugins.internships.rounds.forms import StartForm
from plugins.internships.rounds.models import RunKind, RunStatus
from plugins.internships.views import MAX_ID, bp

PERIOD = f"/periods/<int(max={MAX_ID}):period_id>"
ONE = f"/runs/<int(max={MAX_ID}):run_id>"


@bp.get(f"{PERIOD}/runs")
@requires(GET=COORDINATE)
def runs(period_id: int) -> str:
    """The runs of a period."""
    period = period_of(period_id)
    page = queries.runs(period, number=request.args.get("page", 1, type=int))
    return render_template("internships/rounds/list.html", period=period, page=page, words=words, policies=POLICY_NAMES)


@bp.route(f"{PERIOD}/runs/new", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def new_run(period_id: int) -> Any:
    """Start a match, with the rules in plain words."""
    posted = request.method == "POST"
    period = period_of(period_id, lock=posted)
    form = StartForm(period, request.form if posted else None)
    status = 200
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    run = service.start_run(
                        region=current_region(),
                        period=period_of(period_id, lock=True),
                        actor=current_user(),
                        policy=form.chosen,
                        seconds=float(form.seconds.data),
                    )
                return redirect(url_for("internships.run", run_id=run.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/rounds/start.html", form=form, period=period, words=words), status


@bp.get(ONE)
@requires(GET=COORDINATE)
def run(run_id: int) -> str:
    """One run: how it goes, what it promises, what binds, and what is left."""
    found = queries.run(run_id)
    period = period_of(found.period_id)
    can_publish = found.kind is RunKind.MATCH and found.status is RunStatus.DONE and period.status == PeriodStatus.MATCHING
    base = queries.latest_match(period) if found.kind is RunKind.WHAT_IF and found.status is RunStatus.DONE else None
    helped = queries.helped(current_region(), base, found) if base is not None else None
    return render_template(
        "internships/rounds/run.html",
        run=found,
        period=period,
        words=words,
        policies=POLICY_NAMES,
        stale=can_publish and service.is_stale(found, period),
        can_publish=can_publish,
        binding=queries.binding(found),
        unfilled=queries.unfilled(found, size=5),
        base=base,
        helped=helped,
        can_ask=period.status in (PeriodStatus.MATCHING, PeriodStatus.PUBLISHED),
    )


@bp.get(f"{ONE}/applicants")
@requires(GET=COORDINATE)
def run_applicants(run_id: int) -> str:
    """What a run says of each applicant."""
    found = queries.run(run_id)
    unplaced = request.args.get("unplaced") == "1"
    return render_template(
        "internships/rounds/applicants.html",
        run=found,
        period=period_of(found.period_id),
        page=queries.outcomes(found, unplaced=unplaced, number=request.args.get("page", 1, type=int)),
        unplaced=unplaced,
        hidden=queries.hidden(found),
        name_of=name_of,
    )


@bp.get(f"{ONE}/applicants/<int(max={MAX_ID}):applicant_id>")
@requires(GET=COORDINATE)
def run_applicant(run_id: int, applicant_id: int) -> str:
    """Why it came out as it did for one applicant."""
    found = queries.run(run_id)
    row = queries.outcome(found, applicant_id)
    lines = explaining.said(row.applicant, row.outcome)
    return render_template("internships/rounds/applicant.html", run=found, period=period_of(found.period_id), row=row, lines=lines)


@bp.get(f"{ONE}/places")
@requires(GET=COORDINATE)
def run_places(run_id: int) -> str:
    """The places with seats left, each with its reason."""
    found = queries.run(run_id)
    page = queries.unfilled(found, number=request.args.get("page", 1, type=int))
    period = period_of(found.period_id)
    return render_template("internships/rounds/places.html", run=found, period=period, page=page, words=words, name_of=name_of)


@bp.get(f"{ONE}/files/<which>")
@requires(GET=COORDINATE)
def run_file(run_id: int, which: str) -> Response:
    """The instance or the result, so that anybody can do it again. No names stand in them."""
    if which not in ("instance", "result"):
        abort(404)
    found = queries.run(run_id)
    data = storage.load(found.input_stored_name if which == "instance" else found.result_stored_name)
    if data is None:
        raise NotFound(_("Filen finns inte. Den kan ha gallrats."))
    name = f"{which}-{found.id}.json"
    return Response(data, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@bp.post(f"{ONE}/publish")
@requires(POST=COORDINATE)
@once
def publish_run(run_id: int) -> Any:
    """Make the result known to everybody."""
    queries.run(run_id)
    try:
        with atomic():
            count = publishing.publish(region=current_region(), run=queries.run(run_id, lock=True))
        flash(ngettext("%(num)s placering är publicerad.", "%(num)s placeringar är publicerade.", count), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.run", run_id=run_id))
