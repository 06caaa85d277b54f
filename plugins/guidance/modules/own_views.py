"""One's own page, its document, and taking away what one has written. Nobody sees them in anybody's place."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.documents import render_pdf
from core.errors import Forbidden
from core.i18n import gettext as _
from core.users.models import User
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.limits import SEARCH, limiter
from core.web.submission import once
from plugins.guidance.modules import document, own, progress, queries, words
from plugins.guidance.modules.public import keeper
from plugins.guidance.modules.views import ONE, STEP
from plugins.guidance.permissions import LEARN
from plugins.guidance.views import bp


def _me() -> User:
    found = keeper(require_user())
    if found is None:
        raise Forbidden(_("Kompetensutvecklingen kan bara läsas av den som den handlar om."))
    return found


@bp.get("/modules/mine")
@requires(GET=LEARN)
def my_learning() -> str:
    """One's own competence development."""
    region, user = current_region(), _me()
    rows, certified = own.mine(region, user.id), own.certified(region, user.id)
    return render_template(
        "guidance/modules/mine.html",
        rows=rows,
        certified=certified,
        answers=own.answers(region, user.id),
        finished=[each for each in rows if each.state == "finished"],
        hours=document.hours_of(rows),
        certified_hours=document.certified_hours(certified),
        words=words,
    )


@bp.get("/modules/mine.pdf")
@requires(GET=LEARN)
@limiter.limit(SEARCH)
def my_learning_sheet() -> Response:
    """The summary for the talk with one's manager. One's answers are in it only when one asks for that."""
    region, user = current_region(), _me()
    answers = own.answers(region, user.id) if request.args.get("answers") == "1" else []
    made = document.summary(region, user.name, own.mine(region, user.id), own.certified(region, user.id), answers)
    answer = Response(render_pdf(made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{_("kompetensutveckling")}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post(f"{STEP}/answer/remove")
@requires(POST=LEARN)
@once
def remove_answer(module_id: int, step_id: int) -> Any:
    """Take away what one has written, if anything. The step stays done."""
    user = _me()
    found = queries.open_module(current_region(), user.id, module_id)
    row = own.row_of(user.id, queries.any_step(found, step_id))
    with atomic():
        if row is not None:
            progress.remove_answer(row=row)
    flash(_("Svaret är borttaget."), "success")
    return redirect(url_for("guidance.my_learning"))


@bp.post(f"{ONE}/forget")
@requires(POST=LEARN)
@once
def forget_module(module_id: int) -> Any:
    """Throw away all that is known of oneself and a module, if anything."""
    user = _me()
    found = queries.open_module(current_region(), user.id, module_id)
    row = own.progress_of(user.id, found, lock=True)
    with atomic():
        if row is not None:
            progress.forget(own=row)
    flash(_("Det du har gjort i modulen %(title)s är borttaget.", title=found.title), "success")
    return redirect(url_for("guidance.my_learning"))
