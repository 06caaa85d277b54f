"""Addresses of the plugin's pages in full, for mails and notices, which are written in jobs without a request."""

from __future__ import annotations

from typing import Any

from core import addresses
from core.regions.models import Region


def absolute(view: str, region: Region, **values: Any) -> str:
    """The address of a page under the installation's public address.

    Args:
        view: The view's name in the blueprint, such as `interest`.
    """
    return addresses.absolute(f"distance_learning.{view}", region, **values)


def path(view: str, region: Region, **values: Any) -> str:
    """Its path, for notices."""
    return addresses.path(f"distance_learning.{view}", region, **values)


def centre_path(region: Region, slug: str) -> str:
    """The path of the page of a centre."""
    return path("centre", region, slug=slug)


def course_path(region: Region, course_id: int) -> str:
    """The path of the page of a course."""
    return path("course", region, course_id=course_id)
