"""One way to save a form of this plugin: what was changed by somebody else in between is told, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _


def save_form(form: Any, found: Any, save: Callable[[], Any], *, done: str, to: Callable[[Any], str], template: str, **context: Any) -> Any:
    """Show a form, or save it and go on.

    Args:
        found: The row that is changed, read with a lock when the form is posted; None when something new is made.
        save: Calls the service. Its answer goes to `to`, which says where to go.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if found is not None and form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
            context["now"] = found
        elif form.validate():
            try:
                with atomic():
                    saved = save()
                flash(done, "success")
                return redirect(to(saved))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template(template, form=form, found=found, **context), status
