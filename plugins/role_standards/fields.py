"""What several of the plugin's forms ask in the same way."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import Length


def line(text: str | None) -> str:
    """One line of text, without spaces to spare."""
    return " ".join((text or "").split())


def version_field() -> HiddenField:
    """The version that a form was filled in from."""
    return HiddenField(validators=[Length(max=12)])
