"""Every column is classified: what it holds, why, on which ground, and for how long. See core/records/register.py."""

from __future__ import annotations

import pytest

from core.records import owners, register
from core.testing.factories import Factory


@pytest.mark.requirement("S51")
def test_every_column_is_classified_and_every_person_can_be_exported(make: Factory) -> None:
    exports = [part.name for part in owners.exported(make.user())]
    kinds = [kind.name for kind in owners.record_types()]
    assert register.faults(register.register(), register.own_tables(), kinds, exports) == []


def test_a_kind_of_record_has_one_name(make: Factory) -> None:
    kinds = [kind.name for kind in owners.record_types()]
    assert sorted(kinds) == sorted(set(kinds))


@pytest.mark.requirement("S51")
def test_the_check_finds_what_is_wrong(make: Factory) -> None:
    found, wanted = dict(register.register()), register.tables(["core_login_token", "core_mail"])
    kinds = [kind.name for kind in owners.record_types()]
    exports = [part.name for part in owners.exported(make.user())]
    token = found["core_login_token"]
    for change, said in (
        (
            {"other": tuple(c for c in token.other if c != "id")},
            ["core_login_token.id: not classified; put it in personal, secret or other"],
        ),
        ({"other": (*token.other, "colour")}, ["core_login_token.colour: no such column; take it out"]),
        ({"other": (*token.other, "next_url")}, ["core_login_token.next_url: classified twice"]),
        (
            {"retention": "core.nonsense"},
            ["core_login_token: retention core.nonsense is no kind of record; add a RecordType, or correct the name"],
        ),
        ({"retention": "with:core_nothing"}, ["core_login_token: retention is with core_nothing, which is no table"]),
        ({"basis": "none"}, ["core_login_token: personal data need a legal basis"]),
        ({"about": "none"}, ["core_login_token: about nobody, but has personal columns; say whose they are in about"]),
        ({"erase": "keep"}, ["core_login_token: kept at erasure; say why in erase_reason"]),
        ({"export": "core.nothing"}, ["core_login_token: export core.nothing is no data set of export_personal_data"]),
    ):
        broken = {**found, "core_login_token": token.model_copy(update=change)}
        assert register.faults(broken, wanted, kinds, exports) == said
    mail = found["core_mail"]
    others = tuple(column for column in mail.columns if column != "body" and column not in mail.secret)
    hidden = mail.model_copy(update={"who": (), "personal": ("body",), "other": others})
    assert register.faults({**found, "core_mail": hidden}, wanted, kinds, exports) == [
        "core_mail: no export covers it; name in who the columns that find a person's rows, or in export the data set with them"
    ]
    del found["core_login_token"]
    assert [fault.partition(":")[0] for fault in register.faults(found, wanted, kinds, exports)] == ["core_login_token"]
