"""The administrator's page of API tokens: which there are, a new one, the end of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for

from core.api import queries, service
from core.api.forms import TokenForm
from core.api.openapi import scopes
from core.api.permissions import MANAGE_TOKENS
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.service import in_region
from core.plugins.registry import registry
from core.users.queries import permissions
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_api_admin", __name__, url_prefix="/r/<region>/admin/api")
FRESH = "fresh_token"  # the new token waits here for the next page, where it is shown once


@bp.get("/")
@requires(GET=MANAGE_TOKENS)
def tokens() -> str:
    """The region's tokens, and the one that was just made."""
    page = queries.tokens(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("api/tokens.html", page=page, titles=_titles(), fresh=session.pop(FRESH, None))


def _titles() -> dict[str, Any]:
    return {name: permission.title for name, permission in registry().permissions.items()}


@bp.route("/new", methods=["GET", "POST"])
@requires(GET=MANAGE_TOKENS, POST=MANAGE_TOKENS)
@recent_sign_in()
@once
def new_token() -> Any:
    """Make a token. Nobody can give it more than they have themselves."""
    region, user = current_region(), require_user()
    allowed = [name for name in scopes(current_app) if name in permissions(user, region)]
    form = TokenForm()
    form.scopes.choices = [(name, f"{_titles()[name]} ({name})") for name in allowed]
    if form.validate_on_submit():
        try:
            organisation = in_region(region, form.organisation.data) if (form.organisation.data or "").strip() else None
            _token, secret = service.create_token(
                region=region,
                name=form.name.data or "",
                scopes=form.scopes.data or [],
                days=form.days.data or 0,
                allowed=allowed,
                organisation=organisation,
                actor=user,
            )
        except DomainError as error:
            form.add_error(error)
        else:
            session[FRESH] = secret
            return redirect(url_for("core_api_admin.tokens"))
    page = render_template("api/token_form.html", form=form)
    return (page, 422) if request.method == "POST" else page


@bp.route("/<int:token_id>/revoke", methods=["GET", "POST"])
@requires(GET=MANAGE_TOKENS, POST=MANAGE_TOKENS)
@once
def revoke_token(token_id: int) -> Any:
    """Ask, then end a token."""
    region = current_region()
    token = queries.token(region, token_id)
    if request.method == "POST":
        service.revoke_token(region=region, token_id=token_id, actor=require_user())
        flash(_("Nyckeln är återkallad. Den öppnar ingenting längre."), "success")
        return redirect(url_for("core_api_admin.tokens"))
    return render_template("api/token_revoke.html", token=token)
