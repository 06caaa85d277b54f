"""Redirects only to paths of this site (S24)."""

from __future__ import annotations

from urllib.parse import urlsplit

_MAX = 500


def safe_path(target: str, default: str = "/") -> str:
    """A path of this site, or the default.

    `urlsplit` finds no host in "/\\evil", "https:evil" and the like, while browsers do; so only an absolute path of plain characters
    passes, and no path that begins with two slashes or holds a backslash or control character.
    """
    if not target or len(target) > _MAX or not target.startswith("/") or target.startswith("//"):
        return default
    if "\\" in target or any(ord(c) < 33 or ord(c) == 127 for c in target):
        return default
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return default
    return target
