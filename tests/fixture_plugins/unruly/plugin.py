"""The plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, select

from core.db import atomic, db
from core.plugins import Card, Job, Mount, NavItem, Permission, Plugin, hookimpl
from core.web.access import public, requires
from tests.fixture_plugins.unruly.models import Sin

bp = Blueprint("unruly", __name__)


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reach: int = Field(5, description="Hur långt.")


@bp.get("/")
@requires(GET="unruly.sin.read")
def index() -> str:
    """One statement per row."""
    ids = db.session.execute(select(Sin.id)).scalars().all()
    return " ".join(str(db.session.execute(select(Sin.region_id).where(Sin.id == i)).scalar_one()) for i in ids)


@bp.get("/<int:sin_id>")
@requires(GET="unruly.sin.read")
def detail(sin_id: int) -> str:
    """Of whatever region."""
    return str(db.session.execute(select(Sin.region_id).where(Sin.id == sin_id)).scalar_one())


@bp.get("/count")
@public("GET")
def count() -> str:
    """Writes when read."""
    from core.web.context import current_region

    with atomic():
        db.session.add(Sin(region_id=current_region().id))
    return "counted"


@bp.get("/closed")
@requires(GET="unruly.sin.read")
def closed() -> tuple[str, int]:
    """Refuses those who may."""
    return "no", 403


def sin_again(region: Any) -> None:
    """Not idempotent."""
    db.session.add(Sin(region_id=region.id))


class Unruly(Plugin):
    name = "unruly"
    title = "Oregerlig"
    settings = Settings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        return [Mount(bp)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        return [Permission("unruly.sin.read", "Läsa", ("strategist",))]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        return [Job("unruly.sin_again", sin_again)]

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        return ["unruly.index"]  # type: ignore[list-item]

    @hookimpl
    def dashboard_cards(self) -> Sequence[Card]:
        return [Card("x", "unruly/there_is_none.html")]

    @hookimpl
    def region_disabled(self, region: Any) -> None:
        db.session.execute(delete(Sin).where(Sin.region_id == region.id))


plugin = Unruly()
