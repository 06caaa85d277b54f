"""The secrecy marker of a need, for the region's own staff."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.employer_needs.answering import secrecy as service
from plugins.employer_needs.commitments.forms import WithdrawForm
from plugins.employer_needs.links import path
from plugins.employer_needs.queries import overview as queries
from plugins.employer_needs.views.blueprint import bp
from plugins.employer_needs.views.overview import visible

MANAGE = "employer_needs.round.manage"


@bp.route("/behov/<int:need_id>/sekretess", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def need_secrecy(need_id: int) -> Any:
    """Set the marker or take it away, with the reason."""
    region = current_region()
    need, response = queries.need_with_response(need_id, lock=request.method == "POST")
    if need.region_id != region.id or not visible(need):
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    form = WithdrawForm()
    if request.method == "POST" and form.validate():
        try:
            service.mark(
                region=region, response=response, need=need, secret=request.form.get("mark") == "yes", reason=form.reason.data or ""
            )
        except DomainError as error:
            if error.field is None:
                raise
            form.add_error(error)
        else:
            return redirect(path("need_page", need_id=need.id))
    page = render_template("employer_needs/staff/secrecy.html", form=form, need=need)
    return (page, 422) if request.method == "POST" else page
