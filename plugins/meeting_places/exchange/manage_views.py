"""Where a meeting's organisers let posts through, and hide what should not stand there."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.meeting_places.exchange import queries, service, words
from plugins.meeting_places.exchange.forms import HideForm
from plugins.meeting_places.exchange.views import ONE, POST
from plugins.meeting_places.meetings.service import own_meeting
from plugins.meeting_places.permissions import MANAGE
from plugins.meeting_places.views import bp


@bp.get(f"{ONE}/moderate")
@requires(GET=MANAGE)
def moderate_questions(meeting_id: int) -> str:
    """All posts of a meeting, those that wait first."""
    meeting = own_meeting(current_region(), require_user(), meeting_id)
    page = queries.to_moderate(meeting, number=request.args.get("page", 1, type=int))
    return render_template("meeting_places/exchange/moderate.html", meeting=meeting, page=page, words=words)


@bp.post(f"{POST}/show")
@requires(POST=MANAGE)
@once
def show_post(meeting_id: int, post_id: int) -> Any:
    """Let a post be seen."""
    region = current_region()
    meeting = own_meeting(region, require_user(), meeting_id)
    with atomic():
        service.show(region=region, meeting=meeting, post=queries.one(meeting, post_id, lock=True))
    flash(_("Inlägget visas."), "success")
    return redirect(url_for("meeting_places.moderate_questions", meeting_id=meeting.id))


@bp.route(f"{POST}/hide", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def hide_post(meeting_id: int, post_id: int) -> Any:
    """Take a post out of sight, with the reason."""
    region, posted = current_region(), request.method == "POST"
    meeting = own_meeting(region, require_user(), meeting_id)
    post = queries.one(meeting, post_id, lock=posted)
    form = HideForm(request.form if posted else None, data={"reason": post.hidden_reason})
    if posted and form.validate():
        with atomic():
            service.hide(region=region, meeting=meeting, post=post, reason=" ".join((form.reason.data or "").split()))
        flash(_("Inlägget är dolt."), "success")
        return redirect(url_for("meeting_places.moderate_questions", meeting_id=meeting.id))
    return render_template("meeting_places/exchange/hide.html", meeting=meeting, post=post, form=form), 422 if posted else 200
