"""The administrator's pages of webhooks: which there are, how deliveries go, and what can be done when they do not."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for

from core.api.permissions import MANAGE_WEBHOOKS as MANAGE
from core.api.queries import tellable
from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.users.queries import permissions
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.reauth import recent_sign_in
from core.web.submission import once
from core.webhooks import queries, service
from core.webhooks.forms import WebhookForm

bp = Blueprint("core_webhook_admin", __name__, url_prefix="/r/<region>/admin/webhooks")
FRESH = "fresh_webhook_secret"  # a new secret waits here for the next page, where it is shown once


def _number() -> int:
    return request.args.get("page", 1, type=int)


def _to(webhook_id: int) -> Any:
    return redirect(url_for("core_webhook_admin.webhook", webhook_id=webhook_id))


@bp.get("/")
@requires(GET=MANAGE)
def webhooks() -> str:
    """Every webhook of the region."""
    region = current_region()
    return render_template("webhooks/list.html", page=queries.webhooks(region, number=_number()), failed=queries.failed(region))


@bp.route("/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in()
@once
def new_webhook() -> Any:
    """Make a webhook."""
    region, user = current_region(), require_user()
    allowed = tellable(region, permissions(user, region))
    form = WebhookForm()
    form.events.choices = [(name, name) for name in allowed]
    if form.validate_on_submit():
        try:
            found, secret = service.create_webhook(
                region=region,
                url=form.url.data or "",
                events=form.events.data or [],
                description=form.description.data or "",
                allowed=allowed,
                actor=user,
            )
        except DomainError as error:
            form.add_error(error)
        else:
            session[FRESH] = secret
            return _to(found.id)
    page = render_template("webhooks/form.html", form=form, any_events=bool(allowed))
    return (page, 422) if request.method == "POST" else page


@bp.get("/<int:webhook_id>")
@requires(GET=MANAGE)
def webhook(webhook_id: int) -> str:
    """One webhook and its deliveries."""
    found = queries.webhook(current_region(), webhook_id)
    page = queries.deliveries(found, number=_number())
    return render_template("webhooks/detail.html", webhook=found, page=page, fresh=session.pop(FRESH, None))


@bp.post("/<int:webhook_id>/test")
@requires(POST=MANAGE)
@once
def send_test(webhook_id: int) -> Any:
    """Send a message that says nothing."""
    region = current_region()
    service.send_test(region=region, found=queries.webhook(region, webhook_id))
    flash(_("Ett provmeddelande är på väg. Läs in sidan igen för att se hur det gick."))
    return _to(webhook_id)


@bp.post("/<int:webhook_id>/switch")
@requires(POST=MANAGE)
@once
def switch_webhook(webhook_id: int) -> Any:
    """Switch a webhook off, or on again."""
    region = current_region()
    found = queries.webhook(region, webhook_id, lock=True)
    service.change_webhook(region=region, found=found, allowed=(), active=not found.active)
    flash(_("Webhooken är påslagen.") if found.active else _("Webhooken är avslagen. Inga meddelanden skickas."), "success")
    return _to(webhook_id)


@bp.post("/<int:webhook_id>/secret")
@requires(POST=MANAGE)
@recent_sign_in()
@once
def rotate_secret(webhook_id: int) -> Any:
    """Give it a new secret."""
    region = current_region()
    session[FRESH] = service.rotate_secret(region=region, found=queries.webhook(region, webhook_id, lock=True))
    return _to(webhook_id)


@bp.route("/<int:webhook_id>/delete", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def delete_webhook(webhook_id: int) -> Any:
    """Ask, then delete."""
    region = current_region()
    found = queries.webhook(region, webhook_id, lock=request.method == "POST")
    if request.method == "POST":
        service.delete_webhook(region=region, found=found)
        flash(_("Webhooken är borttagen."), "success")
        return redirect(url_for("core_webhook_admin.webhooks"))
    return render_template("webhooks/delete.html", webhook=found)


@bp.post("/<int:webhook_id>/deliveries/<int:delivery_id>/retry")
@requires(POST=MANAGE)
@once
def retry_delivery(webhook_id: int, delivery_id: int) -> Any:
    """Try a delivery again that was given up."""
    region = current_region()
    found = queries.webhook(region, webhook_id)
    try:
        with atomic():
            service.retry_delivery(region=region, delivery=queries.delivery(found, delivery_id))
        flash(_("Vi försöker skicka meddelandet igen."))
    except DomainError as error:
        flash(error.message, "info")
    return _to(webhook_id)
