"""A POST with an `Idempotency-Key` acts once: the answer is stored in the same transaction as what it did, and given again.

The twin of `core.web.submission.once`, with the same rule: only what acted is remembered. An error is rolled back, receipt and all, so
that the call may be sent again with the same key. The difference is what is kept: a form leads to a page, a call has an answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from datetime import timedelta

from flask import Response, request
from sqlalchemy.exc import IntegrityError

from core.api.authentication import require_principal
from core.api.models import ApiReceipt
from core.api.problems import Problem, unsupported_header
from core.db import atomic, db, one_or_none
from core.i18n import gettext as _

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT = timedelta(hours=24)
MAX_KEY = 200
MAX_BODY = 64 * 1024
_HEADERS = ("Content-Type", "Location", "ETag", "Link")


def once(act: Callable[[], Response], *, secret: Collection[str] = ()) -> Response:
    """Do it, or give the answer that the first call with the same key got.

    Args:
        act: Does it, inside the transaction.
        secret: Members of the answer that are told once and never stored.

    Raises:
        Problem: 400 for a key that is none, 422 when the key was used for another call.
    """
    key = request.headers.get(HEADER)
    if key is None:
        with atomic():
            return act()
    if not 1 <= len(key) <= MAX_KEY or not all(33 <= ord(c) <= 126 for c in key):
        raise unsupported_header(HEADER)
    bound = _bound(key)
    try:
        with atomic():
            earlier = one_or_none(ApiReceipt, bound)
            if earlier is not None:
                return _again(earlier)
            receipt = ApiReceipt(key=bound, token_id=require_principal().token_id, fingerprint=_fingerprint())
            db.session.add(receipt)
            db.session.flush()
            response = act()
            _keep(receipt, response, secret)
            return response
    except IntegrityError:
        # A simultaneous call with the same key was first (PostgreSQL); its receipt is there now.
        earlier = one_or_none(ApiReceipt, bound)
        if earlier is None:
            raise
        return _again(earlier)


def _keep(receipt: ApiReceipt, response: Response, secret: Collection[str]) -> None:
    body = response.get_data(as_text=True)
    if secret and body:
        body = json.dumps({name: None if name in secret else value for name, value in json.loads(body).items()}, ensure_ascii=False)
    receipt.status = response.status_code
    receipt.headers = {name: response.headers[name] for name in _HEADERS if name in response.headers}
    receipt.body = body if len(body.encode()) <= MAX_BODY else ""


def _again(receipt: ApiReceipt) -> Response:
    if receipt.fingerprint != _fingerprint():
        raise Problem(422, "idempotency_key_reused", _("Samma Idempotency-Key är redan använd för ett annat anrop. Välj en ny."))
    response = Response(receipt.body, status=receipt.status, headers=receipt.headers)
    response.headers[REPLAYED] = "true"
    return response


def _bound(key: str) -> str:
    """The key as stored: bound to the token and the address, so that nobody is given another's answer."""
    owner = require_principal().token_id
    return hashlib.sha256(f"{owner}|{request.method}|{request.path}|{key}".encode()).hexdigest()


def _fingerprint() -> str:
    return hashlib.sha256(request.query_string + b"\0" + request.get_data(cache=True)).hexdigest()
