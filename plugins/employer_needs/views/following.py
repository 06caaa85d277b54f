"""Following an answer's needs by mail. Public throughout: the answer's link asks, the mailed link confirms, reads and ends."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request

from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.users.service import normalise_email
from core.web.access import public
from core.web.context import current_region
from core.web.csrf import csrf
from core.web.limits import GUESS, PUBLIC_POST, limiter
from core.web.submission import once
from plugins.employer_needs.answering import following as service
from plugins.employer_needs.answering.models import Follower
from plugins.employer_needs.forms.answer import ResumeForm
from plugins.employer_needs.links import path
from plugins.employer_needs.models import Response
from plugins.employer_needs.queries import answers as queries
from plugins.employer_needs.values import ResponseStatus
from plugins.employer_needs.views.access import carried_key, held
from plugins.employer_needs.views.blueprint import bp


@bp.route("/svar/<reference>/folj", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(GUESS, methods=["POST"])
@once
def ask_to_follow(reference: str) -> Any:
    """Where to mail what happens. The answer is the same whether the address follows already or not."""
    response = held(reference, lock=request.method == "POST", by_key=True)
    if response.status != ResponseStatus.SENT:
        abort(404)
    form = ResumeForm(data={"email": response.contact_email})
    back_url = path("status", reference=response.reference, **carried_key())
    if request.method == "POST" and form.validate():
        try:
            address = normalise_email(form.email.data or "")
        except DomainError as error:
            form.add_error(error)
        else:
            service.ask(region=current_region(), response=response, email=address)
            flash(_("Vi har mejlat %(address)s. Öppna länken i mejlet, så börjar mejlen komma.", address=address))
            return redirect(back_url)
    page = render_template("employer_needs/answer/follow_ask.html", form=form, response=response, back_url=back_url)
    return (page, 422) if request.method == "POST" else page


def _follower(token: str) -> Follower:
    found = service.by_token(current_region(), token)
    if found is None:
        abort(404)
    return found


@bp.route("/folj/<token>", methods=["GET", "POST"])
@public("GET", "POST")
@once
def follow(token: str) -> Any:
    """Say yes to the mails. A look changes nothing: mail scanners open links."""
    follower = _follower(token)
    if request.method == "POST":
        service.confirm(region=current_region(), follower=follower)
        flash(_("Du får nu mejl när något händer med behoven."))
        return redirect(path("followed", token=token))
    return render_template("employer_needs/answer/follow.html", response=get(Response, follower.response_id))


@bp.get("/folj/<token>/behov")
@public("GET")
def followed(token: str) -> Any:
    """What has happened, to read and not to change."""
    follower = _follower(token)
    if follower.confirmed_at is None:
        return redirect(path("follow", token=token))
    response = get(Response, follower.response_id)
    needs = queries.needs_of(response)
    return render_template(
        "employer_needs/answer/status.html",
        response=response,
        needs=needs,
        trails=queries.trails(needs),
        follower=follower,
        stop_url=path("unfollow", token=token),
    )


@bp.route("/folj/<token>/sluta", methods=["GET", "POST"])
@public("GET", "POST")
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.limit(PUBLIC_POST, methods=["POST"])
def unfollow(token: str) -> Any:
    """No more mails (RFC 8058): a mail program posts here, without cookies. Answers with a page, and may be repeated."""
    follower = _follower(token)
    done = request.method == "POST"
    if done:
        with atomic():
            service.end(region=current_region(), follower=follower)
    return render_template("employer_needs/answer/unfollow.html", done=done, response=get(Response, follower.response_id))
