"""Reads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.db import Page, paginate
from tests.fixture_plugins.meetings.models import Meeting


def meetings(*, number: int = 1, size: int = 30) -> Page[Any]:
    """A page of meetings with their guests, in Swedish order."""
    return paginate(select(Meeting).options(selectinload(Meeting.guests)).order_by(Meeting.sort_key, Meeting.id), number=number, size=size)
