"""Passkeys: make one, name it, take it away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.users import devices, factors, passkeys, second, sessions
from core.users.models import Passkey, User
from core.users.strength import PASSKEY, VERIFIED
from core.users.views.challenge import answered, challenge_for
from core.web.access import signed_in
from core.web.context import current_session, remember_sign_in, require_user
from core.web.forms import Form
from core.web.limits import SIGN_IN, by_account, limiter
from core.web.reauth import recent_sign_in
from core.web.redirects import safe_path
from core.web.submission import once

bp = Blueprint("core_passkeys", __name__)
PURPOSE = "new"
HANDLE_KEY = "passkey_handle"


class NameForm(Form):
    name = StringField(
        _l("Namn"), [DataRequired(_l("Skriv ett namn, till exempel Min telefon.")), Length(max=60)], render_kw={"autocomplete": "off"}
    )


@bp.route("/account/passkeys/new", methods=["GET", "POST"])
@signed_in("GET", "POST")
@limiter.limit(SIGN_IN, methods=["POST"], key_func=by_account)
@recent_sign_in()
@once
def add() -> Any:
    """Have the browser make a passkey, and keep its public half."""
    user = require_user()
    if passkeys.site() is None:
        flash(_("Passnycklar går inte att använda på den här adressen."), "info")
        return redirect(url_for("core_account.index"))
    next_url = safe_path(request.values.get("next", ""), "")
    form = NameForm(data={"name": devices.label(request.user_agent.string) or _("Min passnyckel")})
    if form.validate_on_submit():
        try:
            with atomic():
                passkeys.register(
                    user,
                    request.form.get("credential", ""),
                    answered(PURPOSE),
                    handle=_handle(user),
                    name=form.name.data or "",
                )
                remember_sign_in(sessions.confirmed(current_session(), [PASSKEY, VERIFIED]))
                sessions.weaken_others(user, current_session())
            flash(_("Passnyckeln är sparad. Nästa gång kan du logga in med den."))
            if not factors.of(user).recovery_codes:
                return redirect(url_for("core_recovery.codes", next=next_url or None))
            return redirect(next_url or url_for("core_account.index"))
        except DomainError as error:
            form.add_error(error)
    options = passkeys.creation_options(user, challenge_for(PURPOSE), _handle(user))
    return render_template("account/passkey_new.html", form=form, options=options, next_url=next_url)


def _handle(user: User) -> str:
    """The person's name to the authenticator: kept in the cookie until the first passkey is saved, so that two tabs agree."""
    found = passkeys.handle_of(user) or session.get(HANDLE_KEY)
    if not found:
        found = session[HANDLE_KEY] = passkeys.new_handle()
    return str(found)


def _own(passkey_id: int) -> Passkey:
    found = passkeys.own(require_user(), passkey_id)
    if found is None:
        abort(404)
    return found


@bp.route("/account/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@signed_in("GET", "POST")
@recent_sign_in()
@once
def edit(passkey_id: int) -> Any:
    """Name it, or go on to take it away."""
    row = _own(passkey_id)
    form = NameForm(obj=row)
    if form.validate_on_submit():
        with atomic():
            passkeys.rename(row, form.name.data or "")
        flash(_("Namnet är sparat."))
        return redirect(url_for("core_account.index"))
    return render_template("account/passkey.html", form=form, passkey=row)


@bp.post("/account/passkeys/<int:passkey_id>/remove")
@signed_in("POST")
@recent_sign_in()
@once
def remove(passkey_id: int) -> Any:
    """Take it away."""
    user = require_user()
    row = _own(passkey_id)
    with atomic():
        passkeys.remove(user, row)
        second.tidy(user)
    flash(_("Passnyckeln är borttagen."))
    return redirect(url_for("core_account.index"))
