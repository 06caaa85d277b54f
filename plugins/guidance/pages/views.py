"""The public pages: find an occupation, read its page, print it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, current_app, render_template, request

from core.documents import render_pdf
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import language
from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.limits import SEARCH, limiter
from plugins.guidance.adapted import lists as adapted
from plugins.guidance.adapted.fitting import MOST, fit
from plugins.guidance.adapted.quiet import QUIET, chips, quiet
from plugins.guidance.adapted.words import sentences
from plugins.guidance.pages import document, easy, queries
from plugins.guidance.pages.forms import SearchForm
from plugins.guidance.permissions import EDIT, WORKSPACE
from plugins.guidance.texts.languages import LANGUAGES, direction
from plugins.guidance.views import bp
from plugins.guidance.workspace import queries as workspace

ONE = "/occupations/<string(length=4):group>"


@bp.get("/")
@public("GET")
@limiter.limit(SEARCH)
def start() -> Any:
    """Find an occupation in a municipality. Needs that are chosen here follow to the occupation's page."""
    region = current_region()
    form = SearchForm(region, request.args)
    page = render_template(
        "guidance/pages/start.html",
        form=form,
        chips=chips(form),
        hits=queries.search(region, form.text),
        known=queries.with_something(region) if not form.text else [],
    )
    return quiet(page, form)


@bp.get(ONE)
@public("GET")
def occupation(group: str) -> Any:
    """The page for an occupation group in a place; what meets the chosen needs comes first."""
    region, user = current_region(), current_user()
    form = SearchForm(region, request.args)
    page = queries.page(region, user, group, form.place)
    fitting = fit(page.sections, form.chosen)
    page = replace(page, sections=fitting.sections)
    place = name_of(page.municipality) if page.municipality else region.name
    if request.args.get("form") == "easy":
        chapters = easy.chapters(page, language())
        return quiet(render_template("guidance/pages/easy.html", page=page, place=place, chapters=chapters, form=form), form)
    told = {need.checklist for need in form.chosen if need.checklist}
    body = render_template(
        "guidance/pages/occupation.html",
        page=page,
        place=place,
        form=form,
        fitting=fitting,
        sentences=sentences,
        most=MOST,
        chips=chips(form),
        checklists=[each for each in adapted.lists(region) if each.code in told or (each.is_general and not told)],
        tongues=LANGUAGES,
        direction=direction,
        edits=may(user, region, EDIT),
        keeps=may(user, region, WORKSPACE),
        newest=workspace.newest(region, user) if user is not None and may(user, region, WORKSPACE) else "",
        back=f"{request.path}?{request.query_string.decode()}" if request.query_string else request.path,
    )
    return quiet(body, form)


@bp.get(f"{ONE}.pdf")
@public("GET")
@limiter.limit(SEARCH)
def sheet(group: str) -> Response:
    """The page as a sheet to print."""
    region = current_region()
    form = SearchForm(region, request.args)
    page = queries.page(region, None, group, form.place)
    page = replace(page, sections=fit(page.sections, form.chosen).sections)
    site = str(current_app.extensions["samkraft_settings"].public_url).rstrip("/")
    made = document.sheet(region, page, site=site, is_easy=request.args.get("form") == "easy", chosen=form.chosen)
    answer = Response(render_pdf(made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{_("yrke")}-{group}.pdf"'
    if form.chosen:
        answer.headers.update(QUIET)
    return answer
