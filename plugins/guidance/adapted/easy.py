"""A check-list in a form that is easy to read (*lättläst*)."""

from __future__ import annotations

from typing import Any

from core.i18n import gettext as _


def easy_lines(step: Any) -> list[str]:
    """The step in easy words; where nobody has written any, the plain ones, and who helps."""
    found = [line.strip() for line in step.easy.splitlines() if line.strip()] or [line for line in (step.why,) if line]
    return [*found, _("Här får du hjälp: %(who)s.", who=step.who.rstrip("."))] if step.who else found
