"""Sign-in and sign-out."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, session, url_for
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from core.audit.service import record
from core.db import atomic
from core.errors import DomainError, Gone
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.mail.standard import SIGN_IN as SIGN_IN_MAIL
from core.mail.templates import send_template
from core.users import decoy, passkeys, passwords, service
from core.users import sign_in as flow
from core.users.models import LoginToken, User
from core.users.oidc.queries import usable
from core.users.sessions import end_session
from core.users.strength import MAIL, PASSKEY, PASSWORD, VERIFIED
from core.users.views.challenge import answered, challenge_for
from core.users.views.finish import first_step_done
from core.web.access import public, signed_in
from core.web.context import SESSION_KEY
from core.web.forms import Form
from core.web.limits import GUESS, SIGN_IN, by_email, limiter
from core.web.redirects import safe_path

bp = Blueprint("core_auth", __name__)
ATTEMPT_KEY = "sign_in_attempt"
PURPOSE = "sign_in"


class SignInForm(Form):
    email = EmailField(_l("E-postadress"), [DataRequired(_l("Skriv din e-postadress."))], render_kw={"autocomplete": "username webauthn"})
    password = PasswordField(_l("Lösenord"), [Length(max=1000)], render_kw={"autocomplete": "current-password"})


class CodeForm(Form):
    code = StringField(
        _l("Kod"), [DataRequired(_l("Skriv koden i mejlet."))], render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"}
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(SIGN_IN, methods=["POST"])
@limiter.limit(SIGN_IN, methods=["POST"], key_func=by_email)
def sign_in() -> Any:
    """Mail a one-time link and code, or take a password. The answer is the same whether or not there is an account."""
    form = SignInForm()
    next_url = safe_path(request.values.get("next", ""), "")
    if form.validate_on_submit():
        try:
            address = service.normalise_email(form.email.data or "")
        except DomainError as error:
            form.add_error(error)
        else:
            if not form.password.data:
                with atomic():
                    session[ATTEMPT_KEY] = _mail_link(address, next_url)
                return redirect(url_for("core_auth.check_mail"))
            answer = _by_password(address, form.password.data, next_url)
            if answer is not None:
                return answer
            form.password.errors = [_("Adressen eller lösenordet stämmer inte. Försök igen, eller få ett mejl i stället.")]
    return _page(form, next_url)


def _page(form: SignInForm, next_url: str) -> str:
    options = passkeys.request_options(challenge_for(PURPOSE)) if passkeys.site() else None
    providers = usable(_region_in(next_url))
    return render_template("auth/sign_in.html", form=form, next_url=next_url, passkey_options=options, providers=providers)


def _by_password(address: str, password: str, next_url: str) -> Response | None:
    user = service.find_user(address)
    with atomic():
        if passwords.verify(user, password) and user is not None:
            return first_step_done(user, amr=[PASSWORD], next_url=next_url)
        record("core.sign_in.password_refused", subject=f"core:user:{user.id}" if user else "")
    return None


@bp.post("/sign-in/passkey")
@public("POST")
@limiter.limit(GUESS)
def by_passkey() -> Any:
    """Sign in with a passkey that the browser has for this site; no address is needed."""
    next_url = safe_path(request.form.get("next", ""), "")
    form = SignInForm(formdata=None)
    try:
        with atomic():
            user = passkeys.verify(request.form.get("credential", ""), answered(PURPOSE))
            if user is not None:
                return first_step_done(user, amr=[PASSKEY, VERIFIED], next_url=next_url)
        form.form_errors.append(_("Passnyckeln kunde inte användas. Försök igen, eller få ett mejl i stället."))
    except DomainError as error:
        form.form_errors.append(error.message)
    return _page(form, next_url)


def _region_in(next_url: str) -> str:
    """The region that the visitor comes from; its identity providers are offered. From elsewhere: all regions'."""
    parts = next_url.split("/")
    return parts[2] if len(parts) > 3 and parts[1] == "r" else ""


def _mail_link(address: str, next_url: str) -> str:
    user = service.find_user(address)
    if user is None or not user.active:
        return decoy.pretend(url_for("core_auth.confirm", token=secrets.token_urlsafe(32), _external=True))
    challenge = flow.start(user, next_url=next_url)
    link = url_for("core_auth.confirm", token=challenge.token, _external=True)
    send_template(
        kind=SIGN_IN_MAIL,
        to=user.email,
        variables={"link": link, "code": challenge.code, "minutes": flow.LINK_MINUTES},
    )
    return challenge.attempt


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
def check_mail() -> Any:
    """Tell the user to look in the mail, and take the code."""
    attempt = session.get(ATTEMPT_KEY)
    if not attempt:
        return redirect(url_for("core_auth.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            with atomic():
                found = flow.consume_code(attempt, form.code.data or "")
                if found is not None:
                    return _signed_in(*found)
            wrong = True
        except Gone as error:
            wrong = error.code in ("unknown", "expired")
            if not wrong:
                return render_template("auth/link_invalid.html", reason=error.code, message=error.message), 410
        if wrong:
            form.code.errors = [_("Koden stämmer inte eller har slutat gälla. Kontrollera siffrorna, eller begär ett nytt mejl.")]
    dev = "core_dev.mails" in current_app.view_functions
    return render_template(
        "auth/check_mail.html", form=form, dev_mail_url=url_for("core_dev.mails") if dev else None, minutes=flow.LINK_MINUTES
    )


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
def confirm(token: str) -> Any:
    """A button on GET, so that mail scanners do not burn the link; only POST signs in."""
    try:
        if request.method == "POST":
            with atomic():
                return _signed_in(*flow.consume_link(token))
        flow.look(token)
    except Gone as error:
        return render_template("auth/link_invalid.html", reason=error.code, message=error.message), 410
    return render_template("auth/confirm.html", token=token)


def _signed_in(user: User, used: LoginToken) -> Response:
    return first_step_done(user, amr=[MAIL], next_url=used.next_url)


@bp.post("/sign-out")
@signed_in("POST")
def sign_out() -> Response:
    """End the session here and on the server."""
    with atomic():
        end_session(session.get(SESSION_KEY, ""))
    session.clear()
    response = make_response(redirect(url_for("core_site.landing")))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
