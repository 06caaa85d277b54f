"""Pages of standards: the list, a standard, and its name and code."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from core.users.queries import may
from core.web.access import public, requires
from core.web.context import current_region, current_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.role_standards.adoption import queries as adoption
from plugins.role_standards.files import document_file
from plugins.role_standards.permissions import MANAGE, MAP, READ
from plugins.role_standards.standards import queries, service, words
from plugins.role_standards.standards.document import standard_document
from plugins.role_standards.standards.forms import FilterForm, StandardForm
from plugins.role_standards.standards.models import RoleStandard, StandardVersion, VersionStatus
from plugins.role_standards.titles.queries import titles_of
from plugins.role_standards.views import MAX_ID, bp
from plugins.role_standards.watching.queries import touching

ONE = f"/standards/<int(max={MAX_ID}):standard_id>"


def readable(region: Region, standard_id: int) -> tuple[RoleStandard, list[StandardVersion]]:
    """A standard, and the versions of it that the visitor may read, the newest first.

    Raises:
        NotFound: when there is none, or nothing of it is agreed and the visitor reads no drafts.
    """
    found = queries.standard(region, standard_id)
    drafts = may(current_user(), region, READ)
    shown = [each for each in queries.versions(found) if drafts or each.is_public]
    if not shown:
        raise NotFound(queries.missing())
    return found, shown


@bp.get("/")
@public("GET")
def standards() -> str:
    """The roles that the region's organisations have agreed on; for its own people also those that are worked on."""
    region, user = current_region(), current_user()
    form = FilterForm(queries.groups_in_use(region), request.args)
    names = {choice.value: str(choice.label) for choice in form.group.choices}
    filters = queries.Filters((form.q.data or "").strip()[:100], form.group.data if form.group.data in names else "")
    form.group.data = filters.group
    kept: dict[str, Any] = {key: value for key, value in (("q", filters.q), ("group", filters.group)) if value}
    chips = [
        (label, url_for("role_standards.standards", **{key: value for key, value in kept.items() if key != name}))
        for name, label in (("q", filters.q), ("group", names.get(filters.group, "") if filters.group else ""))
        if label
    ]
    reads = may(user, region, READ)
    page = queries.listing(region, filters, drafts=reads, number=request.args.get("page", 1, type=int))
    return render_template(
        "role_standards/standards/list.html",
        page=page,
        form=form,
        chips=chips,
        words=words,
        groups=taxonomy.groups([row.standard.occupation_group for row in page.items]),
        manages=may(user, region, MANAGE),
        reads=reads,
        maps=may(user, region, MAP),
    )


@bp.get(ONE)
@public("GET")
def standard(standard_id: int) -> str:
    """What the role is, what it requires, where it leads, and who has adopted it."""
    region, user = current_region(), current_user()
    found, shown = readable(region, standard_id)
    held = next((each for each in shown if each.status is VersionStatus.IN_FORCE), None)
    below, above = queries.ladder(found)
    concept = taxonomy.occupation(found.occupation_id) if found.occupation_id else None
    return render_template(
        "role_standards/standards/standard.html",
        found=found,
        versions=shown,
        held=held,
        working=next((each for each in shown if each.status in queries.WORKED_ON), None),
        requirements=queries.requirements(held.id) if held else (),
        below=[step for step in below if step.shown or may(user, region, READ)],
        above=[step for step in above if step.shown or may(user, region, READ)],
        group=taxonomy.group(found.occupation_group),
        concept=concept,
        titles=titles_of(found),
        counts=adoption.counts(region, found),
        watched=touching(found),
        words=words,
        manages=may(user, region, MANAGE) and found.withdrawn_at is None,
    )


@bp.route("/standards/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_standard() -> Any:
    """Begin a standard."""
    return _edit(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_standard(standard_id: int) -> Any:
    """Change a standard's name and code."""
    return _edit(queries.standard(current_region(), standard_id, lock=request.method == "POST"))


def _edit(found: RoleStandard | None) -> Any:
    region = current_region()
    form = StandardForm(found, request.form if request.method == "POST" else None)
    return save_form(
        form,
        found,
        lambda: service.save_standard(region=region, standard=found, facts=form.facts()),
        done=_("Yrkesrollen är sparad."),
        to=_to,
        template="role_standards/standards/edit.html",
    )


def _to(saved: Any) -> str:
    return url_for("role_standards.standard", standard_id=saved.id)


@bp.post(f"{ONE}/draft")
@requires(POST=MANAGE)
@once
def begin_draft(standard_id: int) -> Any:
    """Begin a new version."""
    region = current_region()
    found = queries.standard(region, standard_id, lock=True)
    try:
        with atomic():
            made = service.begin_draft(region=region, standard=found)
        return redirect(url_for("role_standards.version", version_id=made.id))
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to(found))


@bp.post(f"{ONE}/withdraw")
@requires(POST=MANAGE)
@once
def withdraw_standard(standard_id: int) -> Any:
    """Take a standard out of use."""
    region = current_region()
    found = queries.standard(region, standard_id, lock=True)
    try:
        with atomic():
            service.withdraw(region=region, standard=found)
        flash(_("Yrkesrollen används inte längre. Det som stod i den går fortfarande att läsa."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to(found))


@bp.get(f"/versions/<int(max={MAX_ID}):version_id>/file.<any(pdf, docx):form>")
@public("GET")
def version_file(version_id: int, form: Any) -> Response:
    """A version as a document."""
    region = current_region()
    found, of = queries.version(region, version_id)
    if not found.is_public and not may(current_user(), region, READ):
        raise NotFound(queries.missing())
    return document_file(standard_document(region, of, found), f"yrkesroll-{of.id}-{found.number}", form)
