"""To an identity provider and back, and the identities on the account page."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from core.audit.service import record
from core.db import atomic, get, utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language
from core.regions.models import Region
from core.users.oidc import flow, service
from core.users.oidc.metadata import ProviderFault
from core.users.oidc.models import IdentityProvider
from core.users.oidc.queries import identities_of, usable, usable_one
from core.users.once_only import claim
from core.users.strength import OIDC
from core.users.views.finish import first_step_done
from core.web.access import public, signed_in
from core.web.context import require_user
from core.web.limits import GUESS, limiter
from core.web.reauth import recent_sign_in
from core.web.redirects import safe_path
from core.web.submission import once

bp = Blueprint("core_oidc", __name__)
KEY = "oidc_attempt"
log = logging.getLogger(__name__)


def _callback(provider: IdentityProvider) -> str:
    """Where a provider sends people back: an address for each, so that no provider can answer for another (mix-up, RFC 9700 4.4)."""
    return url_for("core_oidc.callback", provider_id=provider.id, _external=True)


@bp.get("/sign-in/with/<int:provider_id>")
@public("GET")
@limiter.limit(GUESS)
def start(provider_id: int) -> Response:
    """Send the browser to a provider. Nothing changes here; the secrets of the attempt go into the signed cookie."""
    provider = usable_one(provider_id)
    attempt = flow.begin(provider, next_url=safe_path(request.args.get("next", ""), ""))
    try:
        url = flow.authorization_url(provider, service.client_secret(provider), attempt, _callback(provider), language())
    except ProviderFault as fault:
        return _failed(provider, fault.code, fault.detail)
    session[KEY] = attempt.kept()
    return redirect(url)


@bp.get("/sign-in/callback/<int:provider_id>")
@public("GET")
@limiter.limit(GUESS)
def callback(provider_id: int) -> Response:
    """Back from a provider. Without an attempt of this browser nothing happens, so that nobody can be signed in by a link."""
    provider = usable_one(provider_id)
    kept = session.pop(KEY, None)
    doubled = any(len(values) > 1 for values in request.args.to_dict(flat=False).values())
    if not isinstance(kept, dict) or kept.get("provider") != provider.id or doubled:
        return _failed(provider, "no_attempt")
    attempt = flow.Attempt(**kept)
    try:
        person = flow.finish(provider, service.client_secret(provider), attempt, request.args, _callback(provider))
        with atomic():
            if not claim(f"oidc:{attempt.state}", until=utcnow() + timedelta(seconds=2 * flow.ATTEMPT_SECONDS)):
                return _failed(provider, "used")
            if attempt.link_to:
                return _tie(provider, attempt, person)
            user = service.account_of(provider, person)
            return first_step_done(user, amr=[OIDC], acr=person.acr, next_url=attempt.next_url)
    except ProviderFault as fault:
        return _failed(provider, fault.code, fault.detail)
    except DomainError as error:
        return _failed(provider, error.code, message=error.message)


def _tie(provider: IdentityProvider, attempt: flow.Attempt, person: flow.Person) -> Response:
    user = require_user()
    if user.id != attempt.link_to:
        raise DomainError(_("Ett annat konto loggade in under tiden. Försök igen."), code="other_account")
    service.tie(user, provider, person)
    flash(_("Du kan nu logga in med %(name)s.", name=provider.name), "success")
    return redirect(url_for("core_oidc.identities"))


def _failed(provider: IdentityProvider, code: str, detail: str = "", message: str = "") -> Response:
    """Say that it did not work, and what else can be done. The cause is in the log; the visitor sees a short code to name."""
    log.warning("sign-in with identity provider %s failed: %s %s", provider.id, code, detail)
    with atomic():
        region = get(Region, provider.region_id)
        record("core.sign_in.failed", region=region, subject=f"core:identity_provider:{provider.id}", reason=code)
    page = render_template("auth/oidc_failed.html", provider=provider, code=code, message=message)
    return Response(page, status=400, mimetype="text/html")


@bp.get("/account/identities")
@signed_in("GET")
def identities() -> str:
    """The identity providers that a person signs in with."""
    user = require_user()
    tied = identities_of(user)
    known = {row.issuer for row in tied}
    offered = [(provider, region) for provider, region in usable() if provider.issuer not in known]
    return render_template("account/identities.html", identities=tied, offered=offered)


@bp.post("/account/identities/tie/<int:provider_id>")
@signed_in("POST")
@recent_sign_in()
@once
def tie(provider_id: int) -> Response:
    """Begin to tie an identity to the account. Asked for by a form, so that no other site can begin it for the user."""
    provider = usable_one(provider_id)
    session[KEY] = flow.begin(provider, next_url="", link_to=require_user().id).kept()
    return redirect(url_for("core_oidc.leave"))


@bp.get("/account/identities/tie")
@signed_in("GET")
def leave() -> Any:
    """A page with the link to the provider: a form may only lead to this site, also by way of a redirect (form-action)."""
    kept = session.get(KEY)
    if not isinstance(kept, dict) or kept.get("link_to") != require_user().id:
        return redirect(url_for("core_oidc.identities"))
    provider = usable_one(int(kept["provider"]))
    try:
        url = flow.authorization_url(provider, service.client_secret(provider), flow.Attempt(**kept), _callback(provider), language())
    except ProviderFault as fault:
        return _failed(provider, fault.code, fault.detail)
    return render_template("account/identity_leave.html", provider=provider, url=url)


@bp.post("/account/identities/<int:identity_id>/untie")
@signed_in("POST")
@recent_sign_in()
@once
def untie(identity_id: int) -> Response:
    """Stop signing in with an identity. Another person's is as one that does not exist."""
    with atomic():
        service.untie(require_user(), identity_id)
    flash(_("Inloggningstjänsten är bortkopplad. Du kan alltid logga in med mejl."), "success")
    return redirect(url_for("core_oidc.identities"))
