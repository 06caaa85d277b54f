"""Pages for those who keep courses: the list, the education, its occasions, and the last look before it is published.

A form posted with `do=preview` shows what a visitor would see, as a page or, for the script, as JSON. Nothing is saved by it: the answer
is no redirect, so `@once` rolls everything back.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic
from core.db.query import MAX_INTEGER
from core.errors import DomainError
from core.i18n import gettext as _
from core.taxonomy.queries import groups as groups_of
from core.taxonomy.search import resolve
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.training_catalog import occupations
from plugins.training_catalog.permissions import KEEP
from plugins.training_catalog.upkeep import presentation, queries, service, wanting
from plugins.training_catalog.upkeep.forms import EducationForm, ReviewForm, occasion_form, seen
from plugins.training_catalog.upkeep.models import KeptEducation, KeptState
from plugins.training_catalog.upkeep.presentation import Preview, preview
from plugins.training_catalog.views import bp

ID = f"<int(max={MAX_INTEGER}):education_id>"
OCCASION = f"<int(max={MAX_INTEGER}):occasion_id>"


def wants_preview() -> bool:
    """Whether the form was posted to be looked at only."""
    return request.method == "POST" and request.form.get("do") == "preview"


def shown(template: str, seen_now: Preview, status: int, **context: Any) -> Any:
    """A page with its preview; only the preview, for the script."""
    if wants_preview() and request.accept_mimetypes.best == "application/json":
        return jsonify(asdict(seen_now))
    return render_template(template, preview=seen_now, **context), status


@bp.get("/own")
@requires(GET=KEEP)
def own_list() -> str:
    """What one keeps, with what soon goes out of date."""
    user, region = require_user(), current_region()
    owners = queries.organisations(region, user)
    page = queries.listing(region, user, number=request.args.get("page", 1, type=int))
    return render_template(
        "training_catalog/upkeep/list.html",
        page=page,
        owners=owners,
        states=presentation.STATES,
        in_words=presentation.in_words,
        warning=presentation.warning,
        is_outdated=presentation.is_outdated,
        today=today(),
    )


@bp.route("/own/new", methods=["GET", "POST"])
@requires(GET=KEEP, POST=KEEP)
@once
def own_new() -> Any:
    """Begin a new education: the first of three steps."""
    user, region = require_user(), current_region()
    owners = queries.organisations(region, user)
    form = EducationForm(owners, request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and not wants_preview():
        status = 422
        if form.validate():
            owner = form.organisation.data if "organisation" in form else str(owners[0].id)
            try:
                with atomic():
                    row = service.create(region=region, user=user, organisation_id=int(owner or 0), said=form.said())
            except DomainError as error:
                form.add_error(error)
            else:
                return redirect(url_for("training_catalog.own_new_occasion", education_id=row.id))
    named = {str(each.id): each.name for each in owners}
    provider = named.get(form.organisation.data or "", "") if "organisation" in form else owners[0].name
    now = preview(form.said(), [], provider)
    return shown("training_catalog/upkeep/education.html", now, status, form=form, education=None, owners=owners, saved=None)


@bp.route(f"/own/{ID}", methods=["GET", "POST"])
@requires(GET=KEEP, POST=KEEP)
@once
def own_education(education_id: int) -> Any:
    """What is said of one education, its occasions, and what it lacks."""
    user, region = require_user(), current_region()
    row = queries.education(region, user, education_id)
    form = EducationForm((), request.form if request.method == "POST" else None, row)
    status, saved = 200, None
    if request.method == "POST" and not wants_preview():
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.change(region=region, user=user, education_id=row.id, said=form.said(), seen=seen(form.version))
            except DomainError as error:
                form.add_error(error)
                status = error.status
                if error.code == "changed_meanwhile":
                    saved = presentation.saved_rows(_preview_of(row))
                    form.version.data = form.version.raw_data = str(row.version)
            else:
                flash(_("Ändringarna är sparade."))
                return redirect(url_for("training_catalog.own_education", education_id=row.id))
    occasions = queries.occasions(row.id)
    now = preview(form.said(), occasions, _provider(row), education_id=row.id)
    return shown(
        "training_catalog/upkeep/education.html",
        now,
        status,
        form=form,
        education=row,
        saved=saved,
        occasions=occasions,
        states=presentation.STATES,
        in_words=presentation.in_words,
        warning=presentation.warning,
        today=today(),
        subject={"ref": f"training_catalog:info:{row.info_id}", "title": row.title, "occupation_groups": row.groups},
    )


def _provider(row: KeptEducation) -> str:
    return queries.names_of({row.organisation_id}).get(row.organisation_id, "")


def _preview_of(row: KeptEducation) -> Preview:
    return preview(row, queries.occasions(row.id), _provider(row), education_id=row.id)


@bp.route(f"/own/{ID}/occasions/new", methods=["GET", "POST"])
@requires(GET=KEEP, POST=KEEP)
@once
def own_new_occasion(education_id: int) -> Any:
    """When, where and how it is given: the second step."""
    user, region = require_user(), current_region()
    row = queries.education(region, user, education_id)
    form = occasion_form(region, None, request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and not wants_preview():
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.add_occasion(region=region, user=user, education_id=row.id, said=form.said())
            except DomainError as error:
                form.add_error(error)
                status = error.status
            else:
                return redirect(url_for("training_catalog.own_review", education_id=row.id))
    now = preview(row, [*queries.occasions(row.id), form.said()], _provider(row), education_id=row.id)
    return shown("training_catalog/upkeep/occasion.html", now, status, form=form, education=row, occasion=None, saved=None)


@bp.route(f"/own/occasions/{OCCASION}", methods=["GET", "POST"])
@requires(GET=KEEP, POST=KEEP)
@once
def own_occasion(occasion_id: int) -> Any:
    """Change one occasion."""
    user, region = require_user(), current_region()
    education, row = queries.occasion(region, user, occasion_id)
    form = occasion_form(region, row, request.form if request.method == "POST" else None)
    status, saved = 200, None
    if request.method == "POST" and not wants_preview():
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.change_occasion(region=region, user=user, occasion_id=row.id, said=form.said(), seen=seen(form.version))
            except DomainError as error:
                form.add_error(error)
                status = error.status
                if error.code == "changed_meanwhile":
                    saved = [(_("Tillfälle"), presentation.in_words(row))]
                    form.version.data = form.version.raw_data = str(row.version)
            else:
                flash(_("Tillfället är sparat."))
                draft = row.state is KeptState.DRAFT
                return redirect(url_for(f"training_catalog.own_{'review' if draft else 'education'}", education_id=education.id))
    others = [each for each in queries.occasions(education.id) if each.id != row.id]
    now = preview(education, [*others, form.said()], _provider(education), education_id=education.id)
    return shown("training_catalog/upkeep/occasion.html", now, status, form=form, education=education, occasion=row, saved=saved)


@bp.route(f"/own/{ID}/review", methods=["GET", "POST"])
@requires(GET=KEEP, POST=KEEP)
@once
def own_review(education_id: int) -> Any:
    """The last look: which occupations it leads to, what a visitor will see, and publish."""
    user, region = require_user(), current_region()
    row = queries.education(region, user, education_id)
    posted = request.form if request.method == "POST" else None
    ticked = list(row.groups) if row.groups_confirmed else _suggested(row)
    asked = posted.getlist("groups") if posted else ticked
    more = resolve(posted.get("more", "")[:200]) if posted and posted.get("more", "").strip() else None
    if more:
        asked = [*asked, more.group_code]
    found = groups_of([*_suggested(row), *asked][:50])
    form = ReviewForm({code: found[code].name for code in dict.fromkeys([*_suggested(row), *asked]) if code in found}, posted)
    form.groups.data = [code for code in asked if code in found]
    status = 200
    if posted and posted.get("more", "").strip():
        if more:
            form.more.data, form.more.raw_data = "", None
        else:
            form.more.errors = [_("Vi känner inte igen yrket. Prova ett annat ord, eller lämna fältet tomt.")]
            status = 422
    elif posted and posted.get("do") == "publish":
        try:
            with atomic():
                service.publish(region=region, user=user, education_id=row.id, groups=form.groups.data, seen=seen(form.version))
        except DomainError as error:
            form.add_error(error)
            status = error.status
        else:
            flash(_("Utbildningen är publicerad. Så här ser den ut för alla."))
            return redirect(url_for("training_catalog.info", info_id=row.info_id))
    form.version.data, form.version.raw_data = str(row.version), None
    occasions = queries.occasions(row.id)
    ready = not any(each.blocks for each in wanting.missing(row, occasions))
    return shown("training_catalog/upkeep/review.html", _preview_of(row), status, form=form, education=row, ready=ready)


def _suggested(row: KeptEducation) -> list[str]:
    leads = occupations.leads_to(occupations.known_terms(), title=row.title, school_form=row.school_form, subjects=[], credits=row.credits)
    return [lead.group_code for lead in leads]


@bp.post(f"/own/{ID}/withdraw")
@requires(POST=KEEP)
@once
def own_withdraw(education_id: int) -> Any:
    """Take an education away from the catalogue."""
    try:
        with atomic():
            service.withdraw(region=current_region(), user=require_user(), education_id=education_id)
        flash(_("Utbildningen är borttagen ur katalogen. Du kan publicera den igen."))
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "info")
    return redirect(url_for("training_catalog.own_education", education_id=education_id))
