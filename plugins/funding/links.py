"""Addresses of the plugin's pages by the view's name: in full for mails, and as paths for everything else."""

from __future__ import annotations

from typing import Any

from core import addresses
from core.regions.models import Region


def absolute(view: str, region: Region, **values: Any) -> str:
    """The address of a page under the installation's public address."""
    return addresses.absolute(f"funding.{view}", region, **values)


def path(view: str, region: Region, **values: Any) -> str:
    """The path of a page, from the root."""
    return addresses.path(f"funding.{view}", region, **values)
