"""The list, and the page of one organisation: see, add, change, take off the list."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.errors import Conflict, DomainError
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.organisations import facts, queries
from core.organisations.facts import FACTS
from core.organisations.forms import FilterForm, OrganisationForm
from core.organisations.log import field_labels, sentence
from core.organisations.models import Organisation
from core.organisations.permissions import MANAGE, OWN, READ
from core.organisations.presentation import chips, compared, in_words
from core.organisations.views.blueprint import bp
from core.regions.queries import municipalities
from core.users.queries import may, organisations_where
from core.web.access import requires
from core.web.context import current_region, current_user, require_user
from core.web.exports import download_links, recorded_download
from core.web.submission import once


@bp.get("/")
@requires(GET=READ)
def index() -> str:
    """The region's organisations."""
    region = current_region()
    form = FilterForm(request.args, [(place.code, place.name) for place in municipalities(region)])
    filters = form.filter()
    return render_template(
        "organisations/list.html",
        form=form,
        page=queries.page(region, filters, number=request.args.get("page", 1, type=int)),
        chips=chips(filters),
        may_manage=may(current_user(), region, MANAGE),
        downloads=download_links("core_organisations.export", **filters.arguments()),
    )


@bp.get("/organisations.csv", defaults={"form": "csv"})
@bp.get("/organisations.xlsx", defaults={"form": "xlsx"})
@requires(GET=READ)
def export(form: Kind) -> Response:
    """What the list shows, as a file that can be read in again."""
    region = current_region()
    filters = FilterForm(request.args, [(place.code, place.name) for place in municipalities(region)]).filter()
    rows = ([in_words(name, getattr(found, name)) for name in FACTS] for found in queries.everything(region, filters))
    labels = field_labels()
    header = [labels[name] for name in FACTS]
    return recorded_download(form, _("organisationer"), header, rows, action="core.organisations.exported", region=region)


@bp.get("/mine")
@requires(GET=OWN)
def mine() -> Any:
    """The organisations on whose behalf one acts; with only one, straight to it."""
    own = queries.organisations_of(require_user(), current_region())
    if len(own) == 1:
        return redirect(url_for("core_organisations.detail", organisation_id=own[0].id))
    return render_template("organisations/mine.html", organisations=own)


@bp.route("/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new() -> Any:
    """Add an organisation; or, when its number is known elsewhere, say that it works here too."""
    form = OrganisationForm()
    known = None
    if form.validate_on_submit():
        try:
            if request.form.get("known") == "yes" and form.orgnr.data:
                organisation = facts.add_known(region=current_region(), orgnr=form.orgnr.data)
            else:
                organisation = facts.add_organisation(region=current_region(), facts=facts.checked_facts(form.values()))
        except DomainError as error:
            form.add_error(error)
            known = error.code == "orgnr_taken"
        else:
            flash(_("%(name)s är tillagd.", name=organisation.name), "success")
            return redirect(url_for("core_organisations.detail", organisation_id=organisation.id))
    return _with_status(render_template("organisations/edit.html", form=form, organisation=None, known=known, theirs=()))


@bp.get("/<int:organisation_id>")
@requires(GET=OWN)
def detail(organisation_id: int) -> Any:
    """One organisation. The address of one that was merged into another leads there."""
    region, user = current_region(), current_user()
    found = queries.visible(user, region, organisation_id)
    if found.merged_into_id:
        return redirect(url_for("core_organisations.detail", organisation_id=found.merged_into_id), 301)
    manages = may(user, region, MANAGE)
    return render_template(
        "organisations/detail.html",
        organisation=found,
        workplaces=queries.workplaces(found),
        names=queries.other_names(found),
        regions=queries.regions_of(found),
        members=queries.member_count(found, region),
        history=[(entry, sentence(entry)) for entry in queries.history(found, region)],
        may_manage=manages,
        may_edit=manages or found.id in organisations_where(user, region, OWN).organisations,
        may_read=may(user, region, READ),
    )


@bp.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(GET=OWN, POST=OWN)
@once
def edit(organisation_id: int) -> Any:
    """Change the facts. Whoever is second sees what the first one saved, beside what they typed."""
    region, user = current_region(), require_user()
    found = queries.editable(user, region, organisation_id)
    if found.merged_into_id:
        return redirect(url_for("core_organisations.detail", organisation_id=found.merged_into_id))
    form = OrganisationForm(organisation=found, manages=may(user, region, MANAGE))
    theirs: list[tuple[Any, ...]] = []
    if form.validate_on_submit():
        try:
            checked = facts.checked_facts(form.values(found))
            changes = facts.change_organisation(region=region, organisation=found, version=_version(form), facts=checked)
        except Conflict as error:
            form.add_error(error)
            theirs = compared(found, checked)
            form.version.raw_data = form.version.data = str(found.version)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Ändringarna är sparade.") if changes else _("Inget var ändrat."), "success" if changes else "info")
            return redirect(url_for("core_organisations.detail", organisation_id=found.id))
    return _with_status(render_template("organisations/edit.html", form=form, organisation=found, known=None, theirs=theirs))


@bp.route("/<int:organisation_id>/leave", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def leave(organisation_id: int) -> Any:
    """Take it off the region's list, after saying what that means."""
    region = current_region()
    found: Organisation = queries.editable(current_user(), region, organisation_id)
    if request.method == "POST":
        facts.leave_region(region=region, organisation=found)
        flash(_("%(name)s är borttagen ur regionens lista.", name=found.name), "success")
        return redirect(url_for("core_organisations.index"))
    others = [other.name for other in queries.regions_of(found) if other.id != region.id]
    return render_template("organisations/leave.html", organisation=found, others=others, members=queries.member_count(found, region))


def _version(form: Any) -> int:
    text = form.version.data or ""
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _with_status(page: str) -> Any:
    return (page, 422) if request.method == "POST" else page
