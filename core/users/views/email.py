"""Change one's e-mail address: the new one shows that it can be read, the old one is told."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.mail.standard import NEW_EMAIL
from core.mail.templates import send_template
from core.users import account
from core.users import sign_in as flow
from core.users.models import User
from core.web.access import signed_in
from core.web.context import require_user
from core.web.forms import Form
from core.web.limits import MAILED_CODE, SECOND_FACTOR, by_account, limiter
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_email", __name__)
ATTEMPT_KEY = "email_attempt"


class AddressForm(Form):
    email = EmailField(
        _l("Ny e-postadress"), [DataRequired(_l("Skriv den nya adressen.")), Length(max=254)], render_kw={"autocomplete": "email"}
    )


class CodeForm(Form):
    code = StringField(
        _l("Kod"),
        [DataRequired(_l("Skriv koden i mejlet.")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


@bp.route("/account/email", methods=["GET", "POST"])
@signed_in("GET", "POST")
@limiter.limit(MAILED_CODE, methods=["POST"], key_func=by_account)
@recent_sign_in()
@once
def change() -> Any:
    """Ask for the new address and mail a code to it."""
    user = require_user()
    form = AddressForm()
    if form.validate_on_submit():
        try:
            address = account.new_address(user, form.email.data or "")
        except DomainError as error:
            form.add_error(error)
        else:
            with atomic():
                _mail_code(user, address)
            return redirect(url_for("core_email.code"))
    return render_template("account/email.html", form=form)


def _mail_code(user: User, address: str) -> None:
    challenge = flow.start(user, purpose=flow.EMAIL, address=address)
    session[ATTEMPT_KEY] = challenge.attempt
    send_template(kind=NEW_EMAIL, to=address, variables={"code": challenge.code, "minutes": flow.LINK_MINUTES})


@bp.route("/account/email/code", methods=["GET", "POST"])
@signed_in("GET", "POST")
@limiter.limit(SECOND_FACTOR, methods=["POST"], key_func=by_account)
@recent_sign_in()
def code() -> Any:
    """Take the code, and the address with it."""
    user = require_user()
    attempt = session.get(ATTEMPT_KEY)
    if not attempt:
        return redirect(url_for("core_email.change"))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            with atomic():
                found = flow.consume_code(attempt, form.code.data or "", purpose=flow.EMAIL)
                if found is not None and found[0].id == user.id:
                    account.change_email(user, found[1].address)
                    session.pop(ATTEMPT_KEY)
                    flash(_("Din e-postadress är ändrad."))
                    return redirect(url_for("core_account.index"))
            form.code.errors = [_("Koden stämmer inte. Kontrollera siffrorna.")]
        except DomainError as error:
            form.code.errors = [error.message if error.field else _("Koden har slutat gälla. Begär en ny.")]
    dev = "core_dev.mails" in current_app.view_functions
    return render_template(
        "account/email_code.html", form=form, minutes=flow.LINK_MINUTES, dev_mail_url=url_for("core_dev.mails") if dev else None
    )
