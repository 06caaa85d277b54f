"""Connections to Redis (or Valkey). It is only a wake-up call, so every way to it gives up fast."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.config import Settings

QUEUES = ("mail", "default", "slow")  # the worker empties them in this order
WAKE_KEY = "samkraft:wake"


def connect(url: str, *, timeout: float) -> Redis:
    """A client that never retries by itself.

    Args:
        url: As in `Settings.queue_url`.
        timeout: Seconds to wait for a connection, and for each answer.
    """
    # driver_info: a connection would otherwise introduce itself in two more round trips, once for every job
    options: dict[str, Any] = {"socket_timeout": timeout, "socket_connect_timeout": timeout, "driver_info": None}
    if url.startswith("unix"):
        del options["socket_connect_timeout"]  # a Unix socket answers or refuses at once; redis-py knows no such option there
    return Redis.from_url(url, retry=Retry(NoBackoff(), 0), retry_on_error=[], health_check_interval=0, **options)


def queue_url(app: Flask | None = None) -> str:
    """The URL of the queue of an application (the current one if not given)."""
    settings: Settings = (app or current_app).extensions["samkraft_settings"]
    return settings.queue_url
