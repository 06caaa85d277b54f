"""Addresses of the plugin's pages in full, for mails and calendars, which are written in jobs without a request."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from core.regions.models import Region


def absolute(endpoint: str, region: Region, **values: Any) -> str:
    """The address of a page of this plugin under the installation's public address."""
    base = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(f"distance_learning.{endpoint}", {"region": region.slug, **values}, force_external=True)


def path(endpoint: str, region: Region, **values: Any) -> str:
    """The same without scheme and host."""
    return urlsplit(absolute(endpoint, region, **values)).path
