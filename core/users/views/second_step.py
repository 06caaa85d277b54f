"""The second step of signing in: a code from the app, a recovery code, or a passkey."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, session, url_for
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.users import factors, passkeys, sessions
from core.users.models import User, UserSession
from core.users.second import check_code
from core.users.strength import PASSKEY, VERIFIED
from core.users.views.challenge import answered, challenge_for
from core.users.views.finish import NEXT_KEY, PENDING_KEY, landing
from core.web.access import public
from core.web.context import remember_sign_in
from core.web.forms import Form
from core.web.limits import SECOND_FACTOR, limiter

bp = Blueprint("core_second_step", __name__)
PURPOSE = "second"


class CodeForm(Form):
    code = StringField(
        _l("Kod"), [DataRequired(_l("Skriv koden.")), Length(max=60)], render_kw={"autocomplete": "one-time-code", "autocapitalize": "none"}
    )


def _waiting() -> tuple[User, UserSession] | None:
    """Who has done the first step in this browser. Looked up once per request."""
    if "_second_step" not in g:
        secret = session.get(PENDING_KEY)
        g._second_step = sessions.session_user(secret, pending=True) if secret else None
    found: tuple[User, UserSession] | None = g._second_step
    return found


def _by_waiting() -> str:
    found = _waiting()
    return f"account:{found[0].id}" if found else f"address:{request.remote_addr}"


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(SECOND_FACTOR, methods=["POST"], key_func=_by_waiting)
@limiter.limit("30 per 5 minutes", methods=["POST"])
def second_step() -> Any:
    """Public as the first step is: nobody is signed in yet."""
    found = _waiting()
    if found is None:
        return redirect(url_for("core_auth.sign_in"))
    user, waiting = found
    form = CodeForm()
    if request.method == "POST":
        try:
            with atomic():
                methods = _check(user, form)
                if methods:
                    return _complete(user, waiting, methods)
        except DomainError as error:
            form.form_errors.append(error.message)
    has = factors.of(user)
    options = passkeys.request_options(challenge_for(PURPOSE), user) if has.passkeys and passkeys.site() else None
    return render_template("auth/second_step.html", form=form, has=has, options=options)


def _complete(user: User, waiting: UserSession, methods: list[str]) -> Response:
    secret = sessions.complete(user, waiting, methods)
    next_url = session.get(NEXT_KEY, "")
    session.clear()
    remember_sign_in(secret)
    return make_response(redirect(landing(user, next_url)))


def _check(user: User, form: CodeForm) -> list[str]:
    """The methods that a post has shown; empty, with the error in the form, when it is wrong."""
    if request.form.get("credential"):
        if passkeys.verify(request.form["credential"], answered(PURPOSE), user=user):
            return [PASSKEY, VERIFIED]
        form.form_errors.append(_("Passnyckeln kunde inte användas. Försök igen, eller skriv en kod."))
    elif form.validate_on_submit():
        method = check_code(user, form.code.data or "")
        if method:
            return [method]
        form.code.errors = [_("Koden stämmer inte eller är redan använd. Vänta på nästa kod i appen och skriv den.")]
    return []
