"""Problem details (RFC 9457): what every error of the API looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify

from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l

TYPE = "urn:samkraft:problem:"
MEDIA_TYPE = "application/problem+json"

# What each code means; the list on the documentation page too.
TITLES: dict[str, Any] = {
    "bad_request": _l("Anropet kan inte läsas"),
    "malformed_json": _l("Innehållet är inte giltig JSON"),
    "unauthorized": _l("Anropet saknar nyckel"),
    "invalid_token": _l("Nyckeln gäller inte"),
    "forbidden": _l("Nyckeln saknar rättighet"),
    "not_found": _l("Det du frågar efter finns inte"),
    "plugin_not_enabled": _l("Delen är inte påslagen i regionen"),
    "method_not_allowed": _l("Metoden finns inte på adressen"),
    "conflict": _l("Någon annan ändrade samma sak"),
    "gone": _l("Länken gäller inte längre"),
    "precondition_failed": _l("Du har inte den senaste versionen"),
    "request_entity_too_large": _l("Innehållet är för stort"),
    "unsupported_media_type": _l("Innehållet ska vara JSON"),
    "invalid": _l("En eller flera uppgifter stämmer inte"),
    "idempotency_key_reused": _l("Nyckeln för upprepning är redan använd"),
    "precondition_required": _l("Skicka med If-Match"),
    "too_many_requests": _l("För många anrop"),
    "internal_error": _l("Något gick fel hos oss"),
    "unavailable": _l("Tjänsten svarar inte just nu"),
}
_DETAILS: dict[str, Any] = {
    "bad_request": _l("Anropet kan inte läsas. Kontrollera adress, huvuden och innehåll."),
    "unauthorized": _l("Skicka med en nyckel: Authorization: Bearer sk_…"),
    "forbidden": _l("Nyckeln har inte den rättighet som behövs i den här regionen."),
    "not_found": _l("Adressen eller uppgiften finns inte, eller så har nyckeln inte tillgång till den."),
    "method_not_allowed": _l("Huvudet Allow säger vilka metoder som finns på adressen."),
    "request_entity_too_large": _l("Skicka mindre på en gång."),
    "unsupported_media_type": _l("Skicka med Content-Type: application/json."),
    "precondition_required": _l("Hämta först uppgiften och skicka dess ETag i huvudet If-Match."),
    "precondition_failed": _l("Uppgiften har ändrats sedan du hämtade den. Hämta den igen och gör om ändringen."),
    "too_many_requests": _l("Vänta så många sekunder som huvudet Retry-After säger."),
    "internal_error": _l("Felet är loggat. Uppge referensen om du frågar om det."),
    "unavailable": _l("Försök igen om en stund."),
}


class Problem(DomainError):
    """An error of the API itself, with its status, and where in the call it lies.

    Args:
        errors: Dicts with `detail`, and `pointer` (into the body), `parameter` or `header`.
        headers: Headers of the answer.
    """

    def __init__(
        self, status: int, code: str, detail: str = "", *, errors: Sequence[dict[str, str]] = (), headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail, code=code)
        self.status = status
        self.errors = list(errors)
        self.headers = headers or {}


def problem(status: int, code: str, detail: str = "", *, error: Exception | None = None, **members: Any) -> Response:
    """The answer for an error.

    Args:
        error: What was raised, if anything; its field or list of errors is told.
        members: More members, such as `reference`.
    """
    title = str(TITLES.get(code, "")) or code.replace("_", " ")
    body: dict[str, Any] = {
        "type": f"{TYPE}{code}",
        "title": title,
        "status": status,
        "detail": str(detail or _DETAILS.get(code, "") or title),
        "code": code,
    }
    errors = list(getattr(error, "errors", ()))
    if not errors and (field := getattr(error, "field", None)):
        errors = [{"pointer": f"#/{field}", "detail": body["detail"]}]
    if errors:
        body["errors"] = errors
    response = jsonify(body | {name: value for name, value in members.items() if value})
    response.status_code = status
    response.content_type = MEDIA_TYPE
    for name, value in getattr(error, "headers", {}).items():
        response.headers[name] = value
    if status == 401:
        fault = ', error="invalid_token"' if code == "invalid_token" else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="Samkraft"{fault}'
    return response


def too_many(seconds: int) -> Problem:
    """429, with when to come back."""
    return Problem(429, "too_many_requests", headers={"Retry-After": str(seconds)})


def unsupported_header(name: str, detail: str = "") -> Problem:
    """400 for a header that cannot be used."""
    return Problem(400, "bad_request", errors=[{"header": name, "detail": detail or _("Värdet kan inte användas.")}])
