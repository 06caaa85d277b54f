"""Recovery codes: shown once, to be written down or printed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for

from core.crypto import Unreadable, decrypt, encrypt
from core.db import atomic
from core.users import factors, recovery
from core.web.access import signed_in
from core.web.context import require_user
from core.web.limits import SIGN_IN, by_account, limiter
from core.web.reauth import recent_sign_in
from core.web.redirects import safe_path
from core.web.submission import once

bp = Blueprint("core_recovery", __name__)
SHOW_KEY = "recovery_codes"  # the new codes until they have been shown: encrypted, in the cookie


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@signed_in("GET", "POST")
@limiter.limit(SIGN_IN, methods=["POST"], key_func=by_account)
@recent_sign_in()
@once
def codes() -> Any:
    """Make new codes by POST; the page after it shows them, once."""
    user = require_user()
    next_url = safe_path(request.values.get("next", ""), "")
    use = f"recovery codes:{user.id}"
    if request.method == "POST":
        with atomic():
            made = recovery.make(user)
        session[SHOW_KEY] = encrypt(" ".join(made), use=use)
        return redirect(url_for("core_recovery.codes", next=next_url or None))
    shown = []
    with suppress(KeyError, Unreadable):
        shown = decrypt(session.pop(SHOW_KEY), use=use).split()
    return render_template("account/recovery.html", codes=shown, has=factors.of(user), next_url=next_url)
