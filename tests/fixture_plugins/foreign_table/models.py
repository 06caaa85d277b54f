"""A table that would be core's. Only ever imported in a process of its own: tables cannot be forgotten."""

from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class Stolen(Model):
    __tablename__ = "core_user_extra"

    id: Mapped[int] = mapped_column(primary_key=True)
