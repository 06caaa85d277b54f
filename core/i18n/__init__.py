"""Languages. Source texts are Swedish; English is complete, through the Babel catalogues in `translations/` of core and each plugin."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale, gettext, lazy_gettext, ngettext

__all__ = ["LANGUAGES", "get_locale", "gettext", "init_app", "language", "lazy_gettext", "ngettext"]

LANGUAGES = {"sv": "Svenska", "en": "English"}
COOKIE = "lang"


def language() -> str:
    """The language of the running request: chosen (cookie), else the browser's, else Swedish."""
    if not has_request_context():
        return str(g.get("_language", "sv")) if g else "sv"
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES)) or "sv"


def init_app(app: Flask, folders: Iterable[Path]) -> None:
    """Set up Babel with the catalogues of core and of every loaded plugin."""
    existing = [str(folder) for folder in folders if folder.is_dir()]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(existing)
    app.config["BABEL_DEFAULT_LOCALE"] = "sv"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Stockholm"
    Babel(app, locale_selector=language)
