"""Every action that core records is told in words. Made from the code: a new action is covered at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.audit.describe import describe
from core.audit.models import AuditEntry
from core.config import ROOT
from core.i18n import LANGUAGES, speaking
from core.testing.factories import Factory


def _actions(folder: Path) -> Iterator[tuple[str, str]]:
    """By which literal each call of `record` names its action, and in which file. What is no literal is empty."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record" and node.args:
                named = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
                yield str(named), path.relative_to(ROOT).as_posix()


# Where the action is chosen before the call, and what it can be.
CHOSEN = {
    "core/memberships/services/people.py": ("core.membership.revoked", "core.membership.left"),
    "core/organisations/facts.py": ("core.workplace.added", "core.workplace.changed"),
    "core/organisations/merging.py": ("core.organisation.merged",),
    "core/plugins/lifecycle.py": ("core.plugin.enabled", "core.plugin.disabled"),
    "core/referral/asking.py": (),  # a plugin's own actions: tests/plugins/test_referrals.py
    "core/web/exports.py": ("core.audit.exported", "core.mail.exported", "core.members.exported", "core.organisations.exported"),
    "core/users/oidc/service.py": ("core.identity_provider.created", "core.identity_provider.changed"),
}
FOUND = sorted(set(_actions(ROOT / "core")))
ACTIONS = sorted({action for action, _place in FOUND if action} | {action for several in CHOSEN.values() for action in several})


def test_the_places_where_the_action_is_chosen_are_known() -> None:
    assert len(ACTIONS) > 80
    assert {place for action, place in FOUND if not action} == set(CHOSEN)
    assert [action for action in ACTIONS if not action.startswith("core.")] == []


@pytest.mark.parametrize("tongue", sorted(LANGUAGES))
def test_every_action_of_core_is_told_in_words(make: Factory, tongue: str) -> None:
    with speaking(tongue):
        told = {action: describe(AuditEntry(action=action, subject="core:x:1", detail={})) for action in ACTIONS}
    assert sorted(action for action, words in told.items() if words == action or not words.strip()) == []


def test_an_action_that_nobody_knows_is_shown_as_it_is(make: Factory) -> None:
    assert describe(AuditEntry(action="core.unknown.thing", subject="", detail={})) == "core.unknown.thing"
