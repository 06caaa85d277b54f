"""Pages where a school enters its applicants and follows who has answered."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.imports.permissions import USE as IMPORTS
from core.organisations.queries import of_region
from core.taxonomy import queries as taxonomy
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.internships.applicants import bases, inviting, queries, service, words
from plugins.internships.applicants.filter_form import FilterForm
from plugins.internships.applicants.forms import ClassForm, PairForm
from plugins.internships.periods.models import PeriodStatus
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import APPLICANTS, SPECIAL_NEEDS
from plugins.internships.views import MAX_ID, bp

ONE = f"/applicants/<int(max={MAX_ID}):applicant_id>"


@bp.get("/applicants")
@requires(GET=APPLICANTS)
def applicants() -> str:
    """The applicants of one's schools; for coordinators, everybody's."""
    region, user = current_region(), require_user()
    schools, periods = queries.own_schools(region, user), queries.all_periods(region)
    form = FilterForm(periods, schools, request.args)
    filters = form.filters()
    arguments, awaiting = filters.arguments(), queries.awaiting(schools)
    return render_template(
        "internships/applicants/list.html",
        form=form,
        page=queries.applicants(region, user, filters, number=request.args.get("page", 1, type=int)),
        chips=[
            (label, url_for("internships.applicants", **{key: value for key, value in arguments.items() if key != name}))
            for name, label in form.chosen()
        ],
        words=words,
        wishing=[each for each in periods if each.status == PeriodStatus.WISHING and each.id in awaiting],
        may_import=may(user, region, IMPORTS),
        acts_for_nobody=not schools,
    )


@bp.route("/applicants/new", methods=["GET", "POST"])
@requires(GET=APPLICANTS, POST=APPLICANTS)
@once
def new_applicants() -> Any:
    """Enter a class. Either everybody is entered or nobody."""
    region, user, posted, status = current_region(), require_user(), request.method == "POST", 200
    takes = queries.entering(region)
    form = ClassForm(takes, queries.own_schools(region, user), request.form if posted else None)
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    period, school = period_of(int(form.period_id.data)), of_region(region, int(form.school_id.data))
                    programme = " ".join((form.programme.data or "").split())
                    for number, name, email in form.rows():
                        try:
                            facts = {"name": name, "email": email, "programme": programme}
                            service.make_applicant(region=region, period=period, school=school, facts=facts)
                        except DomainError as error:
                            said = _("Rad %(row)s: %(fault)s", row=number, fault=error.message)
                            raise DomainError(said, field="people") from error
                count = len(form.rows())
                flash(ngettext("%(num)s sökande är inlagd.", "%(num)s sökande är inlagda.", count), "success")
                return redirect(url_for("internships.applicants"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/applicants/new.html", form=form, possible=bool(takes)), status


@bp.route(ONE, methods=["GET", "POST"])
@requires(GET=APPLICANTS, POST=APPLICANTS)
@once
def applicant(applicant_id: int) -> Any:
    """One applicant, and whom they travel with."""
    region, user, posted, status = current_region(), require_user(), request.method == "POST", 200
    found = queries.own_applicant(region, user, applicant_id, lock=posted)
    form = PairForm(request.form if posted else None)
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.set_pair(region=region, applicant=found, email=(form.email.data or "").strip())
                flash(_("Sparat."), "success")
                return redirect(url_for("internships.applicant", applicant_id=applicant_id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "internships/applicants/applicant.html",
        form=form,
        applicant=found,
        period=period_of(found.period_id),
        school=of_region(region, found.school_id).name,
        base=bases.base_name(region, found.centre_ref),
        partner=queries.partner(found),
        words=words,
        name_of=name_of,
        groups=[group.name for code in found.occupation_groups if (group := taxonomy.group(code))],
        reads_needs=may(user, region, SPECIAL_NEEDS),
    )
    return page, status


@bp.post(f"{ONE}/withdraw")
@requires(POST=APPLICANTS)
@once
def withdraw_applicant(applicant_id: int) -> Any:
    """Take somebody out of the period."""
    region = current_region()
    found = queries.own_applicant(region, require_user(), applicant_id, lock=True)
    try:
        with atomic():
            service.withdraw(region=region, applicant=found)
        flash(_("Anmälan är tillbakadragen."))
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.applicant", applicant_id=applicant_id))


@bp.post(f"/periods/<int(max={MAX_ID}):period_id>/invite")
@requires(POST=APPLICANTS)
@once
def invite_applicants(period_id: int) -> Any:
    """Mail the link to those of one's own who have not answered."""
    region, user = current_region(), require_user()
    period = period_of(period_id, lock=True)
    school_ids = queries.schools_in(region, user, period)
    try:
        with atomic():
            count = inviting.invite(region=region, period=period, school_ids=school_ids)
        flash(ngettext("%(num)s sökande får ett mejl.", "%(num)s sökande får ett mejl.", count), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.applicants", period=period_id))
