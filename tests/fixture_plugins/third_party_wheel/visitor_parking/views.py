"""Pages."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select

from core.db import db
from core.web.access import public
from visitor_parking.models import Space

bp = Blueprint("visitor_parking", __name__, template_folder="templates")


@bp.get("/")
@public("GET")
def index() -> str:
    """Every space, for everybody."""
    return render_template("visitor_parking/list.html", spaces=db.session.execute(select(Space).order_by(Space.id)).scalars().all())
