"""Columns that hold encrypted text (S40): a model names them, so that `samkraft keys rotate` finds every one.

    class Totp(Model):
        __encrypted__ = {"secret": "totp:{user_id}"}

The value says what the text is and whose, filled in from the row, so that two rows' texts cannot be exchanged. Rows are written with
`seal` and read with `unseal`; a test sees to it that nothing else puts encrypted text into the database.
"""

from __future__ import annotations

from typing import Any

from flask import current_app
from sqlalchemy import select

from core.crypto import decrypt, encrypt, is_current
from core.db import all_regions, db
from core.db.base import Model


def seal(row: Model, column: str, plain: str) -> None:
    """Put a text into a row, encrypted. What the row's use names (its id) must be known: flush a new row first."""
    setattr(row, column, encrypt(plain, use=_use(row, column)))


def unseal(row: Model, column: str) -> str:
    """The text of a row in the clear; empty when there is none.

    Raises:
        Unreadable: when its key is not in the ring, or it belongs to another row.
    """
    stored = getattr(row, column)
    return decrypt(stored, use=_use(row, column)) if stored else ""


def _use(row: Model, column: str) -> str:
    pattern = columns_of(type(row))[column]
    names = {each.key: getattr(row, each.key) for each in type(row).__mapper__.column_attrs if f"{{{each.key}}}" in pattern}
    if None in names.values():
        raise ValueError(f"{type(row).__name__} has no key yet; flush it first")
    return pattern.format(**names)


def columns_of(model: type[Any]) -> dict[str, str]:
    """The encrypted columns of a model, with what their texts are bound to."""
    return dict(getattr(model, "__encrypted__", {}))


def models() -> list[type[Any]]:
    """Every model, core's and those of the plugins that are installed, with encrypted columns."""
    owners = ("core_", *(f"{name}_" for name in current_app.extensions["samkraft_registry"].plugins))
    found = (m.class_ for m in Model.registry.mappers if columns_of(m.class_))
    return sorted((each for each in found if each.__tablename__.startswith(owners)), key=lambda model: model.__tablename__)


def reencrypt_all() -> int:
    """Write every text anew that an earlier key encrypted. Returns how many."""
    count = 0
    with all_regions("keys are rotated for the whole installation"):
        for model in models():
            for row in db.session.execute(select(model)).scalars():
                for column in columns_of(model):
                    stored = getattr(row, column)
                    if stored and not is_current(stored):
                        seal(row, column, unseal(row, column))
                        count += 1
        db.session.flush()
    return count
