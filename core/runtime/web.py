"""The web server as a function: gunicorn with an application that is already loaded."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from core.web import gunicorn_conf


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with our configuration."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Settings of `gunicorn_conf`, then those of the caller."""
        declared = {name: value for name, value in vars(gunicorn_conf).items() if name in self.cfg.settings}
        for name, value in (declared | self._options).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self._app


def serve(app: Flask, **options: Any) -> None:
    """Serve until SIGTERM; running requests get half a minute to finish.

    Args:
        options: Settings of gunicorn over those of `core/web/gunicorn_conf.py`.
    """
    Server(app, options).run()
