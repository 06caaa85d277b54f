"""The blueprint that every view module of the plugin binds to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from core.users.queries import may
from core.web.context import current_region, current_user
from plugins.employer_needs import presentation

bp = Blueprint("employer_needs", __name__, template_folder="../templates")


def reads_letters() -> bool:
    """Whether this user may see letters of intent."""
    return may(current_user(), current_region(), "employer_needs.letter.read")


@bp.context_processor
def helpers() -> dict[str, Any]:
    """What the plugin's templates know besides the shell's helpers."""
    return {"show": presentation, "reads_letters": reads_letters}
