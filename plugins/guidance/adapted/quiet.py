"""Pages that show what somebody needs are neither kept by browsers nor found by search engines, and nobody notes who read them."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from plugins.guidance.pages.forms import SearchForm

QUIET = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def quiet(body: str, form: SearchForm) -> Any:
    """The page, with the headers that keep it to its reader when needs are chosen."""
    return (body, 200, QUIET) if form.chosen else body


def chips(form: SearchForm) -> list[tuple[str, str]]:
    """The chosen needs, each with the address of the same page without it."""
    values: dict[str, Any] = {**(request.view_args or {}), **{name: request.args[name] for name in ("q", "form") if request.args.get(name)}}
    values["municipality"] = form.place or None
    return [
        (need.title, url_for(request.endpoint or "", **values, need=[each for each in form.needs if each != need.code] or None))
        for need in form.chosen
    ]
