"""Addresses that are made ready for writing late are the same addresses, and are made ready once."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.routing import Map, Rule

from core.web.rules import LateRule

WRITTEN = [
    ("one", {"number": 3}, "/r/norr/3"),
    ("one", {"number": 3, "q": "vård & omsorg"}, "/r/norr/3?q=v%C3%A5rd+%26+omsorg"),
    ("two", {"name": "å/b"}, "/files/%C3%A5/b"),
]


def addresses(kind: type[Rule]) -> Any:
    rules = Map([kind("/r/<region>/<int:number>", endpoint="one"), kind("/files/<path:name>", endpoint="two")])
    return rules.bind("localhost")


@pytest.mark.parametrize(("endpoint", "values", "written"), WRITTEN)
def test_an_address_is_written_as_by_any_rule(endpoint: str, values: dict[str, Any], written: str) -> None:
    values = {"region": "norr", **values} if endpoint == "one" else values
    for kind in (LateRule, Rule):
        for _again in range(2):
            assert addresses(kind).build(endpoint, values) == written
    assert addresses(LateRule).match("/r/norr/3") == ("one", {"region": "norr", "number": 3})


def test_nothing_is_compiled_before_an_address_is_written_and_then_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    plain = Rule._compile_builder

    def noted(rule: Rule, append_unknown: bool = True) -> Any:
        compiled.append(rule.rule)
        return plain(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noted)
    bound = addresses(LateRule)
    assert (compiled, bound.match("/files/a")[0]) == ([], "two")
    for _again in range(3):
        bound.build("two", {"name": "a"})
    assert compiled == ["/files/<path:name>"]
