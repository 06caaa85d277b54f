"""Invitations: the administrators' pages, and the page that the mailed link opens."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import StringField
from wtforms.validators import Length, Optional

from core.db import atomic, utcnow
from core.errors import DomainError, Gone
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.memberships import queries
from core.memberships.forms import InviteForm
from core.memberships.services import inviting as service
from core.users.roles import ROLES
from core.web.access import public, requires
from core.web.context import current_region, current_user, require_user
from core.web.forms import Form
from core.web.limits import GUESS, limiter
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_invitations", __name__, url_prefix="/r/<region>")
MANAGE = "core.member.manage"


class NameForm(Form):
    """What a new person is called."""

    name = StringField(_l("Ditt namn"), [Optional(), Length(max=120)], render_kw={"autocomplete": "name"})


@bp.get("/admin/invitations")
@requires(GET=MANAGE)
def index() -> str:
    """Invitations without an answer."""
    page = queries.open_invitations(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("administration/invitations.html", page=page, roles=ROLES, now=utcnow())


@bp.route("/admin/invitations/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in()
@once
def new() -> Any:
    """Ask somebody to take a role."""
    region, form = current_region(), InviteForm()
    form.offer(queries.grantable(require_user(), region), queries.organisations(region))
    if form.validate_on_submit():
        try:
            with atomic():
                service.invite(
                    region=region,
                    actor=require_user(),
                    email=form.email.data or "",
                    role=form.role.data,
                    organisation_id=form.organisation_id,
                    message=form.message.data or "",
                )
            flash(_("Inbjudan är skickad."), "success")
            return redirect(url_for("core_invitations.index"))
        except DomainError as error:
            form.add_error(error)
    return render_template("administration/invite.html", form=form)


@bp.post("/admin/invitations/<int:invitation_id>")
@requires(POST=MANAGE)
@recent_sign_in()
@once
def change(invitation_id: int) -> Any:
    """Send an invitation again, or take it back."""
    region, actor = current_region(), require_user()
    try:
        with atomic():
            if request.form.get("action") == "withdraw":
                service.withdraw(region=region, actor=actor, invitation_id=invitation_id)
                said = _("Inbjudan är återtagen. Länken fungerar inte längre.")
            else:
                service.resend(region=region, actor=actor, invitation_id=invitation_id)
                said = _("Inbjudan är skickad igen. Den förra länken fungerar inte längre.")
        flash(said, "success")
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
    return redirect(url_for("core_invitations.index"))


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
@once
def answer(token: str) -> Any:
    """What the role means, and a button: a mail scanner that opens the link takes no role. It signs nobody in."""
    region, form = current_region(), NameForm()
    try:
        found = service.look(region, token)
        user = current_user()
        mismatch = user is not None and user.email != found.email
        if form.validate_on_submit() and not mismatch:
            with atomic():
                service.accept(region=region, token=token, name=form.name.data or "")
            start = url_for("core_region.start")
            flash(_("Du har fått rollen %(role)s.", role=ROLES[found.role]), "success")
            return redirect(start if user else url_for("core_auth.sign_in", next=start))
    except Gone as error:
        return render_template("errors/410.html", message=error.message, code=error.code), 410
    organisation = queries.organisation_here(region, found.organisation_id)
    return render_template("membership/invitation.html", form=form, role=ROLES[found.role], organisation=organisation, mismatch=mismatch)
