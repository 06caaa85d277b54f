"""Scheduled work on memberships."""

from __future__ import annotations

from datetime import timedelta

from core.memberships.services.impersonating import end_expired
from core.plugins.declarations import Job

JOBS = [Job("core.end_impersonations", end_expired, every=timedelta(minutes=10))]
