"""Pages where a version is written: its texts, requirements and the ladder; two versions side by side; and the decision."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import public, requires
from core.web.context import current_region, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.role_standards.drafting import queries as drafting
from plugins.role_standards.drafting import words as drafting_words
from plugins.role_standards.drafting.forms import CommentForm
from plugins.role_standards.permissions import MANAGE, PROPOSE, READ
from plugins.role_standards.referral.queries import of_version
from plugins.role_standards.standards import climbing, comparing, queries, service, words
from plugins.role_standards.standards.forms import AgreeForm, CompareForm, RequirementForm, StepForm, TextsForm
from plugins.role_standards.standards.models import VersionStatus
from plugins.role_standards.standards.views import readable
from plugins.role_standards.views import MAX_ID, bp

STANDARD = f"/standards/<int(max={MAX_ID}):standard_id>"
ONE = f"/versions/<int(max={MAX_ID}):version_id>"
REQUIREMENT = f"{ONE}/requirements/<int(max={MAX_ID}):requirement_id>"


def to_version(version_id: int, anchor: str = "") -> str:
    """The address of a version."""
    return url_for("role_standards.version", version_id=version_id, _anchor=anchor or None)


def posted() -> Any:
    """The form that was sent, if one was."""
    return request.form if request.method == "POST" else None


@bp.get(ONE)
@requires(GET=READ)
def version(version_id: int) -> str:
    """A version with what is proposed and said of it."""
    region, user = current_region(), require_user()
    found, of = queries.version(region, version_id)
    is_draft = found.status is VersionStatus.DRAFT
    return render_template(
        "role_standards/standards/version.html",
        found=found,
        of=of,
        requirements=queries.requirements(found.id),
        others=[each for each in queries.versions(of) if each.id != found.id],
        proposals=drafting.proposals(found),
        comments=drafting.comments(found, number=request.args.get("page", 1, type=int)),
        page_address=lambda number: url_for("role_standards.version", version_id=found.id, page=number, _anchor="comments"),
        comment_form=CommentForm(),
        referrals=of_version(found),
        words=words,
        drafting_words=drafting_words,
        manages=may(user, region, MANAGE),
        edits=is_draft and may(user, region, MANAGE),
        proposes=found.status in queries.WORKED_ON and may(user, region, PROPOSE),
    )


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_version(version_id: int) -> Any:
    """Change what a draft says."""
    region = current_region()
    found, of = queries.version(region, version_id, lock=request.method == "POST")
    form = TextsForm(found, posted())
    return save_form(
        form,
        found,
        lambda: service.save_texts(region=region, standard=of, version=found, facts=form.facts()),
        done=_("Utkastet är sparat."),
        to=lambda _saved: to_version(found.id),
        template="role_standards/standards/texts.html",
        of=of,
    )


@bp.route(f"{ONE}/requirements/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_requirement(version_id: int) -> Any:
    """Add a requirement."""
    return _requirement(version_id, None)


@bp.route(f"{REQUIREMENT}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_requirement(version_id: int, requirement_id: int) -> Any:
    """Change a requirement."""
    return _requirement(version_id, requirement_id)


def _requirement(version_id: int, requirement_id: int | None) -> Any:
    region = current_region()
    of, standard = queries.version(region, version_id, lock=request.method == "POST")
    found = queries.requirement(of, requirement_id, lock=request.method == "POST") if requirement_id is not None else None
    form = RequirementForm(found, posted())
    return save_form(
        form,
        found,
        lambda: service.save_requirement(region=region, version=of, requirement=found, facts=form.facts()),
        done=_("Kravet är sparat."),
        to=lambda _saved: to_version(of.id, "requirements"),
        template="role_standards/standards/requirement.html",
        of=of,
        standard=standard,
        words=words,
    )


def _did(version_id: int, act: Any, anchor: str = "") -> Any:
    try:
        with atomic():
            said = act()
        if said:
            flash(said, "success")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
    return redirect(to_version(version_id, anchor))


@bp.post(f"{REQUIREMENT}/remove")
@requires(POST=MANAGE)
@once
def remove_requirement(version_id: int, requirement_id: int) -> Any:
    """Take a requirement out."""
    region = current_region()
    of, _standard = queries.version(region, version_id, lock=True)
    found = queries.requirement(of, requirement_id, lock=True)

    def act() -> str:
        service.remove_requirement(region=region, version=of, requirement=found)
        return _("Kravet är borttaget ur utkastet.")

    return _did(version_id, act, "requirements")


@bp.post(f"{REQUIREMENT}/move")
@requires(POST=MANAGE)
@once
def move_requirement(version_id: int, requirement_id: int) -> Any:
    """Put a requirement before or after another."""
    region = current_region()
    of, _standard = queries.version(region, version_id, lock=True)
    found = queries.requirement(of, requirement_id, lock=True)

    def act() -> None:
        service.move_requirement(region=region, version=of, requirement=found, up=request.form.get("to") != "down")

    return _did(version_id, act, "requirements")


@bp.route(f"{ONE}/agree", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def agree_version(version_id: int) -> Any:
    """Say that a draft is agreed, so that it holds."""
    region = current_region()
    found, of = queries.version(region, version_id, lock=request.method == "POST")
    form = AgreeForm(found, posted())
    return save_form(
        form,
        found,
        lambda: service.agree(region=region, standard=of, version=found, **form.facts()),
        done=_("Yrkesrollen gäller nu. Kommunerna kan ange hur långt de har kommit."),
        to=lambda _saved: url_for("role_standards.standard", standard_id=of.id),
        template="role_standards/standards/agree.html",
        of=of,
        waiting=drafting.waiting(found),
    )


@bp.get(f"{STANDARD}/compare")
@public("GET")
def compare_versions(standard_id: int) -> Any:
    """Two versions side by side."""
    found, shown = readable(current_region(), standard_id)
    by_number = {each.number: each for each in shown}
    new = by_number.get(request.args.get("new", 0, type=int), shown[0])
    before = next((each for each in shown if each.number < new.number), new)
    old = by_number.get(request.args.get("old", 0, type=int), before)
    return render_template(
        "role_standards/standards/compare.html",
        found=found,
        form=CompareForm(shown, old, new) if len(shown) > 1 else None,
        old=old,
        new=new,
        parts=comparing.compare(old, new),
    )


@bp.route(f"{STANDARD}/steps/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_step(standard_id: int) -> Any:
    """Say where a role leads."""
    region = current_region()
    found = queries.standard(region, standard_id)
    form = StepForm([each for each in queries.in_use(region) if each.id != found.id], posted())

    def save() -> Any:
        above = queries.standard(region, int(form.to_id.data))
        return climbing.save_step(region=region, below=found, above=above, requires=form.requires.data.strip())

    return save_form(
        form,
        None,
        save,
        done=_("Steget är sparat."),
        to=lambda _saved: url_for("role_standards.standard", standard_id=standard_id, _anchor="ladder"),
        template="role_standards/standards/step.html",
        of=found,
    )


@bp.post(f"{STANDARD}/steps/<int(max={MAX_ID}):step_id>/remove")
@requires(POST=MANAGE)
@once
def remove_step(standard_id: int, step_id: int) -> Any:
    """Take a step away."""
    region = current_region()
    found = queries.standard(region, standard_id)
    row = queries.step(found, step_id, lock=True)
    with atomic():
        climbing.remove_step(region=region, standard=found, step=row)
    flash(_("Steget är borttaget."), "success")
    return redirect(url_for("role_standards.standard", standard_id=standard_id, _anchor="ladder"))
