"""The secrets in the mailed links of bookings (`core/mailed_links.py`)."""

from __future__ import annotations

from core import mailed_links


def token_of(seed: str) -> str:
    """The token of a link."""
    return mailed_links.token_of("distance_learning.visit", seed)
