"""Calls to other servers: one client, which cannot be led into private networks."""

from core.net.addresses import NotAllowed
from core.net.client import Answer, Unreachable, fetch, safe_session

__all__ = ["Answer", "NotAllowed", "Unreachable", "fetch", "safe_session"]
