"""Nobody with protected identity is in any answer (S53): made from the register of columns and from the addresses themselves.

Every column that names or reaches a person is filled with a word to look for, in a region with an object of every kind. Every address
that can be opened is then opened, before the persons are protected and after. A new table or page is covered at once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Enum, String, Table, select, update
from sqlalchemy.exc import DBAPIError

from core.db import Model, all_regions, atomic, db
from core.organisations.models import Organisation
from core.records import people
from core.records.models import ProtectedPerson
from core.records.register import ADDRESS_NAMES, finders, points_at_user
from core.records.rows import attribute, model_of, personal_tables
from core.testing.client import Browser
from core.testing.database import rolled_back
from core.testing.factories import Factory
from core.testing.routes import Route, routes_of
from core.users.roles import REGION_ADMIN
from core.users.service import grant_role
from tests.architecture import objects_core

pytestmark = pytest.mark.sqlite_only  # what is shown of a person is decided above the database

WORD = "kanin"
_FOUND = re.compile(rf"{WORD}\d+x")
# A column that names or reaches a person is named so, or ends so.
NAMING = ("email", "recipient", "name", "phone", "requester", "address", "identity")

# Pages that must show a protected person, and why.
ALLOWED = {
    "core_people.protected": "the one page for those with that right: it asks for a reason and logs each look",
    "core_disclosure.case": "the decision is sent to the requester; who handles the case must know where",
    "core_disclosure.judge": "who decides on secrecy sees what is decided on; how the person is reached is proposed as secret",
    "core_join_admin.decide": "nobody can be given a role unseen; the queue that leads there names nobody",
    "core_dev.mails": "only in development, where nobody is real: every mail, instead of sending it",
    "core_dev.mail": "as core_dev.mails",
}
# Not of people: what a file, a session's device or a choice is called.
NOT_NAMES = {
    ("core_table_import", "file_name"): "a file",
    ("core_join_request", "organisation_name"): "an organisation",
    ("internships_self_found", "organisation_name"): "an organisation, on the page of whoever proposed it",
    ("core_passkey", "name"): "a key, shown to its owner",
    ("core_saved_view", "name"): "a list, shown to its owner",
    ("core_external_identity", "name"): "a provider, shown to its owner",
    ("core_region", "contact_email"): "the region's own way of being reached, which it has chosen to make public",
}


class Planted:
    """A region with an object of every kind, and persons to look for in all of them."""

    def __init__(self, app: Flask) -> None:
        self.app, self.make = app, Factory()
        plugins = list(app.extensions["samkraft_registry"].plugins)
        self.region = self.make.region("egen", plugins=plugins)
        self.person = self.make.user(self.region, "strategist", "employer_representative")
        self.values = objects_core.values(app, self.make, self.region, self.person)
        self.routes = [r for owner in (None, *plugins) for r in routes_of(app, owner) if r.method == "GET"]
        self.words: dict[str, tuple[str, str]] = {}
        self.addresses: set[str] = set()
        with atomic():
            for organisation in db.session.execute(select(Organisation).order_by(Organisation.id).limit(3)).scalars():
                grant_role(user=self.person, region=self.region, role="employer_representative", organisation=organisation)
        admin, strategist = self.make.user(self.region, REGION_ADMIN), self.make.user(self.region, "strategist")
        for endpoint in ("core_impersonation.start", "core_members.person"):
            self.values[endpoint] = {"user_id": self.person.id}
        scopes = sorted(app.extensions["samkraft_registry"].permissions)
        self.visitors = {
            "anonymous": Browser(app),
            REGION_ADMIN: Browser(app).sign_in(admin),
            "strategist": Browser(app).sign_in(strategist),
            "token": Browser(app, token=self.make.token(self.region, *scopes)),
        }
        with all_regions("a test plants persons everywhere"), atomic():
            for table, entry in personal_tables():
                self._plant(table, entry)

    def _plant(self, table: Table, entry: Any) -> None:
        model = model_of(table)
        rows = db.session.execute(select(model)).scalars().all()
        if table.name == "core_user":
            rows = [row for row in rows if row.id == self.person.id]
        for name in entry.personal:
            column = table.columns[name]
            if points_at_user(table, name):
                if table.name not in ("core_user", "core_membership", "core_user_session"):
                    self._point(model, attribute(model, name))
            elif (
                isinstance(column.type, String)
                and not isinstance(column.type, Enum)
                and not column.foreign_keys
                and self._names(table, name)
            ):
                word = f"{WORD}{len(self.words) + 1}x"
                self.words[word] = (table.name, name)
                is_address = name in finders(entry, table) or name in ADDRESS_NAMES
                for number, row in enumerate(rows):
                    value = f"{word}{number}@skyddad.example" if is_address else word
                    setattr(row, attribute(model, name).key, value[: column.type.length or 99])
                    if is_address:
                        self.addresses.add(value)
                db.session.flush()

    def _names(self, table: Table, name: str) -> bool:
        return (table.name, name) not in NOT_NAMES and name.endswith(NAMING)

    def _point(self, model: Any, column: Any) -> None:
        try:
            with db.session.begin_nested():
                db.session.execute(update(model).values({column: self.person.id}))
        except DBAPIError:
            pass  # one row of the person's own is there, or the table takes no changes, as the audit log

    def protect(self) -> None:
        """Everybody who was planted."""
        with atomic():
            there = people.protected_addresses(self.addresses)
            db.session.add_all(ProtectedPerson(email=address) for address in sorted(self.addresses - there))

    def sweep(self, *only: str) -> set[str]:
        """Where a planted person is seen, and by whom: `<endpoint> as <visitor>: <table>.<column>`."""
        found = set()
        for route in self.routes:
            if route.arguments - set(self.values.get(route.endpoint, {})):
                continue
            for name, browser in self.visitors.items():
                if (name == "token") == route.is_api and (not only or name in only):
                    found |= {f"{route.endpoint} as {name}: {'.'.join(self.words[word])}" for word in self._seen(route, browser)}
        return found

    def _seen(self, route: Route, browser: Browser) -> set[str]:
        url = route.url(self.app, self.region.slug, self.values.get(route.endpoint, {}))
        words: set[str] = set()
        queries = [""] if route.arguments else ["", f"?q={WORD}&person={WORD}&recipient={WORD}"]
        for query in queries:
            answer = browser.call("GET", url + query)
            words |= set(_FOUND.findall(_text(answer.get_data())))
        return words & set(self.words)


def _text(body: bytes) -> str:
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


@pytest.fixture
def planted(app: Flask) -> Iterator[Planted]:
    with rolled_back(app), app.app_context():
        yield Planted(app)


@pytest.mark.requirement("S53")
@pytest.mark.timeout(1800)
def test_nobody_with_protected_identity_is_in_any_answer(planted: Planted) -> None:
    before = {line.partition(" ")[0] for line in planted.sweep(REGION_ADMIN)}
    planted.protect()
    after = planted.sweep()
    assert sorted(line for line in after if line.partition(" ")[0] not in ALLOWED) == []
    assert len(before - set(ALLOWED)) >= 8, "the pages would show the persons"
    assert set(ALLOWED) - before == {"core_people.protected"}, "these need not be allowed any more"


def test_every_column_that_names_a_person_is_planted(planted: Planted) -> None:
    assert {("core_user", "name"), ("core_user", "email"), ("core_mail", "recipient")} <= set(planted.words.values())
    empty = [place for place in NOT_NAMES if place[1] not in Model.metadata.tables[place[0]].columns]
    assert empty == []
