"""Languages. Source texts are Swedish; English is complete, through the Babel catalogues in `translations/` of core and each plugin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_babel
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, get_locale
from flask_babel.speaklater import LazyString

__all__ = ["LANGUAGES", "get_locale", "gettext", "init_app", "language", "lazy_gettext", "ngettext", "speaking"]

LANGUAGES = {"sv": "Svenska", "en": "English"}
SOURCE = "sv"
COOKIE = "lang"


def language() -> str:
    """The language of the running request: chosen (cookie), else the browser's, else Swedish. Jobs and commands speak Swedish."""
    if not has_app_context():
        return SOURCE
    found: str | None = g.get("_language")
    if found is None:
        found = g._language = _choose() if has_request_context() else SOURCE
    return found


def _choose() -> str:
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES)) or SOURCE


@contextmanager
def speaking(tongue: str) -> Iterator[None]:
    """Speak a language for a block, whatever the request's: for what is written to somebody else."""
    before = language()
    g._language = tongue if tongue in LANGUAGES else SOURCE
    try:
        with flask_babel.force_locale(g._language):
            yield
    finally:
        g._language = before


def gettext(string: str, **variables: Any) -> str:
    """The text in the running language. Swedish is the source and needs no look-up, which makes the common page cheaper."""
    if language() == SOURCE:
        return string % variables if variables else string
    return str(flask_babel.gettext(string, **variables))


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """As `gettext`, with a singular and a plural form; `num` may be used in both."""
    if language() == SOURCE:
        return (singular if num == 1 else plural) % {"num": num, **variables}
    return str(flask_babel.ngettext(singular, plural, num, **variables))


def lazy_gettext(string: str, **variables: Any) -> Any:
    """A text that is translated when it is shown; for what is made at import."""
    return LazyString(gettext, string, **variables)


def _jinja_ngettext(singular: str, plural: str, num: int) -> str:
    """As Jinja's newstyle calls it: it fills in the variables itself."""
    if language() == SOURCE:
        return singular if num == 1 else plural
    return str(flask_babel.get_translations().ungettext(singular, plural, num))


def _jinja_gettext(string: str) -> str:
    return string if language() == SOURCE else str(flask_babel.get_translations().ugettext(string))


def init_app(app: Flask, folders: Iterable[Path]) -> None:
    """Set up Babel with the catalogues of core and of every loaded plugin."""
    existing = [str(folder) for folder in folders if folder.is_dir()]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(existing)
    app.config["BABEL_DEFAULT_LOCALE"] = "sv"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Stockholm"
    Babel(app, locale_selector=language)
    app.jinja_env.install_gettext_callables(_jinja_gettext, _jinja_ngettext, newstyle=True)  # type: ignore[attr-defined]
