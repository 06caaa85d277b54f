"""The public pages: needs, check-lists, and check-lists on paper. Nothing is stored about who reads them or what they choose."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for

from core.documents import render_pdf
from core.i18n import language
from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.limits import SEARCH, limiter
from plugins.guidance.adapted import document, lists
from plugins.guidance.adapted.easy import easy_lines
from plugins.guidance.adapted.models import CODE_LENGTH
from plugins.guidance.adapted.needs import needs
from plugins.guidance.adapted.quiet import quiet
from plugins.guidance.pages.forms import SearchForm
from plugins.guidance.permissions import EDIT, WORKSPACE
from plugins.guidance.texts.languages import LANGUAGES, direction
from plugins.guidance.views import bp
from plugins.guidance.workspace.queries import newest

CODE = f"<string(maxlength={CODE_LENGTH}):code>"


@bp.get("/adapted")
@public("GET")
def adapted() -> Any:
    """Needs to choose, and all check-lists."""
    region = current_region()
    form = SearchForm(region, request.args)
    page = render_template(
        "guidance/adapted/start.html",
        form=form,
        needs=needs(region),
        lists=lists.lists(region),
        edits=may(current_user(), region, EDIT),
    )
    return quiet(page, form)


@bp.get(f"/checklists/{CODE}")
@public("GET")
def checklist(code: str) -> str:
    """A check-list to read, tick and print."""
    region, user = current_region(), current_user()
    found = lists.checklist(region, code, request.args.get("language") or language())
    steps, keeps = lists.steps(found), may(user, region, WORKSPACE)
    return render_template(
        "guidance/adapted/checklist.html",
        found=found,
        steps=steps,
        is_easy=request.args.get("form") == "easy",
        easy_lines=easy_lines,
        tongues=LANGUAGES,
        direction=direction,
        prints=document.can_be_set(found, steps),
        keeps=keeps,
        newest=newest(region, user) if keeps and user is not None else "",
        edits=may(user, region, EDIT),
        back=f"{request.path}?{request.query_string.decode()}" if request.query_string else request.path,
    )


@bp.get(f"/checklists/{CODE}.pdf")
@public("GET")
@limiter.limit(SEARCH)
def checklist_sheet(code: str) -> Any:
    """A check-list on paper. One in letters that cannot be set is printed from the browser."""
    region = current_region()
    found = lists.checklist(region, code, request.args.get("language") or language())
    steps, is_easy = lists.steps(found), request.args.get("form") == "easy"
    if not document.can_be_set(found, steps):
        return redirect(url_for("guidance.checklist", code=code, language=found.language, form="easy" if is_easy else None))
    site = str(current_app.extensions["samkraft_settings"].public_url).rstrip("/")
    made = document.paper(region, found, steps, site=site, is_easy=is_easy)
    answer = Response(render_pdf(made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return answer
