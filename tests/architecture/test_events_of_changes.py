"""What changes something leaves an entry in the audit log (S46), and takes nothing but the fields of its form (S7).

Both are asked of every address that takes a form, found from the addresses themselves, with an object of each kind.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Boolean, Date, Integer

from core.db import UTCDateTime
from core.testing.database import rolled_back
from tests.architecture import objects_core
from tests.architecture.posts import Posts, Sent

# Forms that change something and leave no entry, and why.
SILENT = {
    "core_confirm.mail_code": "sends a code to oneself; using it is recorded",
    "core_email.change": "sends a code; the change of address is recorded when it is used",
    "core_auth.sign_in": "sends a link; signing in is recorded",
    "core_notices.open_notice": "reading",
    "core_notices.read_notice": "reading",
    "core_notices.read_all": "reading",
    "core_imports.columns": "a step of an import; taking it in is recorded",
    "core_lists.save": "a person's own bookmark",
    "core_lists.remove": "a person's own bookmark",
    "core_about.vote": "a count without a person",
    "funding.watch_call": "a person's own bookmark",
    "guidance.new_shortlist": "a counsellor's own list; the log does not tell whom one guides",
    "guidance.edit_shortlist": "as guidance.new_shortlist",
    "guidance.new_item": "as guidance.new_shortlist",
    "guidance.remove_item": "as guidance.new_shortlist",
    "guidance.keep_item": "as guidance.new_shortlist",
    "guidance.share_list": "as guidance.new_shortlist",
    "guidance.unshare_list": "as guidance.new_shortlist",
    "guidance.remove_list": "as guidance.new_shortlist",
    "guidance.begin_module": "one's own progress; nobody but oneself may know of it",
    "guidance.module_step": "as guidance.begin_module",
    "guidance.do_step": "as guidance.begin_module",
    "guidance.undo_step": "as guidance.begin_module",
    "guidance.remove_answer": "as guidance.begin_module",
    "guidance.forget_module": "as guidance.begin_module",
    "meeting_places.vote_question": "a vote, which can be taken back",
    "meeting_places.give_feedback": "an answer without a name; who answered when is nobody's to know",
    "employer_needs.start_invited": "begins a draft; sending it in is recorded",
    "employer_needs.start_open": "begins a draft; sending it in is recorded",
    "employer_needs.start_standing": "begins a draft; sending it in is recorded",
}
ACTING = 45  # forms that must really change something, so that the tests ask something
NUMBER, TEXT, DAY = "918273645", "udda-918273645", "2099-09-09"


@pytest.fixture(scope="module")
def posts(app: Flask) -> Iterator[Posts]:
    with rolled_back(app) as connection, app.app_context():
        yield Posts(objects_core.ground(app, connection))


@pytest.fixture(scope="module")
def acted(posts: Posts) -> dict[str, Sent]:
    """By address, what its form does: one endpoint may have one to begin something at and one to change it at."""
    return {f"{route.endpoint} {route.rule.rule}": posts.act(route) for route in posts.routes()}


@pytest.mark.requirement("S46")
@pytest.mark.timeout(1800)
def test_every_change_leaves_an_entry(acted: dict[str, Sent]) -> None:
    assert {endpoint: sent.fault for endpoint, sent in acted.items() if sent.fault} == {}
    changing = {endpoint: sent for endpoint, sent in acted.items() if sent.acted}
    assert len(changing) >= ACTING
    assert sorted(endpoint for endpoint, sent in changing.items() if not sent.said and endpoint.partition(" ")[0] not in SILENT) == []


@pytest.mark.requirement("S46")
@pytest.mark.timeout(1800)
def test_an_entry_is_named_by_the_part_that_changed_something(app: Flask, acted: dict[str, Sent]) -> None:
    wrong, plugins = {}, app.extensions["samkraft_registry"].plugins
    for endpoint, sent in acted.items():
        blueprint = endpoint.partition(".")[0]
        named = [each for each in plugins if blueprint == each or blueprint.startswith(f"{each}_")]
        owner = "core." if blueprint.startswith("core_") else f"{max(named, key=len)}."
        if foreign := [action for action in sent.said if not action.startswith(owner)]:
            wrong[endpoint] = foreign
    assert wrong == {}


def _odd(posts: Posts, sent: Sent) -> dict[str, list[str]]:
    """A value for every column of every table that the form has no field for."""
    found: dict[str, list[str]] = {}
    for model in posts.models.values():
        for column in model.metadata.tables[model.__tablename__].columns:
            if column.name not in sent.names | set(sent.data):
                kind = column.type
                odd = NUMBER if isinstance(kind, Integer) else DAY if isinstance(kind, (Date, UTCDateTime)) else TEXT
                found[column.name] = ["true" if isinstance(kind, Boolean) else odd]
    return found


@pytest.mark.requirement("S7")
@pytest.mark.timeout(1800)
@pytest.mark.sqlite_only  # which fields a form reads is decided above the database
def test_a_form_takes_nothing_but_its_fields(posts: Posts, acted: dict[str, Sent]) -> None:
    """With and without the names of all columns, the same columns change, and none to what was sent beside the form."""
    faults, asked = [], 0
    for route in posts.routes():
        plain = acted[f"{route.endpoint} {route.rule.rule}"]
        odd = posts.send(route, {**_odd(posts, plain), **plain.data})
        asked += plain.acted
        refused = odd.status == 422 and not odd.cells  # a field of the form's own, which its page had nothing to choose in
        if not refused and (odd.status, odd.fault, set(odd.cells), odd.lost) != (plain.status, plain.fault, set(plain.cells), plain.lost):
            faults.append(
                f"{route.endpoint}: {plain.status} became {odd.status} {odd.fault}, {sorted(set(odd.cells) ^ set(plain.cells))[:4]}"
            )
        taken = [cell for cell, values in odd.cells.items() if any(NUMBER in each or "(2099, 9, 9" in each for each in values)]
        faults += [f"{route.endpoint} takes {table}.{column}" for table, column in taken]
    assert faults == []
    assert asked >= ACTING
