"""The demo's helpers: the mails that would have been sent, and one sign-in per role. Never registered in production."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup, escape

from core.db import get
from core.demo import people
from core.mail import queries
from core.mail.models import Mail
from core.web.access import public

bp = Blueprint("core_dev", __name__, url_prefix="/dev")
_URL = re.compile(r"https?://[^\s<>\"]+")


@bp.get("/mail")
@public("GET")
def mails() -> str:
    """Mails, newest first."""
    page = queries.newest(number=request.args.get("page", 1, type=int), recipient=request.args.get("to", "").strip()[:254])
    return render_template("dev/mail.html", page=page, to=request.args.get("to", ""))


@bp.get("/mail/<int:mail_id>")
@public("GET")
def mail(mail_id: int) -> str:
    """One mail, its links clickable."""
    found = get(Mail, mail_id)
    return render_template("dev/mail_detail.html", mail=found, body=_linked(found.body))


def _linked(text: str) -> Markup:
    parts: list[Any] = []
    end = 0
    for match in _URL.finditer(text):
        parts += [escape(text[end : match.start()]), Markup('<a href="{0}">{0}</a>').format(match.group())]
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


@bp.get("/sign-in")
@public("GET")
def roles() -> str:
    """One person per role and region; each link leads to the ordinary confirmation page."""
    rows = [
        {"role": p.role_title, "name": p.name, "region": p.region, "url": url_for("core_dev.sign_in_as", email=p.email)}
        for p in people.demo_people()
    ]
    return render_template("dev/sign_in.html", people=rows)


@bp.get("/sign-in/<email>")
@public("GET")
def sign_in_as(email: str) -> Any:
    """A fresh one-time link for a demo person. The link itself is still confirmed by a button."""
    from flask import abort, redirect

    link = people.fresh_link(email)
    if link is None:
        abort(404)
    return redirect(link)
