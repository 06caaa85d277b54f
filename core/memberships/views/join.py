"""Asking for a role in a region."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, Gone
from core.memberships.forms import JoinForm, role_choices
from core.memberships.models import RequestStatus
from core.memberships.services import joining as service
from core.users.roles import ROLES
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.limits import GUESS, SIGN_IN, by_email, limiter
from core.web.submission import once

bp = Blueprint("core_join", __name__, url_prefix="/r/<region>/join")


@bp.route("/", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(SIGN_IN, methods=["POST"])
@limiter.limit(SIGN_IN, methods=["POST"], key_func=by_email)
@once
def ask() -> Any:
    """Ask for a role. The answer is the same whoever has the address."""
    region, user = current_region(), current_user()
    form = JoinForm(email=user.email if user else "", name=user.name if user else "")
    form.role.choices = role_choices(service.ROLES_TO_ASK)
    if form.validate_on_submit():
        try:
            with atomic():
                made = service.ask(
                    region=region,
                    email=form.email.data or "",
                    name=form.name.data or "",
                    organisation_name=form.organisation_name.data or "",
                    role=form.role.data,
                    message=form.message.data or "",
                    user=user,
                )
            return redirect(url_for("core_join.sent", state=made.status))
        except DomainError as error:
            form.add_error(error)
    return render_template("membership/join.html", form=form)


@bp.get("/sent")
@public("GET")
def sent() -> str:
    """What happens now."""
    state = request.args.get("state", "")
    return render_template("membership/join_sent.html", state=state if state in list(RequestStatus) else RequestStatus.UNCONFIRMED)


@bp.route("/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
@once
def confirm(token: str) -> Any:
    """A button on GET, so that mail scanners confirm nothing."""
    region = current_region()
    try:
        if request.method == "POST":
            with atomic():
                found = service.confirm(region=region, token=token)
            return redirect(url_for("core_join.sent", state=found.status))
        found = service.look(region, token)
    except Gone as error:
        return render_template("errors/410.html", message=error.message, code=error.code), 410
    return render_template("membership/join_confirm.html", found=found, role=ROLES[found.role])
