"""The application for any WSGI server."""

from core.app import create_app

app = create_app()
