"""Pages of employers: for everybody, and where employers write their own."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.taxonomy import queries as taxonomy
from core.users.queries import may, organisations_where
from core.web.access import public, requires
from core.web.context import current_region, current_user, require_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.guidance.employers import queries, service, words
from plugins.guidance.employers.forms import DayForm, ProfileForm
from plugins.guidance.employers.models import EmployerProfile, ProfileStatus
from plugins.guidance.permissions import EDIT, PROFILE
from plugins.guidance.views import MAX_ID, bp

ONE = f"/employers/<int(max={MAX_ID}):profile_id>"


@bp.get("/employers")
@public("GET")
def employers() -> str:
    """Employers that show themselves, by name."""
    page = queries.published(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("guidance/employers/list.html", page=page, name_of=name_of)


@bp.get(ONE)
@public("GET")
def employer(profile_id: int) -> str:
    """One employer. What is not published is seen by its own people and the region."""
    region, user = current_region(), current_user()
    found = queries.profile(region, profile_id)
    writes = found.organisation_id in organisations_where(user, region, PROFILE)
    if found.status != ProfileStatus.PUBLISHED and not writes:
        raise NotFound(queries.missing())
    checks = may(user, region, EDIT)
    steps = [step for step in service.STEPS[found.status] if writes and (checks or step != ProfileStatus.PUBLISHED)]
    return render_template(
        "guidance/employers/employer.html",
        found=found,
        days=queries.coming([found.id]).get(found.id, []),
        groups=taxonomy.groups(found.occupation_groups),
        place=name_of(found.municipality_code) if found.municipality_code else "",
        writes=writes,
        steps=steps,
        words=words,
    )


@bp.get("/employers/own")
@requires(GET=PROFILE)
def own_employers() -> str:
    """The profiles that one may change."""
    region, user = current_region(), require_user()
    return render_template(
        "guidance/employers/own.html",
        profiles=queries.own(region, user),
        may_add=bool(queries.without_profile(region, user)),
        words=words,
    )


@bp.route("/employers/new", methods=["GET", "POST"])
@requires(GET=PROFILE, POST=PROFILE)
@once
def new_employer() -> Any:
    """Write a profile."""
    region, user = current_region(), require_user()
    among = {str(each.id): each for each in queries.without_profile(region, user)}
    if not among:
        return render_template("guidance/employers/nobody.html")
    form = ProfileForm(region, None, list(among.values()), request.form if request.method == "POST" else None)

    def save() -> EmployerProfile:
        return service.save_profile(region=region, profile=None, organisation=among[form.organisation_id.data], facts=form.facts())

    return save_form(form, None, save, done=_("Profilen är sparad som utkast."), to=_to, template="guidance/employers/edit.html")


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=PROFILE, POST=PROFILE)
@once
def edit_employer(profile_id: int) -> Any:
    """Change a profile."""
    region, posted = current_region(), request.method == "POST"
    found = queries.own_profile(region, require_user(), profile_id, lock=posted)
    form = ProfileForm(region, found, (), request.form if posted else None)
    return save_form(
        form,
        found,
        lambda: service.save_profile(region=region, profile=found, organisation=None, facts=form.facts()),
        done=_("Profilen är sparad."),
        to=_to,
        template="guidance/employers/edit.html",
    )


def _to(saved: Any) -> str:
    return url_for("guidance.employer", profile_id=saved.id)


@bp.post(f"{ONE}/step")
@requires(POST=PROFILE)
@once
def move_employer(profile_id: int) -> Any:
    """Hand a profile in, publish it, or take it back. Only the region publishes."""
    region, user = current_region(), require_user()
    found = queries.own_profile(region, user, profile_id, lock=True)
    wanted = request.form.get("to", "")
    if wanted == ProfileStatus.PUBLISHED and not may(user, region, EDIT):
        abort(403)
    try:
        with atomic():
            if wanted not in set(ProfileStatus):
                raise DomainError(_("Välj ett läge."))
            service.move_profile(region=region, profile=found, to=ProfileStatus(wanted))
        flash(_("Profilen har bytt läge."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to(found))


@bp.route(f"{ONE}/days/new", methods=["GET", "POST"])
@requires(GET=PROFILE, POST=PROFILE)
@once
def new_open_house(profile_id: int) -> Any:
    """Add an open house day."""
    region, posted = current_region(), request.method == "POST"
    of = queries.own_profile(region, require_user(), profile_id, lock=posted)
    form = DayForm(request.form if posted else None)
    return save_form(
        form,
        None,
        lambda: service.add_day(region=region, profile=of, facts=form.facts()),
        done=_("Dagen är sparad."),
        to=lambda saved: _to(of),
        template="guidance/employers/day.html",
        profile=of,
    )


@bp.post(f"{ONE}/days/<int(max={MAX_ID}):day_id>/remove")
@requires(POST=PROFILE)
@once
def remove_open_house(profile_id: int, day_id: int) -> Any:
    """Take an open house day away."""
    region = current_region()
    of = queries.own_profile(region, require_user(), profile_id, lock=True)
    day = queries.day_of(of, day_id)
    with atomic():
        service.remove_day(region=region, profile=of, day=day)
    flash(_("Dagen är borttagen."), "success")
    return redirect(_to(of))
