"""Every encrypted column of the whole product, the plugins' too, is written anew when the key changes."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from core import encrypted
from core.db import atomic, db
from core.testing.factories import Factory
from tests.architecture import any_row
from tests.core.conftest import settings_of

COLUMNS = {
    "core_identity_provider": {"client_secret": "oidc:{id}"},
    "core_totp": {"secret": "totp:{user_id}"},
    "funding_monthly_file": {"content": "monthly_file:{id}"},
    "funding_participant": {"personal_number": "participant:{id}"},
    "funding_registration": {"personal_number": "registration:{id}"},
    "meeting_places_meeting": {"join_link": "meeting:{id}"},
    "meeting_places_registration": {"needs": "registration:{id}"},
}


@pytest.mark.requirement("S40")
def test_rotation_writes_every_column_of_every_part_anew(make: Factory, app: Flask) -> None:
    region, person = make.region(plugins=["funding", "meeting_places"]), make.user()
    made: dict[Any, Any] = {}
    with make.inside(region):
        assert {model.__tablename__: encrypted.columns_of(model) for model in encrypted.models()} == COLUMNS
        rows = []
        for model in encrypted.models():
            key = any_row.row(model.__tablename__, made, make, region, person)
            with atomic():
                row = db.session.get(model, key or person.id)
                for column in encrypted.columns_of(model):
                    encrypted.seal(row, column, f"hemligt {column}")
                    rows.append((row, column))
        old = app.extensions["samkraft_settings"].secret_key
        with settings_of(app, secret_key="n" * 48, old_secret_keys=[old]), atomic():
            assert (encrypted.reencrypt_all(), encrypted.reencrypt_all()) == (len(rows), 0)
        db.session.expire_all()
        with settings_of(app, secret_key="n" * 48, old_secret_keys=[]):
            assert [encrypted.unseal(row, column) for row, column in rows] == [f"hemligt {column}" for _row, column in rows]
