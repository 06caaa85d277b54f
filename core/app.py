"""The application, as a table of contents."""

from __future__ import annotations

import importlib
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_compress import Compress

from core import builtin, i18n
from core.config import ROOT, Settings, load_settings
from core.db import db, engine, fence
from core.plugins import loader
from core.plugins.registry import Registry
from core.web.rules import LateRule

# Core's features with tables, in alphabetical order.
FEATURES = (
    "api",
    "accessibility",
    "audit",
    "feedback",
    "geo",
    "imports",
    "jobs",
    "lists",
    "mail",
    "memberships",
    "notices",
    "organisations",
    "plugins",
    "records",
    "regions",
    "search",
    "taxonomy",
    "texts",
    "users",
    "users.oidc",
    "web",
    "webhooks",
)


def create_app(settings: Settings | None = None, *, registry: Registry | None = None, **overrides: Any) -> Flask:
    """Build the application.

    Args:
        settings: Ready settings; read from `config/default.toml` and the environment when not given.
        registry: A ready registry (tests); built from the settings when not given.
        overrides: Single settings, over file and environment.

    Raises:
        ConfigurationError: unsafe settings, a plugin that cannot be loaded, or a view that declares no access.
    """
    settings = settings or load_settings(**overrides)
    app = Flask(
        "core", root_path=str(ROOT / "core"), template_folder="web/templates", static_folder="web/static", static_url_path="/static"
    )
    app.url_rule_class = LateRule
    configure(app, settings)
    app.extensions["samkraft_settings"] = settings
    app.extensions["samkraft_registry"] = registry or loader.build_registry(
        settings.plugins,
        with_entry_points=settings.entry_points,
        tolerate_third_party=settings.environment == "production",
        builtin=[builtin.plugin],
    )
    init_database(app)
    i18n.init_app(app, [ROOT / "core" / "translations", *(p.folder / "translations" for p in loaded(app).plugins.values())])
    init_web(app, settings)
    init_features(app, settings)
    return app


def loaded(app: Flask) -> Registry:
    """The application's registry."""
    found: Registry = app.extensions["samkraft_registry"]
    return found


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings."""
    public = urlsplit(settings.public_url)
    app.config.update(
        # Addresses made outside a request (mails, jobs) are those of the public site.
        SERVER_NAME=public.netloc,
        PREFERRED_URL_SCHEME=public.scheme,
        APPLICATION_ROOT=public.path or "/",
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=settings.old_secret_keys,
        MAX_CONTENT_LENGTH=settings.max_content_length,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine.engine_options(settings.sqlalchemy_url),
        SESSION_COOKIE_NAME="__Host-samkraft" if settings.https else "samkraft",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=False,
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_MIN_SIZE=700,
        COMPRESS_STREAMS=False,  # files are compressed by core/web/static_files.py
        TESTING=settings.environment == "test",
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
    )
    app.jinja_options["trim_blocks"] = True
    app.jinja_options["lstrip_blocks"] = True


def init_database(app: Flask) -> None:
    """Engine, session and tenant fence."""
    import_models(app)
    db.init_app(app)
    engine.init_app(app)
    fence.install()


def import_models(app: Flask) -> None:
    """Import core's modules with tables, so that relations and migrations see them all. The loader has imported the plugins'."""
    for feature in FEATURES:
        importlib.import_module(f"core.{feature}.models")


def init_web(app: Flask, settings: Settings) -> None:
    """The web shell: context, access, forms, headers, errors, templates."""
    from core.api import authentication, rates
    from core.web import access, context, csrf, errors, headers, impersonation, input, limits, request_log, shell

    if settings.trusted_proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    request_log.init_app(app, settings)
    context.init_app(app)
    authentication.init_app(app)
    limits.init_app(app, settings)
    rates.init_app(app)
    impersonation.init_app(app)
    app.before_request(access.authorise)
    csrf.init_app(app)
    input.init_app(app)
    headers.init_app(app, https=settings.https)
    errors.init_app(app)
    shell.init_app(app)
    Compress(app)


def init_features(app: Flask, settings: Settings) -> None:
    """Core's own pages, then the plugins', then the check that every view has declared who may call it."""
    from core.web import access, mounting

    mounting.mount_core(app, settings)
    mounting.mount_plugins(app)
    access.check_declarations(app)
