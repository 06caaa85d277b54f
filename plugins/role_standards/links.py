"""Addresses of the plugin's pages: in full for mails, which are written in jobs without a request, and as paths for everything else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from core.regions.models import Region


def absolute(view: str, region: Region, **values: Any) -> str:
    """The address of a page under the installation's public address. `view`: its name in the blueprint."""
    return _build(view, region, values, external=True)


def path(view: str, region: Region, **values: Any) -> str:
    """The path of a page, from the root."""
    return _build(view, region, values, external=False)


def _build(view: str, region: Region, values: dict[str, Any], *, external: bool) -> str:
    base = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(f"role_standards.{view}", {"region": region.slug, **values}, force_external=external)
