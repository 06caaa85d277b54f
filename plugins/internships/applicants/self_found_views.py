"""Pages of places that applicants have found: proposed by link, answered by coordinators."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import DomainError
from core.geo.queries import choices as municipality_choices
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.regions.queries import municipalities
from core.web.access import public, requires
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.internships.applicants import self_found, words
from plugins.internships.applicants.links import by_token
from plugins.internships.applicants.models import Applicant, SelfFoundStatus
from plugins.internships.applicants.self_found_forms import AnswerForm, OwnPlaceForm
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import COORDINATE
from plugins.internships.views import MAX_ID, bp


@bp.route("/mine/<token>/own-place", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def my_place(token: str) -> Any:
    """Propose a place that one has found, and see how it went."""
    region, posted, status = current_region(), request.method == "POST", 200
    applicant = by_token(region, token, lock=posted)
    form = OwnPlaceForm(municipality_choices([each.code for each in municipalities(region)]), request.form if posted else None)
    there = self_found.proposals(applicant)
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    self_found.propose(region=region, applicant=applicant, facts=form.facts())
                flash(_("Tack. Du får ett mejl när ditt förslag är besvarat."), "success")
                return redirect(url_for("internships.my_place", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "internships/applicants/own_place.html",
        form=form,
        token=token,
        there=there,
        why_not=self_found.refusal(applicant, period_of(applicant.period_id), there),
        words=words,
        name_of=name_of,
    )
    return page, status


@bp.get(f"/periods/<int(max={MAX_ID}):period_id>/own-places")
@requires(GET=COORDINATE)
def own_places(period_id: int) -> str:
    """The places that applicants have found in a period, those that wait for an answer first."""
    period = period_of(period_id)
    return render_template(
        "internships/applicants/own_places.html",
        period=period,
        page=self_found.of_period(period, number=request.args.get("page", 1, type=int)),
        words=words,
        name_of=name_of,
    )


@bp.route(f"/own-places/<int(max={MAX_ID}):found_id>", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def answer_place(found_id: int) -> Any:
    """Approve a place, or say no."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = self_found.proposal(found_id, lock=posted)
    applicant = get(Applicant, found.applicant_id)
    form = AnswerForm(request.form if posted else None, data={"version": str(found.version)})
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(DomainError(_("Någon annan har svarat under tiden.")))
        elif form.validate():
            try:
                with atomic():
                    if form.answer.data == "yes":
                        self_found.approve(region=region, found=found, orgnr=(form.orgnr.data or "").strip())
                    else:
                        self_found.refuse(region=region, found=found, reason=" ".join((form.reason.data or "").split()))
                flash(_("Svaret är mejlat till den sökande."), "success")
                return redirect(url_for("internships.own_places", period_id=applicant.period_id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "internships/applicants/answer_place.html",
        form=form,
        found=found,
        applicant=applicant,
        period=period_of(applicant.period_id),
        school=of_region(region, applicant.school_id).name,
        is_asked=found.status is SelfFoundStatus.ASKED,
        words=words,
        name_of=name_of,
    )
    return page, status
