"""The blueprint that every view module of the plugin binds to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from plugins.employer_needs import presentation

bp = Blueprint("employer_needs", __name__, template_folder="../templates")


@bp.context_processor
def helpers() -> dict[str, Any]:
    """What the plugin's templates know besides the shell's helpers."""
    return {"show": presentation}
