"""The administrators' pages of the people in the region."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind
from core.i18n import gettext as _
from core.memberships import queries
from core.memberships.forms import FilterForm, ResetForm, RoleForm, organisation_choices, role_choices
from core.memberships.services import people as service
from core.memberships.services import second_factor
from core.records.people import display_name, protected_addresses
from core.users import factors
from core.users.roles import ROLES
from core.web.access import requires, signed_in
from core.web.context import current_region, require_user
from core.web.exports import download_links, recorded_download
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_members", __name__, url_prefix="/r/<region>")
MANAGE = "core.member.manage"
_FILTERS = ("q", "role", "organisation", "status")


def _number(name: str) -> int | None:
    return request.args.get(name, type=int)


@bp.get("/admin/people")
@requires(GET=MANAGE)
def people() -> str:
    """Everybody who has a role here."""
    region = current_region()
    form = FilterForm(request.args)
    everyone = [("", _("Alla"))]
    form.role.choices = [*_choices(everyone), *role_choices(ROLES)]
    form.organisation.choices = [*_choices(everyone), *organisation_choices(queries.organisations(region))[1:]]
    form.status.choices = _choices([*everyone, ("active", _("Aktiva")), ("suspended", _("Avstängda"))])
    page = queries.people(region, number=_number("page") or 1, **_wanted())
    return render_template(
        "administration/people.html",
        form=form,
        page=page,
        held=queries.held(region, page.items),
        seen=queries.last_seen(page.items),
        downloads=download_links("core_members.export", **{name: request.args[name] for name in _FILTERS if request.args.get(name)}),
    )


def _wanted() -> dict[str, Any]:
    chosen = request.args
    return {
        "q": chosen.get("q", "").strip()[:100],
        "role": chosen.get("role", "")[:60],
        "organisation_id": _number("organisation"),
        "status": chosen.get("status", ""),
    }


@bp.get("/admin/people.csv", defaults={"form": "csv"})
@bp.get("/admin/people.xlsx", defaults={"form": "xlsx"})
@requires(GET=MANAGE)
@recent_sign_in()
def export(form: Kind) -> Response:
    """The same as a file."""
    region = current_region()
    header = [_("Namn"), _("E-postadress"), _("Roller"), _("Läge"), _("Inloggad")]
    rows = queries.everybody_in_words(region, **_wanted())
    return recorded_download(form, _("användare"), header, rows, action="core.members.exported", region=region)


def _choices(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


@bp.route("/admin/people/<int:user_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in(methods=("POST",))
@once
def person(user_id: int) -> Any:
    """One person: the roles in this region, and what can be done about them."""
    region, actor = current_region(), require_user()
    user = queries.person(region, user_id)
    form = RoleForm()
    form.offer(queries.grantable(actor, region), queries.organisations(region))
    if form.validate_on_submit():
        try:
            with atomic():
                service.grant(region=region, actor=actor, user_id=user_id, role=form.role.data, organisation_id=form.organisation_id)
            flash(_("Rollen är tillagd."), "success")
            return redirect(url_for("core_members.person", user_id=user_id))
        except DomainError as error:
            form.add_error(error)
    held = queries.held(region, [user]).get(user.id, [])
    return render_template(
        "administration/person.html",
        person=user,
        called=display_name(user),
        address=_("Visas inte") if protected_addresses([user.email]) else user.email,
        form=form,
        held=held,
        own=user.id == actor.id,
        suspended=bool(held) and all(h.suspended for h in held),
        seen=queries.last_seen([user]).get(user.id),
        second_factor=factors.has_second(user),
        may_reset=second_factor.may_reset(actor, user),
    )


@bp.route("/admin/people/<int:user_id>/second-factor", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in()
@once
def reset_second_factor(user_id: int) -> Any:
    """Take away the second factor of somebody who has lost it, after having said why."""
    region, form = current_region(), ResetForm()
    user = queries.person(region, user_id)
    if form.validate_on_submit():
        try:
            with atomic():
                second_factor.reset(region=region, actor=require_user(), user_id=user_id, reason=form.reason.data or "")
            flash(_("Andra faktorn är nollställd. Personen får ett mejl."), "success")
            return redirect(url_for("core_members.person", user_id=user_id))
        except DomainError as error:
            form.add_error(error)
    return render_template("administration/reset_second_factor.html", form=form, person=user, called=display_name(user))


@bp.post("/admin/people/<int:user_id>/change")
@requires(POST=MANAGE)
@recent_sign_in()
@once
def change(user_id: int) -> Any:
    """Take a role away, shut somebody out, or let somebody in again."""
    region, actor, action = current_region(), require_user(), request.form.get("action", "")
    try:
        with atomic():
            if action == "revoke":
                service.revoke(region=region, actor=actor, membership_id=request.form.get("membership", 0, type=int))
                said = _("Rollen är borttagen.")
            elif action == "suspend":
                service.suspend(region=region, actor=actor, user_id=user_id)
                said = _("Personen är avstängd i regionen och utloggad.")
            else:
                service.reinstate(region=region, actor=actor, user_id=user_id)
                said = _("Personen är insläppt igen.")
        flash(said, "success")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
    if queries.is_here(region, user_id):
        return redirect(url_for("core_members.person", user_id=user_id))
    return redirect(url_for("core_members.people"))


@bp.route("/leave", methods=["GET", "POST"])
@signed_in("GET", "POST")
@once
def leave() -> Any:
    """Give up one's own roles in the region, after having been told what that means."""
    region, user = current_region(), require_user()
    if request.method == "POST":
        try:
            with atomic():
                service.leave(region=region, user=user)
            flash(_("Du har lämnat %(region)s.", region=region.name), "success")
            return redirect(url_for("core_region.start"))
        except DomainError as error:
            flash(error.message, "error")
            return redirect(url_for("core_members.leave"))
    return render_template("administration/leave.html", held=queries.held(region, [user]).get(user.id, []))
