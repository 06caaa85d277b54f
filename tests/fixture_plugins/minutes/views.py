"""Pages."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select

from core.db import db
from core.web.access import public
from tests.fixture_plugins.minutes.models import Note

bp = Blueprint("minutes", __name__, template_folder="templates")


@bp.get("/")
@public("GET")
def index() -> str:
    """All notes."""
    notes = db.session.execute(select(Note).order_by(Note.id)).scalars().all()
    return render_template("minutes/note.html", subject="", notes=[n.text for n in notes])
