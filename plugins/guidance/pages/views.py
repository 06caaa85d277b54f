"""The public pages: find an occupation, read its page, print it."""

from __future__ import annotations

from flask import Response, current_app, render_template, request

from core.documents import render_pdf
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import language
from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from core.web.access import public
from core.web.context import current_region, current_user
from core.web.limits import SEARCH, limiter
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
def start() -> str:
    """Find an occupation in a municipality."""
    region = current_region()
    form = SearchForm(region, request.args)
    return render_template(
        "guidance/pages/start.html",
        form=form,
        hits=queries.search(region, form.text),
        known=queries.with_something(region) if not form.text else [],
    )


@bp.get(ONE)
@public("GET")
def occupation(group: str) -> str:
    """The page for an occupation group in a place."""
    region, user = current_region(), current_user()
    form = SearchForm(region, request.args)
    page = queries.page(region, user, group, form.place)
    place = name_of(page.municipality) if page.municipality else region.name
    if request.args.get("form") == "easy":
        chapters = easy.chapters(page, language())
        return render_template("guidance/pages/easy.html", page=page, place=place, chapters=chapters)
    return render_template(
        "guidance/pages/occupation.html",
        page=page,
        place=place,
        form=form,
        tongues=LANGUAGES,
        direction=direction,
        edits=may(user, region, EDIT),
        keeps=may(user, region, WORKSPACE),
        newest=_newest(region, user),
        back=f"{request.path}?{request.query_string.decode()}" if request.query_string else request.path,
    )


def _newest(region: Region, user: User | None) -> str:
    """The number of the list that a counsellor changed last, so that what is saved goes on there."""
    own = workspace.shortlists(region, user, size=1).items if user is not None and may(user, region, WORKSPACE) else []
    return str(own[0].id) if own else ""


@bp.get(f"{ONE}.pdf")
@public("GET")
@limiter.limit(SEARCH)
def sheet(group: str) -> Response:
    """The page as a sheet to print."""
    region = current_region()
    page = queries.page(region, None, group, SearchForm(region, request.args).place)
    site = str(current_app.extensions["samkraft_settings"].public_url).rstrip("/")
    made = document.sheet(region, page, site=site, is_easy=request.args.get("form") == "easy")
    answer = Response(render_pdf(made), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{_("yrke")}-{group}.pdf"'
    return answer
