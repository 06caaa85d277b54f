"""Addresses of the plugin's pages in full, for mails, which are written in jobs without a request."""

from __future__ import annotations

from typing import Any

from core import addresses
from core.regions.models import Region


def absolute(view: str, region: Region, **values: Any) -> str:
    """The address of a page under the installation's public address.

    Args:
        view: The view's name in the blueprint, such as `offer_again`.
    """
    return addresses.absolute(f"internships.{view}", region, **values)
