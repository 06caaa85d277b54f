"""The page on which an administrator puts other columns in the monthly file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.funding.monthly import columns, queries, service
from plugins.funding.monthly.forms import ColumnsForm
from plugins.funding.permissions import MANAGE_COLUMNS
from plugins.funding.views import bp

PAGE = "/month-columns"


@bp.route(PAGE, methods=["GET", "POST"])
@requires(GET=MANAGE_COLUMNS, POST=MANAGE_COLUMNS)
@once
def month_columns() -> Any:
    """The columns in force, and other ones to look at before they are."""
    region, status = current_region(), 200
    own = queries.column_set(region)
    used = columns.from_stored(own.columns if own is not None else ())
    draft = columns.from_stored(own.draft) if own is not None and own.draft else []
    posted = request.method == "POST"
    form = ColumnsForm(draft or used, own.version if own is not None else 0)
    if posted:
        status = 422
        if form.validate():
            try:
                with atomic():
                    version = str(form.version.data or "")
                    service.write_columns(region=region, text=form.text(), version=int(version) if version.isdecimal() else 0)
                flash(_("Så här blir filen. Inget ändras förrän du använder kolumnerna."), "success")
                return redirect(url_for("funding.month_columns"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    page = render_template(
        "funding/monthly/columns.html",
        form=form,
        used=used,
        draft=draft,
        is_own=own is not None and bool(own.columns),
        facts=columns.FACTS,
        example=columns.EXAMPLE,
        shown=columns.shown,
    )
    return page, status


@bp.post(f"{PAGE}/use")
@requires(POST=MANAGE_COLUMNS)
@once
def use_columns() -> Any:
    """Put the written columns in force."""
    return _settle(service.use_columns, _("Kolumnerna används från nästa fil. Månader som är skickade har kvar sina."))


@bp.post(f"{PAGE}/default")
@requires(POST=MANAGE_COLUMNS)
@once
def default_columns() -> Any:
    """Go back to the columns of the program."""
    return _settle(service.default_columns, _("Nu är det de vanliga kolumnerna igen."))


def _settle(do: Callable[..., None], done: str) -> Any:
    try:
        with atomic():
            do(region=current_region())
        flash(done, "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("funding.month_columns"))
