"""Who calls the API: a bearer token, never a cookie. So a page on another site cannot make a browser call it with somebody's rights."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from core.api.problems import Problem
from core.api.service import find_token, note_use
from core.db import atomic, utcnow
from core.i18n import gettext as _
from core.plugins.registry import registry

if TYPE_CHECKING:
    from core.regions.models import Region

log = logging.getLogger(__name__)
ROOT = "/api/v1"
MAX_HEADER = 200


@dataclass(frozen=True)
class Principal:
    """A token, as somebody who may do things. `may()` and the audit log take it as they take a user.

    Args:
        organisation_id: The organisation that it acts for; None: the region as a whole.
        used_today: Whether its use has been written down today.
    """

    token_id: int
    name: str
    hint: str
    region_id: int
    organisation_id: int | None
    scopes: frozenset[str]
    used_today: bool = True
    active: bool = True

    @property
    def label(self) -> str:
        """As it stands in the audit log."""
        return f"token:{self.name}"

    def granted_in(self, region: Region) -> frozenset[str]:
        """What it may do in a region: its scopes that still are permissions, in its own region."""
        return self.scopes & registry().permissions.keys() if region.id == self.region_id else frozenset()


def is_api(path: str) -> bool:
    """Whether a path belongs to the API."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def current_principal() -> Principal | None:
    """The token of the running call, or None."""
    found: Principal | None = g.get("principal")
    return found


def require_principal() -> Principal:
    """The token of an operation that requires one."""
    found = current_principal()
    if found is None:
        raise Problem(401, "unauthorized")
    return found


def load() -> None:
    """Find the caller by the `Authorization` header. Without one the caller is anybody.

    Raises:
        Problem: 401 when the header holds anything else than a token that works now.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return
    kind, _space, secret = header.partition(" ")
    token = find_token(secret.strip()) if kind.lower() == "bearer" and len(header) <= MAX_HEADER else None
    if token is None:
        raise Problem(401, "invalid_token", _("Nyckeln är okänd, återkallad eller har gått ut."))
    g.principal = principal = Principal(
        token.id,
        token.name,
        token.hint,
        token.region_id,
        token.organisation_id,
        frozenset(token.scopes),
        used_today=token.last_used_on == utcnow().date(),
    )
    g._actor_label = principal.label


def _after(response: Response) -> Response:
    if not is_api(request.path):
        return response
    response.vary.update(("Authorization", "Accept-Language"))
    response.headers.pop("Set-Cookie", None)
    principal = current_principal()
    if principal is None:
        return response
    response.headers.setdefault("Cache-Control", "private, no-cache" if request.method == "GET" else "no-store")
    if not principal.used_today:
        try:
            with atomic():
                note_use(principal.token_id)
        except SQLAlchemyError:  # a note is not worth a failed call
            log.warning("the use of token %s could not be written down", principal.token_id, exc_info=True)
    return response


def init_app(app: Flask) -> None:
    """Headers of every answer, and the day a token was last used."""
    app.after_request(_after)
