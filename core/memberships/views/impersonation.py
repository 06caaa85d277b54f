"""Looking at the region as somebody else: beginning and ending."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, session, url_for

from core.db import atomic, get, region_scope
from core.errors import DomainError
from core.i18n import gettext as _
from core.memberships.forms import ReasonForm
from core.memberships.models import Impersonation
from core.memberships.queries import person
from core.memberships.services import impersonating as service
from core.records.people import display_name
from core.regions.models import Region
from core.web.access import requires, signed_in
from core.web.context import current_region, current_session, require_user
from core.web.impersonation import KEY
from core.web.reauth import recent_sign_in
from core.web.submission import once

bp = Blueprint("core_impersonation", __name__)
USE = "core.member.impersonate"


@bp.route("/r/<region>/admin/people/<int:user_id>/view-as", methods=["GET", "POST"])
@requires(GET=USE, POST=USE)
@recent_sign_in()
@once
def start(user_id: int) -> Any:
    """Say why, and begin."""
    region, form = current_region(), ReasonForm()
    target = person(region, user_id)
    if form.validate_on_submit():
        try:
            with atomic():
                found = service.start(
                    region=region, actor=require_user(), session=current_session(), target_id=user_id, reason=form.reason.data or ""
                )
            session[KEY] = found.id
            return redirect(url_for("core_region.start"))
        except DomainError as error:
            form.add_error(error)
    return render_template(
        "administration/impersonate.html", form=form, person=target, called=display_name(target), minutes=service.MINUTES
    )


@bp.post("/view-as/end")
@signed_in("POST")
@once
def end() -> Any:
    """End, wherever one is."""
    running = g.get("impersonation")
    session.pop(KEY, None)
    if running is None:
        return redirect(url_for("core_site.landing"))
    region = get(Region, running.region_id)
    with region_scope(region.id), atomic():
        service.end(region=region, found=get(Impersonation, running.id, lock=True))
    flash(_("Visningen är avslutad. Personen får ett mejl om den."), "success")
    return redirect(url_for("core_region.start", region=region.slug))
