"""Errors of the domain: what went wrong, why, and what to do about it, in words a user can act on.

Services raise these; views and the API turn them into a page, a message at a field, or problem details.
"""

from __future__ import annotations


class DomainError(Exception):
    """A request that is understood but cannot be carried out.

    Args:
        message: One or two sentences for the user: what is wrong and what to do (already translated).
        field: The form field the message belongs to, when there is one.
        code: A stable machine-readable name, used in problem details (RFC 9457).
        status: The HTTP status a view answers with when nothing else handles the error.
    """

    code = "invalid"
    status = 422

    def __init__(self, message: str, *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field
        if code:
            self.code = code

    def __str__(self) -> str:
        return self.message


class NotFound(DomainError):
    """The thing does not exist, or is not the caller's to see. The two are never told apart."""

    code = "not_found"
    status = 404


class Forbidden(DomainError):
    """The caller is known and may see that the page exists, but lacks the permission."""

    code = "forbidden"
    status = 403


class Gone(DomainError):
    """A link that did work once: used, expired, or its round has closed."""

    code = "gone"
    status = 410


class Conflict(DomainError):
    """Somebody else changed the same record first (optimistic locking)."""

    code = "conflict"
    status = 409


class ConfigurationError(Exception):
    """The installation cannot start or apply its configuration; says where and what to do."""


class TenantFenceError(RuntimeError):
    """Code tried to read or write region data without a region scope, or outside it.

    This is always a programming error, so it is never shown as a DomainError.
    """


class SharedRowError(TenantFenceError):
    """A row that a region may read, because its owner shares it, was to be changed there. The web shell says so in words.

    Args:
        owner: The id of the region that the row belongs to.
    """

    def __init__(self, message: str, owner: int) -> None:
        super().__init__(message)
        self.owner = owner
