"""Choose a password, change it, or do without."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from wtforms import BooleanField, PasswordField
from wtforms.validators import DataRequired, Length

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.users import factors, passwords, sessions
from core.users.strength import PASSWORD
from core.web.access import signed_in
from core.web.context import current_session, remember_sign_in, require_user
from core.web.forms import Form
from core.web.limits import SIGN_IN, by_account, limiter
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_password", __name__)


class PasswordForm(Form):
    new = PasswordField(
        _l("Nytt lösenord"), [DataRequired(_l("Skriv ett lösenord.")), Length(max=1000)], render_kw={"autocomplete": "new-password"}
    )
    end_others = BooleanField(_l("Avsluta alla andra inloggningar"), default=True)


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in("GET", "POST")
@limiter.limit(SIGN_IN, methods=["POST"], key_func=by_account)
@recent_sign_in()
@once
def change() -> Any:
    """A recent sign-in stands in for the old password; so this is also where a forgotten one is replaced."""
    user = require_user()
    has = factors.of(user)
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            with atomic():
                passwords.set_password(user, form.new.data or "")
                remember_sign_in(sessions.confirmed(current_session(), [PASSWORD]))
                if form.end_others.data:
                    sessions.end_others(user, current_session())
            flash(_("Lösenordet är sparat."))
            return redirect(url_for("core_account.index"))
        except DomainError as error:
            form.add_error(error)
    minimum = passwords.MINIMUM_WITH_SECOND_FACTOR if has.second else passwords.MINIMUM
    return render_template("account/password.html", form=form, has=has, minimum=minimum, address=user.email)


@bp.post("/account/password/remove")
@signed_in("POST")
@recent_sign_in()
@once
def remove() -> Any:
    """Sign in by mail only."""
    with atomic():
        passwords.remove_password(require_user())
    flash(_("Lösenordet är borttaget. Du loggar in med ett mejl."))
    return redirect(url_for("core_account.index"))
