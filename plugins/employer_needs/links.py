"""Addresses of the plugin's pages: within a request, and in full for mails, which are written in jobs without one."""

from __future__ import annotations

from typing import Any

from flask import url_for

from core import addresses
from core.regions.models import Region


def path(view: str, **values: Any) -> str:
    """The address of one of this plugin's pages, in the running request.

    Args:
        view: The view's name in the blueprint, such as `round_page`.
    """
    return url_for(f"employer_needs.{view}", **values)


def absolute(endpoint: str, region: Region, **values: Any) -> str:
    """The address of a page of this plugin under the installation's public address.

    Args:
        endpoint: The view's name in the blueprint, such as `start_invited`.
    """
    return addresses.absolute(f"employer_needs.{endpoint}", region, **values)
