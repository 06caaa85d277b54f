"""Plainly fictional demo data: roles in each of their stages. Made with the same services as the pages use."""

from __future__ import annotations

from core.regions.models import Region


def seed(region: Region) -> None:
    """Nothing yet."""
