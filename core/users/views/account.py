"""The account page: name, language, roles, ways of signing in, and where one is signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, Length

from core.audit.describe import describe
from core.db import atomic
from core.i18n import COOKIE, LANGUAGES, ngettext
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.users import account, factors, passkeys, sessions
from core.web.access import signed_in
from core.web.context import current_session, require_user
from core.web.forms import Form
from core.web.submission import once

bp = Blueprint("core_account", __name__)


class ProfileForm(Form):
    name = StringField(_l("Namn"), [DataRequired(_l("Skriv ditt namn.")), Length(max=120)], render_kw={"autocomplete": "name"})
    language = RadioField(_l("Språk"), choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()])


@bp.get("/account")
@signed_in("GET")
def index() -> str:
    """Everything about the account, each with its own page for changes."""
    user = require_user()
    return render_template(
        "account/index.html",
        roles=account.roles_of(user),
        has=factors.of(user),
        passkeys=passkeys.of(user),
        passkeys_work=passkeys.site() is not None,
        sessions=sessions.live(user),
        this_session=current_session(),
        entries=[(entry, describe(entry)) for entry in account.latest_entries(user)],
    )


@bp.route("/account/profile", methods=["GET", "POST"])
@signed_in("GET", "POST")
@once
def profile() -> Any:
    """Name and language."""
    user = require_user()
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        with atomic():
            account.change_profile(user, name=form.name.data or "", language=form.language.data)
        flash(_("Ändringarna är sparade."))
        response = make_response(redirect(url_for("core_account.index")))
        response.set_cookie(COOKIE, form.language.data, max_age=365 * 86400, samesite="Lax", httponly=True, secure=request.is_secure)
        return response
    return render_template("account/profile.html", form=form)


@bp.post("/account/sessions/<int:session_id>/end")
@signed_in("POST")
@once
def end_session(session_id: int) -> Any:
    """End one of one's own sessions in another browser."""
    with atomic():
        if session_id == current_session().id or not sessions.end_one(require_user(), session_id):
            abort(404)
    flash(_("Inloggningen är avslutad."))
    return redirect(url_for("core_account.index"))


@bp.post("/account/sessions/end-others")
@signed_in("POST")
@once
def end_others() -> Any:
    """End all sessions but this."""
    with atomic():
        count = sessions.end_others(require_user(), current_session())
    flash(ngettext("%(num)s inloggning är avslutad.", "%(num)s inloggningar är avslutade.", count))
    return redirect(url_for("core_account.index"))
