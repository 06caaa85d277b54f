"""The form and its receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import select
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.db import db
from core.web.access import public
from core.web.context import current_region
from core.web.forms import Form
from core.web.submission import once
from tests.fixture_plugins.chaos_probe import service
from tests.fixture_plugins.chaos_probe.models import Entry

bp = Blueprint("chaos_probe", __name__, template_folder="templates")


class ProbeForm(Form):
    """One field."""

    token = StringField("Märke", [DataRequired("Skriv ett märke."), Length(max=40)])


@bp.route("/", methods=["GET", "POST"])
@public("GET", "POST")
@once
def index() -> Any:
    """The form."""
    form = ProbeForm()
    if form.validate_on_submit():
        service.store(region=current_region(), token=form.token.data)
        return redirect(url_for("chaos_probe.receipt", token=form.token.data))
    return render_template("chaos_probe/form.html", form=form)


@bp.get("/receipt/<token>")
@public("GET")
def receipt(token: str) -> str:
    """Says how often a post was stored."""
    rows = db.session.execute(select(Entry.id).where(Entry.token == token)).all()
    return render_template("chaos_probe/receipt.html", token=token, count=len(rows))
