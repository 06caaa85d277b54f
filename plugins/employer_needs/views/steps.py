"""What every page of the draft does with a post: check it, look for a collision, save, and go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, request

from core.errors import DomainError
from core.i18n import gettext as _
from plugins.employer_needs.forms.fields import LATER, MORE, DraftForm
from plugins.employer_needs.links import path

FROM_CHECK = "kontroll"


def came_from_check() -> bool:
    """Whether the page was opened by a Change link on the check page, and leads back there."""
    return request.args.get("fran") == FROM_CHECK


def carried() -> dict[str, str]:
    """What addresses carry on so that the way back is not forgotten."""
    return {"fran": FROM_CHECK} if came_from_check() else {}


def onward(reference: str, usual: str) -> str:
    """Where a saved page leads: back to the check page, or on its usual way."""
    return path("check", reference=reference) if came_from_check() else usual


def take(
    form: DraftForm,
    saved: Mapping[str, Any],
    *,
    reference: str,
    save: Callable[[], Any],
    onward: Callable[[], str],
    render: Callable[..., Any],
) -> Any:
    """One page of the draft, shown or posted.

    Args:
        saved: What is saved in the form's fields now.
        save: Writes the form; may raise a DomainError with a field.
        onward: The address that follows, asked after saving.
        render: The page, called with what it shows beside the form.
    """
    if request.method == "GET":
        form.show(saved)
        return render()
    action = request.form.get("action")
    form.later = action in (LATER, MORE)
    if not form.validate():
        return render(), 422
    if collided := form.conflict(saved):
        form.show(saved)
        conflicts = [(form[name].label.text, shown(form[name], form[name].data), shown(form[name], saved[name])) for name in collided]
        return render(conflicts=conflicts), 409
    try:
        save()
    except DomainError as error:
        if error.field is None:
            raise
        form.add_error(error)
        return render(), 422
    if action == LATER:
        return redirect(path("pause", reference=reference))
    return redirect(onward())


def shown(field: Any, value: Any) -> str:
    """A value of a field as people read it."""
    if value in (None, ""):
        return _("Inget")
    choices = getattr(field, "choices", None)
    pairs = [pair for group in choices.values() for pair in group] if isinstance(choices, dict) else [pair[:2] for pair in choices or ()]
    return str(dict(pairs).get(str(value), value))
