"""Text that no database takes is refused at the door: PostgreSQL stores neither NUL nor half a surrogate pair."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Flask, abort, request

from core.api.authentication import is_api


def storable(text: str) -> bool:
    """Whether a text can be stored as UTF-8 without NUL."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def refuse_address() -> None:
    """Answer 400 when the address holds such a text. No keyboard makes them; scanners do."""
    if not storable(request.path) or not all(storable(text) for pair in request.args.items(multi=True) for text in pair):
        abort(400)


def refuse_body() -> None:
    """Answer 400 when a field, a file's name or a JSON body holds such a text. The API reads its bodies itself, and more strictly."""
    if is_api(request.path):
        return
    if not all(storable(text) for text in _body_texts()):
        abort(400)


def _body_texts() -> Iterator[str]:
    for name, value in request.form.items(multi=True):
        yield name
        yield value
    for file in request.files.values():
        yield file.filename or ""
    if request.is_json:
        yield json.dumps(request.get_json(silent=True), ensure_ascii=False).replace("\\u0000", "\0")


def init_app(app: Flask) -> None:
    """Look at the address before anybody asks the database with it, and at the body when it is known that the caller may send one."""
    app.before_request_funcs.setdefault(None, []).insert(0, refuse_address)
    app.before_request(refuse_body)
