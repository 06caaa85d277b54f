"""Security headers on every response, errors and static files included. Source: OWASP ASVS 5.0 chapter 3.4; requirements S19–S21."""

from __future__ import annotations

from flask import Flask, Response, g, request

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_STATIC = ("/static/",)


def init_app(app: Flask, *, https: bool) -> None:
    """Add the headers after every request."""

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = CSP
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if not request.path.startswith(_STATIC) and "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store" if g.get("user") or request.method != "GET" else "private, no-cache"
        return response
