"""The tests of accounts run on an application of their own, with a few doors that ask for more than a sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, redirect, render_template_string, url_for

from core.plugins import Area, Mount, Permission, Plugin, hookimpl
from core.testing.apps import installation, registry_of
from core.testing.database import Databases
from core.users.queries import may
from core.web.access import requires, signed_in
from core.web.context import current_region, current_user
from core.web.reauth import recent_sign_in
from core.web.submission import once
from tests.core.users.authenticator import Authenticator

FORM = "<form method=post>{{ ui.hidden_keys() }}<button>x</button></form>"


class Doors(Plugin):
    """Pages to try."""

    name = "doors"
    title = "Dörrar"

    @hookimpl
    def register_permissions(self) -> list[Permission]:
        return [
            Permission("doors.open.read", "Öppen", ("strategist",)),
            Permission("doors.people.read", "Känslig", ("strategist",), sensitive=True),
        ]

    @hookimpl
    def register_blueprints(self) -> list[Mount]:
        bp = Blueprint("doors", __name__)

        @bp.route("/guarded", methods=["GET", "POST"])
        @signed_in("GET", "POST")
        @recent_sign_in(minutes=15)
        @once
        def guarded() -> Any:
            from flask import request

            return redirect(url_for("doors.done")) if request.method == "POST" else render_template_string(FORM)

        @bp.get("/done")
        @signed_in("GET")
        def done() -> str:
            return "<p>done</p>"

        @bp.get("/open")
        @requires(GET="doors.open.read")
        def open_door() -> str:
            return "<p>with names</p>" if may(current_user(), current_region(), "doors.people.read") else "<p>without names</p>"

        @bp.route("/people", methods=["GET", "POST"])
        @requires(GET="doors.people.read", POST="doors.people.read")
        def people() -> str:
            return "<p>people</p>"

        return [Mount(bp, Area.WEB)]


@pytest.fixture(scope="session")
def app(databases: Databases, data_dir: Path) -> Iterator[Flask]:
    """An application with the doors."""
    with installation(databases.create("users"), data_dir, [], registry=registry_of(Doors()), public_url="http://localhost:8000") as made:
        yield made


@pytest.fixture
def strict(app: Flask) -> Iterator[None]:
    """Second factors are required, as in production."""
    before = app.extensions["samkraft_settings"]
    app.extensions["samkraft_settings"] = before.model_copy(update={"require_second_factor": True})
    yield
    app.extensions["samkraft_settings"] = before


@pytest.fixture
def phone() -> Authenticator:
    """An authenticator."""
    return Authenticator()
