"""Addresses of the plugin's pages in full, for mails, which are written in jobs without a request."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from core.regions.models import Region


def absolute(view: str, region: Region, **values: Any) -> str:
    """The address of a page under the installation's public address.

    Args:
        view: The view's name in the blueprint, such as `offer_again`.
    """
    base = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(f"meeting_places.{view}", {"region": region.slug, **values}, force_external=True)


def path(view: str, region: Region, **values: Any) -> str:
    """Its path, for notices."""
    return urlsplit(absolute(view, region, **values)).path
