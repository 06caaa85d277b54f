"""Tables: without region, with a reference that nothing cleans up, with an address that no export shows. There is no migration."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class Sin(Model):
    __tablename__ = "unruly_sin"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("core_region.id"))
    email: Mapped[str] = mapped_column(String(254), default="")
