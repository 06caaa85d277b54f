"""Pages where a placement is locked, ended, given more time, or made by hand."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.internships.applicants.models import Applicant
from plugins.internships.offers.models import PlacementOffer
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import APPLICANTS, COORDINATE
from plugins.internships.placements import changes, queries
from plugins.internships.placements.forms import EndForm, HandForm, TimeForm
from plugins.internships.placements.views import ONE
from plugins.internships.views import MAX_ID, bp


@bp.post(f"{ONE}/lock")
@requires(POST=COORDINATE)
@once
def lock_placement(placement_id: int) -> Any:
    """Keep it where it is, or let a repair move it again."""
    row = queries.own_placement(current_region(), require_user(), placement_id, lock=True)
    wanted = request.form.get("locked", "")
    if wanted not in ("yes", "no"):
        abort(400)
    try:
        with atomic():
            changes.set_lock(region=current_region(), placement=row.placement, locked=wanted == "yes")
        flash(_("Placeringen är låst.") if wanted == "yes" else _("Placeringen är upplåst."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.placement", placement_id=placement_id))


@bp.route(f"{ONE}/time", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def give_time(placement_id: int) -> Any:
    """Another last day to answer."""
    region, posted, status = current_region(), request.method == "POST", 200
    row = queries.own_placement(region, require_user(), placement_id, lock=posted)
    form = TimeForm(request.form if posted else None, data={"accept_by": row.placement.accept_by})
    if posted:
        status = 422
        if form.validate() and form.accept_by.data is not None:
            try:
                with atomic():
                    changes.give_time(region=region, placement=row.placement, accept_by=form.accept_by.data)
                flash(_("Den sökande har fått en ny sista dag."), "success")
                return redirect(url_for("internships.placement", placement_id=placement_id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/placements/time.html", form=form, row=row, name=queries.shown_applicant(row.applicant)), status


@bp.route(f"{ONE}/end", methods=["GET", "POST"])
@requires(GET=APPLICANTS, POST=APPLICANTS)
@once
def end_placement(placement_id: int) -> Any:
    """End it before it has begun: somebody is ill, or cannot go there."""
    region, posted, status = current_region(), request.method == "POST", 200
    row = queries.own_placement(region, require_user(), placement_id, lock=posted)
    form = EndForm(request.form if posted else None)
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    changes.end(
                        region=region,
                        placement=row.placement,
                        reason=" ".join(form.reason.data.split()),
                        leaves=form.then.data == "leaves",
                    )
                flash(_("Placeringen är avslutad. Den sökande och arbetsplatsen får ett mejl."), "success")
                return redirect(url_for("internships.placement", placement_id=placement_id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "internships/placements/end.html",
        form=form,
        row=row,
        name=queries.shown_applicant(row.applicant),
        possible=row.placement.status in changes.CHANGEABLE,
    )
    return page, status


@bp.route(f"/periods/<int(max={MAX_ID}):period_id>/place", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def place_by_hand(period_id: int) -> Any:
    """Give somebody a place outside the match."""
    region, posted, status = current_region(), request.method == "POST", 200
    period = period_of(period_id, lock=posted)
    form = HandForm(period, request.form if posted else None, applicant=request.args.get("applicant", 0, type=int))
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = changes.place_by_hand(
                        region=region,
                        period=period,
                        applicant=get(Applicant, int(form.applicant_id.data)),
                        offer=get(PlacementOffer, int(form.offer_id.data)),
                        reason=" ".join(form.reason.data.split()),
                    )
                flash(_("Den sökande har fått platsen, och får ett mejl."), "success")
                return redirect(url_for("internships.placement", placement_id=made.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    possible = period.status in changes.PLACEABLE
    return render_template("internships/placements/hand.html", form=form, period=period, possible=possible), status
