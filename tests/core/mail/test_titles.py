"""The mail log shows what people call a mail. Made from the code: a new kind is covered at once."""

from __future__ import annotations

import ast

import pytest

from core.config import ROOT
from core.mail.queries import title_of
from core.plugins.registry import registry
from core.testing.factories import Factory


def _kinds() -> set[str]:
    """The kinds that core queues mails of with words of its own."""
    found = set()
    for path in sorted((ROOT / "core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "queue_mail":
                found |= {k.value.value for k in node.keywords if k.arg == "kind" and isinstance(k.value, ast.Constant)}
    return found


@pytest.mark.usefixtures("make")
def test_no_kind_of_mail_is_shown_by_its_technical_name() -> None:
    kinds = _kinds()
    assert "core.invitation" in kinds
    titles = {kind: title_of(kind) for kind in kinds | set(registry().mail_templates)}
    assert [kind for kind, title in titles.items() if title in (kind, "Annat mejl")] == []


def test_a_kind_whose_plugin_is_gone_is_some_other_mail(make: Factory) -> None:
    assert title_of("gone.letter") == "Annat mejl"
