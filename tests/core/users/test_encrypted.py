"""Every encrypted column is known by its model, so that `samkraft keys rotate` writes all of them anew."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from flask import Flask

from core import encrypted
from core.config import ROOT
from core.crypto import Unreadable
from core.db import atomic, db, utcnow
from core.testing.factories import Factory
from tests.core.conftest import settings_of
from tests.made import made_row

# Who may call `encrypt` itself: what goes into the cookie of a session lives for minutes, and is never rotated; nor is what a row of an
# import says until it is taken in or cleared.
SHORT_LIVED = {
    "core/users/views/recovery.py": ["session"],
    "core/users/views/totp.py": ["session"],
    "plugins/funding/participants/imports.py": ["?"],
}


def targets_of_encrypt(source: str) -> list[str]:
    """What the answers of `encrypt` are put into: the outermost name; `?` when they go elsewhere."""
    tree = ast.parse(source)
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) == "encrypt"
        and any(word.arg == "use" for word in node.keywords)
    ]
    into = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            target = node.targets[0]
            while isinstance(target, ast.Attribute | ast.Subscript):
                target = target.value
            into[node.value] = target.id if isinstance(target, ast.Name) else "?"
    return [into.get(call, "?") for call in calls]


def test_the_reader_of_calls_finds_what_it_should() -> None:
    source = (
        'row.secret = encrypt(a, use="x")\nsession["k"] = encrypt(a, use="x")\nsave(crypto.encrypt(a, use="x"))\ncipher.encrypt(nonce, a)'
    )
    assert targets_of_encrypt(source) == ["row", "session", "?"]


@pytest.mark.requirement("S40")
def test_nothing_but_a_declared_column_is_written_encrypted() -> None:
    found = {}
    for folder in ("core", "plugins"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name not in ("core/crypto.py", "core/encrypted.py") and (into := targets_of_encrypt(path.read_text("utf-8"))):
                found[name] = into
    assert found == SHORT_LIVED


def test_the_columns_are_found(app: Flask) -> None:
    with app.app_context():
        found = {model.__tablename__: encrypted.columns_of(model) for model in encrypted.models()}
    assert found == {"core_identity_provider": {"client_secret": "oidc:{id}"}, "core_totp": {"secret": "totp:{user_id}"}}


@pytest.mark.requirement("S40")
def test_rotation_writes_every_column_anew(make: Factory, app: Flask) -> None:
    region, user = make.region(), make.user()
    rows = []
    with atomic():
        for model in encrypted.models():
            row = made_row(model, user=user, region=region, moment=utcnow())
            for column in encrypted.columns_of(model):
                encrypted.seal(row, column, f"hemligt {column}")
                rows.append((row, column))
    old = app.extensions["samkraft_settings"].secret_key
    with settings_of(app, secret_key="n" * 48, old_secret_keys=[old]), atomic():
        assert (encrypted.reencrypt_all(), encrypted.reencrypt_all()) == (len(rows), 0)
    db.session.expire_all()
    with settings_of(app, secret_key="n" * 48, old_secret_keys=[]):
        assert [encrypted.unseal(row, column) for row, column in rows] == [f"hemligt {column}" for _row, column in rows]
    with settings_of(app, secret_key=old, old_secret_keys=[]):
        for row, column in rows:
            with pytest.raises(Unreadable):
                encrypted.unseal(row, column)


@pytest.mark.requirement("S40")
def test_two_rows_cannot_change_texts(make: Factory, app: Flask) -> None:
    region, users = make.region(), [make.user(), make.user()]
    for model in encrypted.models():
        with atomic():
            rows: list[Any] = [made_row(model, user=user, region=region, moment=utcnow()) for user in users]
            for column in encrypted.columns_of(model):
                encrypted.seal(rows[0], column, "hemligt")
                setattr(rows[1], column, getattr(rows[0], column))
                with pytest.raises(Unreadable):
                    encrypted.unseal(rows[1], column)


def test_a_row_without_key_is_told_so(app: Flask) -> None:
    from core.users.oidc.models import IdentityProvider

    with pytest.raises(ValueError, match="IdentityProvider has no key yet; flush it first"):
        encrypted.seal(IdentityProvider(), "client_secret", "hemligt")
