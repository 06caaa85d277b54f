"""What every public service must tell of itself: accessibility, personal data, and a way to say what one thinks."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from core.accessibility.queries import known_faults, statement
from core.db import atomic
from core.errors import DomainError
from core.feedback import service
from core.feedback.forms import FeedbackForm, VoteForm
from core.feedback.models import FeedbackKind
from core.web.access import public
from core.web.context import current_region
from core.web.csrf import csrf
from core.web.limits import FEEDBACK, limiter
from core.web.redirects import safe_path
from core.web.submission import once

bp = Blueprint("core_about", __name__, url_prefix="/r/<region>")


@bp.get("/tillganglighet")
@public("GET")
def accessibility() -> str:
    """The accessibility statement (*tillgänglighetsredogörelse*)."""
    region = current_region()
    return render_template("about/accessibility.html", statement=statement(region), faults=known_faults(region))


@bp.get("/privacy")
@public("GET")
def privacy() -> str:
    """What is kept about people here, why, and whom to ask."""
    return render_template("about/privacy.html")


@bp.route("/feedback", methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(FEEDBACK, methods=["POST"])
@once
def feedback() -> Any:
    """Say what one thinks; anonymous for who wants that. Becomes a case with a deadline."""
    region = current_region()
    kind = request.args.get("kind", "")
    form = FeedbackForm(kind=FeedbackKind(kind) if kind in list(FeedbackKind) else None, endpoint=_known(request.args.get("page", "")))
    if form.validate_on_submit():
        try:
            with atomic():
                sent = service.send(
                    region=region,
                    kind=form.kind.data,
                    text=form.text.data or "",
                    email=form.email.data or "",
                    endpoint=_known(form.endpoint.data or ""),
                )
            return redirect(url_for("core_about.receipt", reference=service.reference(sent), due=sent.due_on))
        except DomainError as error:
            form.add_error(error)
    return render_template("about/feedback.html", form=form)


@bp.get("/feedback/sent")
@public("GET")
def receipt() -> str:
    """What happens with what was sent."""
    return render_template(
        "about/feedback_sent.html", reference=request.args.get("reference", "")[:20], due=request.args.get("due", type=date.fromisoformat)
    )


@bp.post("/feedback/vote")
@public("POST")
@limiter.limit(FEEDBACK, methods=["POST"])
@csrf.exempt  # type: ignore[untyped-decorator]
@once
def vote() -> Any:
    """Whether a page was useful. No token is asked for: the vote is anybody's and says nothing about who gave it, so that a
    public page need not set a cookie. A browser that says that another site sent the form is refused all the same."""
    form = VoteForm()
    text = (form.text.data or "").strip()[: service.MAX_TEXT]
    useful = {"yes": True, "no": False}.get(form.useful.data or "")
    page = _known(form.endpoint.data or "")
    if page and (text or useful is not None):
        with atomic():
            service.vote(region=current_region(), endpoint=page, useful=useful, text=text)
    return redirect(url_for("core_about.thanks", back=safe_path(request.form.get("back", ""), url_for("core_region.start"))))


@bp.get("/feedback/thanks")
@public("GET")
def thanks() -> str:
    """Thanks, and the way back."""
    return render_template("about/thanks.html", back=safe_path(request.args.get("back", ""), url_for("core_region.start")))


def _known(endpoint: str) -> str:
    """An endpoint of this application, or nothing: what a visitor may write is not kept as a page's name."""
    return endpoint if endpoint in current_app.view_functions else ""
