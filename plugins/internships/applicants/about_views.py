"""Pages where the school changes what it knows of an applicant, and where special needs are written and read."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import public, requires
from core.web.context import current_region, require_user
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.internships.applicants import needs, queries, service
from plugins.internships.applicants.forms import ApplicantForm, NeedForm
from plugins.internships.applicants.links import by_token
from plugins.internships.applicants.models import Applicant
from plugins.internships.applicants.views import ONE
from plugins.internships.permissions import APPLICANTS, SPECIAL_NEEDS
from plugins.internships.views import bp


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=APPLICANTS, POST=APPLICANTS)
@once
def edit_applicant(applicant_id: int) -> Any:
    """Change it. Somebody else's change in between is told, and what was typed stays."""
    region, posted, status = current_region(), request.method == "POST", 200
    found = queries.own_applicant(region, require_user(), applicant_id, lock=posted)
    form = ApplicantForm(found, request.form if posted else None)
    if posted:
        status = 422
        if form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.change_applicant(region=region, applicant=found, facts=form.facts())
                flash(_("Ändringen är sparad."), "success")
                return redirect(url_for("internships.applicant", applicant_id=applicant_id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/applicants/edit.html", form=form, applicant=found), status


@bp.route(f"{ONE}/needs", methods=["GET", "POST"])
@requires(GET=SPECIAL_NEEDS, POST=SPECIAL_NEEDS)
@once
def applicant_needs(applicant_id: int) -> Any:
    """What an applicant needs at the workplace. That it was read is in the log."""
    region, posted = current_region(), request.method == "POST"
    found = queries.own_applicant(region, require_user(), applicant_id, lock=posted)
    if not posted and needs.need_of(found) is not None:
        with atomic():
            needs.note_read(region=region, applicant=found)
    return _needs(found, url_for("internships.applicant", applicant_id=applicant_id), found.name)


@bp.route("/mine/<token>/needs", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def my_needs(token: str) -> Any:
    """The applicant's own words of what they need."""
    found = by_token(current_region(), token, lock=request.method == "POST")
    return _needs(found, url_for("internships.mine", token=token), "")


def _needs(found: Applicant, back: str, name: str) -> Any:
    posted, status, there = request.method == "POST", 200, needs.need_of(found)
    version = str(there.version) if there else "0"
    form = NeedForm(request.form if posted else None, data={"text": there.text if there else "", "version": version})
    if posted:
        status = 422
        if form.version.data != version:
            status = 409
            form.version.process_data(version)
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    needs.save_need(region=current_region(), applicant=found, text=form.text.data or "")
                flash(_("Sparat."), "success")
                return redirect(back)
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/applicants/needs.html", form=form, back=back, name=name), status
