"""Show once more who it is: before a sensitive change, or because a page asks for a second factor."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, session, url_for
from wtforms import PasswordField, StringField
from wtforms.validators import Length

from core.db import atomic
from core.errors import DomainError, Gone
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.mail.standard import CONFIRM
from core.mail.templates import send_template
from core.users import factors, passkeys, passwords, sessions
from core.users import sign_in as flow
from core.users.models import User
from core.users.second import check_code
from core.users.strength import MAIL, PASSKEY, PASSWORD, VERIFIED
from core.users.views.challenge import answered, challenge_for
from core.web.access import signed_in
from core.web.context import current_session, remember_sign_in, require_user
from core.web.forms import Form
from core.web.limits import MAILED_CODE, SECOND_FACTOR, by_account, limiter
from core.web.redirects import safe_path
from core.web.submission import once

bp = Blueprint("core_confirm", __name__)
ATTEMPT_KEY = "confirm_attempt"
PURPOSE = "confirm"


class ConfirmForm(Form):
    code = StringField(_l("Kod"), [Length(max=60)], render_kw={"autocomplete": "one-time-code", "autocapitalize": "none"})
    password = PasswordField(_l("Lösenord"), [Length(max=1000)], render_kw={"autocomplete": "current-password"})


@bp.route("/account/confirm", methods=["GET", "POST"])
@signed_in("GET", "POST")
@limiter.limit(SECOND_FACTOR, methods=["POST"], key_func=by_account)
def confirm() -> Any:
    """Ask for what the person has: who has a second factor is asked for that. Then back to where it was."""
    user = require_user()
    has = factors.of(user)
    next_url = safe_path(request.values.get("next", ""), "/account")
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with atomic():
                methods = _check(user, has, form)
                if methods:
                    return confirmed(methods, next_url)
        except DomainError as error:
            form.form_errors.append(error.message)
    options = passkeys.request_options(challenge_for(PURPOSE), user) if has.passkeys and passkeys.site() else None
    return render_template(
        "account/confirm.html",
        form=form,
        next_url=next_url,
        mailed=bool(session.get(ATTEMPT_KEY)),
        has=has,
        options=options,
        dev_mail_url=url_for("core_dev.mails") if "core_dev.mails" in current_app.view_functions else None,
        minutes=flow.LINK_MINUTES,
    )


def _check(user: User, has: factors.Factors, form: ConfirmForm) -> list[str]:
    """The methods that were shown; empty, with the error at its field, when nothing was."""
    if request.form.get("credential") and has.passkeys:
        if passkeys.verify(request.form["credential"], answered(PURPOSE), user=user):
            return [PASSKEY, VERIFIED]
        form.form_errors.append(_("Passnyckeln kunde inte användas. Försök igen."))
    elif form.password.data and has.password and not has.second:
        if passwords.verify(user, form.password.data):
            return [PASSWORD]
        form.password.errors = [_("Lösenordet stämmer inte.")]
    elif not (form.code.data or "").strip():
        form.code.errors = [_("Skriv koden.")]
    else:
        method = check_code(user, form.code.data or "") if has.second else _mailed(user, form.code.data or "")
        if method:
            return [method]
        form.code.errors = [_("Koden stämmer inte eller har slutat gälla. Kontrollera den, eller använd en ny.")]
    return []


def _mailed(user: User, code: str) -> str | None:
    attempt = session.get(ATTEMPT_KEY)
    if not attempt:
        return None
    try:
        found = flow.consume_code(attempt, code, purpose=flow.CONFIRM)
    except Gone:
        return None
    return MAIL if found is not None and found[0].id == user.id else None


def confirmed(methods: list[str], next_url: str) -> Response:
    """The person has shown who it is: note it, give the session a new secret, and go back. Call it inside `atomic()`."""
    remember_sign_in(sessions.confirmed(current_session(), methods))
    session.pop(ATTEMPT_KEY, None)
    return make_response(redirect(safe_path(next_url, "/account")))


@bp.post("/account/confirm/mail")
@signed_in("POST")
@limiter.limit(MAILED_CODE, key_func=by_account)
@once
def mail_code() -> Any:
    """Mail a code to the person's own address."""
    user = require_user()
    with atomic():
        challenge = flow.start(user, purpose=flow.CONFIRM)
        session[ATTEMPT_KEY] = challenge.attempt
        send_template(kind=CONFIRM, to=user.email, variables={"code": challenge.code, "minutes": flow.LINK_MINUTES})
    flash(_("Vi har skickat en kod till din e-postadress."))
    return redirect(url_for("core_confirm.confirm", next=safe_path(request.form.get("next", ""), "/account")))


@bp.get("/account/second-factor")
@signed_in("GET")
def second_factor() -> Any:
    """A page asks for a second factor: show it, or choose one when there is none yet."""
    next_url = safe_path(request.args.get("next", ""), "/account")
    if factors.has_second(require_user()):
        return redirect(url_for("core_confirm.confirm", next=next_url))
    return render_template("account/second_factor.html", next_url=next_url, passkeys=passkeys.site() is not None)
