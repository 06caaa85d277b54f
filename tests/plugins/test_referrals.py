"""What core notes of a plugin's referrals is told in the plugin's words."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from core.audit.models import AuditEntry
from core.config import ROOT
from core.plugins import hooks
from core.testing.factories import Factory

ACTIONS = sorted(set(re.findall(r'"(referral\.[a-z_]+)"', (ROOT / "core/referral/asking.py").read_text("utf-8"))))


@pytest.mark.parametrize("plugin", ["regional_plans", "role_standards"])
def test_every_action_of_a_referral_is_told_in_words(app: Flask, make: Factory, plugin: str) -> None:
    assert len(ACTIONS) >= 8
    region = make.region(plugins=[plugin])
    with make.inside(region, plugin):
        facade = hooks.stewardship()
        told = {
            action: facade.describe_log_entry(entry=AuditEntry(action=f"{plugin}.{action}", subject="", detail={})) for action in ACTIONS
        }
    assert [action for action, words in told.items() if not words or not str(words).strip()] == []
