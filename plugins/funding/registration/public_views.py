"""The public pages of self-registration. Nothing here tells whether somebody is registered."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from core.web.submission import once
from plugins.funding.projects.models import Project
from plugins.funding.projects.queries import project as project_of
from plugins.funding.registration import mails, queries, service
from plugins.funding.registration.forms import JoinForm
from plugins.funding.registration.models import RegistrationLink
from plugins.funding.registration.wording import paragraphs
from plugins.funding.views import bp

JOIN = "/join/<token>"
_HEADERS = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def _link(token: str, *, lock: bool = False) -> tuple[RegistrationLink | None, Project | None]:
    region = current_region()
    link = queries.link_by_token(region, token, lock=lock)
    return link, project_of(region, link.project_id) if link is not None else None


def _closed(link: RegistrationLink | None) -> Any:
    """Why nobody can register by the link."""
    page = render_template("funding/registration/closed.html", link=link)
    return page, 404 if link is None else 410, _HEADERS


@bp.route(JOIN, methods=["GET", "POST"])
@public("GET", "POST")
@limiter.limit(PUBLIC_POST, methods=["POST"])
@once
def join(token: str) -> Any:
    """Public, because the link itself is the right: the project has given it to those who take part."""
    region, posted, status = current_region(), request.method == "POST", 200
    link, project = _link(token, lock=posted)
    if link is None or project is None or not queries.takes_registrations(link):
        return _closed(link)
    form = JoinForm(request.form if posted else None)
    if posted:
        if form.website.data:  # only a program sees the field
            return redirect(url_for("funding.joined", token=token))
        status = 422
        if form.validate():
            try:
                with atomic():
                    made = service.register(region=region, link=link, facts=form.facts())
                    mails.receipt(region, project, link, made)
                return redirect(url_for("funding.joined", token=token))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "funding/registration/join.html", link=link, project=project, form=form, token=token, parts=paragraphs(link.text)
    )
    return page, status, _HEADERS


@bp.get(f"{JOIN}/received")
@public("GET")
def joined(token: str) -> Any:
    """Public: the receipt, the same for everybody who registers, also for who is registered already."""
    link, project = _link(token)
    if link is None or project is None:
        return _closed(None)
    page = render_template("funding/registration/joined.html", link=link, project=project, parts=paragraphs(link.text))
    return page, 200, _HEADERS


@bp.get(f"{JOIN}/protected")
@public("GET")
def join_protected(token: str) -> Any:
    """Public: the way for who has protected identity. Nothing is asked and nothing is stored."""
    link, project = _link(token)
    if link is None or project is None:
        return _closed(None)
    page = render_template(
        "funding/registration/protected.html",
        link=link,
        project=project,
        token=token,
        funder=project.funder or _("Finansiären"),
    )
    return page, 200, _HEADERS
