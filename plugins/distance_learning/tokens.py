"""The secrets in the plugin's mailed links (`core/mailed_links.py`)."""

from __future__ import annotations

from core import mailed_links


def token_of(purpose: str, seed: str) -> str:
    """The token of a link. `purpose` keeps the kinds of link apart."""
    return mailed_links.token_of(f"distance_learning.{purpose}", seed)
