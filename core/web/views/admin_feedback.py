"""The administrators' pages of what visitors have said."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic, get
from core.errors import DomainError
from core.feedback import queries, service
from core.feedback.forms import AnswerForm
from core.feedback.models import Feedback
from core.i18n import gettext as _
from core.records.people import protected_addresses
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once

bp = Blueprint("core_feedback", __name__, url_prefix="/r/<region>/admin/feedback")
MANAGE = "core.feedback.manage"


@bp.get("/")
@requires(GET=MANAGE)
def cases() -> str:
    """What waits for an answer, nearest deadline first, and how each page was judged."""
    region, handled = current_region(), request.args.get("state") == "handled"
    page = queries.cases(region, handled=handled, number=request.args.get("page", 1, type=int))
    votes = [(page_name(row.endpoint), row.yes, row.no) for row in queries.votes(region)]
    return render_template("administration/feedback.html", page=page, handled=handled, votes=votes, today=today(), named=page_name)


@bp.route("/<int:feedback_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def case(feedback_id: int) -> Any:
    """One case: what was said, and the answer."""
    found, form = get(Feedback, feedback_id), AnswerForm()
    if form.validate_on_submit():
        try:
            with atomic():
                service.handle(region=current_region(), feedback_id=feedback_id, actor=require_user(), answer=form.answer.data or "")
            flash(_("Synpunkten är hanterad."), "success")
            return redirect(url_for("core_feedback.cases"))
        except DomainError as error:
            form.add_error(error)
    return render_template(
        "administration/feedback_case.html",
        form=form,
        case=found,
        reference=service.reference(found),
        hidden=bool(protected_addresses([found.email])),
        page=page_name(found.endpoint),
    )


def page_name(endpoint: str) -> str:
    """A page as its address reads, without the region's part."""
    rule = (
        next((r.rule for r in current_app.url_map.iter_rules(endpoint) if endpoint in current_app.view_functions), "") if endpoint else ""
    )
    return rule.removeprefix("/r/<region>") or rule or endpoint
