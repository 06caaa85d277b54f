"""The same form posted twice acts once: a hidden key per rendered form, and a receipt of where its first use led.

    @bp.post("/send")
    @public("POST")
    @once
    def send(): ...

The view, its changes and the receipt are one transaction. A view that answers with a redirect has acted, and a second post
with the same key is sent to the same place. A view that answers with a page has refused the input: nothing is kept, everything
is rolled back, and the corrected form may be posted again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g, make_response, redirect, request, session
from sqlalchemy.exc import IntegrityError

from core.db import atomic, db, one_or_none
from core.web.models import Submission

F = TypeVar("F", bound=Callable[..., Any])
FIELD = "submission_key"
HEADER = "Idempotency-Key"
_REDIRECTS = range(301, 309)


def new_key() -> str:
    """A fresh key for a form about to be rendered."""
    return secrets.token_urlsafe(18)


def once(view: F) -> F:
    """Make a view act once per submission key. Safe methods pass through."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if request.method in ("GET", "HEAD"):
            return view(*args, **kwargs)
        key = request.form.get(FIELD) or request.headers.get(HEADER)
        if not key or len(key) > 200:
            abort(400)
        try:
            return _act_once(_bound(key), view, args, kwargs)
        except IntegrityError:
            # A simultaneous post with the same key was first (PostgreSQL); its receipt is there now.
            found = one_or_none(Submission, _bound(key))
            if found is None:
                raise
            return redirect(found.location)

    return wrapper  # type: ignore[return-value]


def _act_once(key: str, view: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    with atomic() as unit:
        earlier = one_or_none(Submission, key)
        if earlier is not None:
            return redirect(earlier.location)
        receipt = Submission(key=key, endpoint=request.endpoint or "", location="")
        db.session.add(receipt)
        db.session.flush()
        response = make_response(view(*args, **kwargs))
        if response.status_code in _REDIRECTS:
            receipt.location = response.location or "/"
        else:
            unit.abort()
    return response


def _bound(key: str) -> str:
    """The key as stored: bound to the endpoint and to this user or browser, so that nobody is sent to another's receipt."""
    user = g.get("user")
    owner = f"user:{user.id}" if user else f"browser:{session.get('csrf_token', '')}"
    return hashlib.sha256(f"{owner}|{request.path}|{key}".encode()).hexdigest()
