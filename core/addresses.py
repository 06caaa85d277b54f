"""Addresses of a region's pages, also outside a request: jobs write mails, and hooks answer without anybody looking at a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from core.regions.models import Region


def absolute(endpoint: str, region: Region, **values: Any) -> str:
    """The address of a page under the installation's public address, for mails and calendars.

    Args:
        endpoint: The view's whole name, such as `regional_plans.plan`.
    """
    return _build(endpoint, region, values, external=True)


def path(endpoint: str, region: Region, **values: Any) -> str:
    """The path of a page, from the root."""
    return _build(endpoint, region, values, external=False)


def _build(endpoint: str, region: Region, values: dict[str, Any], *, external: bool) -> str:
    base = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, {"region": region.slug, **values}, force_external=external)
