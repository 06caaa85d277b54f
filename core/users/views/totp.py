"""Take an authenticator app into use, or out of it."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.crypto import Unreadable, decrypt, encrypt
from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.users import factors, second, sessions, totp
from core.users.models import User
from core.users.strength import TOTP
from core.web.access import signed_in
from core.web.context import current_session, remember_sign_in, require_user
from core.web.forms import Form
from core.web.limits import SECOND_FACTOR, by_account, limiter
from core.web.reauth import recent_sign_in
from core.web.redirects import safe_path
from core.web.submission import once

bp = Blueprint("core_totp", __name__)
SETUP_KEY = "totp_setup"  # the secret while it is being set up: encrypted, in the cookie, so that a GET writes nothing


class TotpForm(Form):
    code = StringField(
        _l("Kod från appen"),
        [DataRequired(_l("Skriv koden som appen visar.")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


def _kept(user: User) -> str | None:
    try:
        return decrypt(session[SETUP_KEY], use=f"totp setup:{user.id}")
    except (KeyError, Unreadable):
        return None


def _fresh(user: User) -> str:
    secret = totp.new_secret()
    session[SETUP_KEY] = encrypt(secret, use=f"totp setup:{user.id}")
    return secret


@bp.route("/account/totp", methods=["GET", "POST"])
@signed_in("GET", "POST")
@limiter.limit(SECOND_FACTOR, methods=["POST"], key_func=by_account)
@recent_sign_in()
@once
def add() -> Any:
    """Show the QR code, and take the first code."""
    user = require_user()
    next_url = safe_path(request.values.get("next", ""), "")
    secret = _kept(user) or _fresh(user)
    form = TotpForm()
    if form.validate_on_submit():
        try:
            with atomic():
                totp.enrol(user, secret, form.code.data or "")
                remember_sign_in(sessions.confirmed(current_session(), [TOTP]))
                sessions.weaken_others(user, current_session())
            session.pop(SETUP_KEY)
            flash(_("Appen är kopplad till ditt konto."))
            if not factors.of(user).recovery_codes:
                return redirect(url_for("core_recovery.codes", next=next_url or None))
            return redirect(next_url or url_for("core_account.index"))
        except DomainError as error:
            form.add_error(error)
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return render_template("account/totp.html", form=form, next_url=next_url, secret=groups, replaces=factors.of(user).totp)


@bp.get("/account/totp/qr.svg")
@signed_in("GET")
@recent_sign_in()
def qr() -> Any:
    """The QR code of the secret that is being set up."""
    user = require_user()
    secret = _kept(user)
    if secret is None:
        return redirect(url_for("core_totp.add"))
    out = io.BytesIO()
    segno.make(totp.address(user, secret), error="m").save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return Response(out.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@bp.post("/account/totp/remove")
@signed_in("POST")
@recent_sign_in()
@once
def remove() -> Any:
    """Do without the app."""
    user = require_user()
    with atomic():
        if not totp.remove(user):
            abort(404)
        second.tidy(user)
    flash(_("Appen är bortkopplad från ditt konto."))
    return redirect(url_for("core_account.index"))
