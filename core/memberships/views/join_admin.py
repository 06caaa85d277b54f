"""The administrators' pages of requests for roles, and of the e-mail domains that are known."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.memberships import queries
from core.memberships.forms import DecisionForm, DomainForm
from core.memberships.models import JoinRequest, RequestStatus
from core.memberships.services import domains as domain_service
from core.memberships.services import joining as service
from core.records.people import protected_addresses
from core.users.roles import ROLES
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_join_admin", __name__, url_prefix="/r/<region>/admin")
MANAGE = "core.member.manage"


@bp.get("/requests")
@requires(GET=MANAGE)
def queue() -> str:
    """Requests that wait, oldest first."""
    page = queries.pending_requests(current_region(), number=request.args.get("page", 1, type=int))
    hidden = protected_addresses(found.email for found in page.items)
    return render_template("administration/requests.html", page=page, roles=ROLES, hidden=hidden)


@bp.route("/requests/<int:request_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in(methods=("POST",))
@once
def decide(request_id: int) -> Any:
    """Say yes or no to one request."""
    region, actor, found = current_region(), require_user(), get(JoinRequest, request_id)
    form = DecisionForm(role=found.role, organisation=str(found.organisation_id or ""))
    form.offer(queries.grantable(actor, region), queries.organisations(region))
    if form.validate_on_submit():
        try:
            with atomic():
                if request.form.get("action") == "refuse":
                    service.refuse(region=region, actor=actor, request_id=request_id, reason=form.reason.data or "")
                    said = _("Ansökan är avslagen. Personen får ett mejl.")
                else:
                    service.approve(
                        region=region,
                        actor=actor,
                        request_id=request_id,
                        role=form.role.data,
                        organisation_id=form.organisation_id,
                        reason=form.reason.data or "",
                    )
                    said = _("Ansökan är godkänd. Personen får ett mejl.")
            flash(said, "success")
            return redirect(url_for("core_join_admin.queue"))
        except DomainError as error:
            form.add_error(error)
    pending = found.status == RequestStatus.PENDING
    return render_template("administration/request.html", form=form, found=found, role=ROLES.get(found.role, found.role), pending=pending)


@bp.route("/domains", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@recent_sign_in(methods=("POST",))
@once
def domains() -> Any:
    """Which e-mail domains belong to which organisation, and what follows from it."""
    region, actor, form = current_region(), require_user(), DomainForm()
    form.offer([role for role in queries.grantable(actor, region) if role in service.ROLES_TO_ASK], queries.organisations(region))
    if form.validate_on_submit():
        try:
            with atomic():
                domain_service.add_domain(
                    region=region,
                    actor=actor,
                    domain=form.domain.data or "",
                    organisation_id=form.organisation_id,
                    role=form.role.data,
                    policy=form.policy.data,
                )
            flash(_("Domänen är tillagd."), "success")
            return redirect(url_for("core_join_admin.domains"))
        except DomainError as error:
            form.add_error(error)
    return render_template("administration/domains.html", form=form, domains=queries.domains(region), roles=ROLES)


@bp.post("/domains/<int:domain_id>/remove")
@requires(POST=MANAGE)
@recent_sign_in()
@once
def remove_domain(domain_id: int) -> Any:
    """Forget a domain."""
    with atomic():
        domain_service.remove_domain(region=current_region(), domain_id=domain_id)
    flash(_("Domänen är borttagen. De som har fått en roll behåller den."), "success")
    return redirect(url_for("core_join_admin.domains"))
